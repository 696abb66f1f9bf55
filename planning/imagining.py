"""What the page of imagined levels shows: the numbers of `WhatIf` beside the names of the summary, ready to draw."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assessments.scoring import Band, Value
from planning.forms.whatif import OWN_INDEX, WhatIfQuery, plain
from planning.whatif import Change, Levels, Prospect, Search, WhatIf
from results.values import Group, Row, Summary

SORTS = {"tambah": "Paling menambah", "tingkat": "Tingkat terendah", "nomor": "Nomor"}


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator on the page. `typed` is a level that could not be read, as it was written; `effort_typed` too."""

    row: Row
    base: Decimal | None
    level: Decimal | None
    prospect: Prospect
    typed: str | None
    effort: Decimal
    effort_typed: str | None
    is_locked: bool

    @property
    def is_changed(self) -> bool:
        return self.level != self.base

    @property
    def base_text(self) -> str:
        return plain(self.base)

    @property
    def level_text(self) -> str:
        """For the field: 2.75, or what was typed."""
        return plain(self.level) if self.typed is None else self.typed

    @property
    def effort_text(self) -> str:
        return plain(self.effort) if self.effort_typed is None else self.effort_typed


@dataclass(frozen=True, slots=True)
class GroupLines:
    """An aspect or a domain, as it is and as it might be; `lines` are an aspect's indicators."""

    group: Group
    before: Value
    after: Value
    lines: tuple[Line, ...] = ()

    @property
    def difference(self) -> Decimal:
        return self.after.shown - self.before.shown


@dataclass(frozen=True)
class Imagined:
    """Everything the page shows except the path."""

    summary: Summary
    query: WhatIfQuery
    whatif: WhatIf

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._line(row) for row in self.summary.rows)

    @cached_property
    def aspects(self) -> list[GroupLines]:
        return [
            self._group(group, "aspects", tuple(line for line in self.lines if line.row.aspect == group.code))
            for group in self.summary.aspects
        ]

    @cached_property
    def domains(self) -> list[GroupLines]:
        return [self._group(group, "domains") for group in self.summary.domains]

    @property
    def has_whole_levels(self) -> bool:
        return self.whatif.questionnaire.scale_step == 1

    @property
    def scale(self) -> dict[str, str]:
        """For number fields."""
        questionnaire = self.whatif.questionnaire
        return {name: plain(getattr(questionnaire, f"scale_{name}")) for name in ("min", "max", "step")}

    @property
    def changes(self) -> list[tuple[Row, Change]]:
        return named_changes(self.summary, self.whatif)

    @property
    def sort(self) -> str:
        wanted = self.query.params.get("urut", "")
        return wanted if wanted in SORTS else "tambah"

    @property
    def sensitivity(self) -> list[Line]:
        """Every indicator by what its next level adds; equals in the order of the questionnaire."""
        lines = list(self.lines)
        if self.sort == "tambah":
            return sorted(lines, key=lambda line: -line.prospect.gain)
        if self.sort == "tingkat":
            unanswered = self.whatif.questionnaire.unanswered_as
            return sorted(lines, key=lambda line: unanswered if line.level is None else line.level)
        return lines

    @cached_property
    def search(self) -> Search | None:
        """What the cheapest path was asked for, if it was."""
        query = self.query
        return query.search(self.whatif.basis, self.whatif.next_band) if query.wants_path else None

    @property
    def asked(self) -> dict[str, str]:
        """The fields of the search as they were typed."""
        return {name: self.query.params.get(name, "")[:40] for name in ("tujuan", "indeks", "langkah")}

    @property
    def higher_bands(self) -> list[Band]:
        floor = self.whatif.after.predikat.floor
        return [band for band in self.whatif.questionnaire.bands if band.floor > floor]

    @property
    def seen(self) -> str:
        return fingerprint(self.summary)

    @property
    def keep_address(self) -> str:
        """These levels, and what a path to them was asked for: the page that keeps them reads it again."""
        return self.query.address(self.whatif.levels, **search_params(self.search))

    def _line(self, row: Row) -> Line:
        query, code = self.query, row.code
        return Line(
            row, self.whatif.base[code], self.whatif.levels[code], self.whatif.prospects[code], query.typed.get(code),
            query.efforts[code], query.typed.get(f"u-{code}"), code in query.locked,
        )  # fmt: skip

    def _group(self, group: Group, kind: str, lines: tuple[Line, ...] = ()) -> GroupLines:
        before, after = getattr(self.whatif.before, kind)[group.code], getattr(self.whatif.after, kind)[group.code]
        return GroupLines(group, before, after, lines)


def search_params(search: Search | None) -> dict[str, str]:
    """As the address says it."""
    if search is None:
        return {}
    said = {"tujuan": search.band} if search.band else {"tujuan": OWN_INDEX, "indeks": plain(search.wanted)}
    said |= {"langkah": str(search.max_step)} if search.max_step else {}
    said |= {"prasyarat": "1"} if search.has_prerequisites else {}
    return said | {"cari": "1"}


def present_levels(summary: Summary) -> dict[str, Decimal | None]:
    """The levels of the headline track: what imagined ones are compared with."""
    return {row.code: row.level for row in summary.rows}


def fingerprint(summary: Summary) -> str:
    """Tells whether the present levels are still those that somebody saw."""
    said = [summary.heading.track, *(f"{row.code}={plain(row.level)}" for row in summary.rows)]
    return hashlib.sha256("&".join(said).encode()).hexdigest()[:16]


def imagine(summary: Summary, params: Mapping[str, str]) -> Imagined:
    """Read the parameters against an assessment as it stands."""
    base = present_levels(summary)
    query = WhatIfQuery(params, summary.questionnaire, base)
    return Imagined(summary, query, compare(summary, base, query.levels))


def compare(summary: Summary, base: Levels, levels: Levels) -> WhatIf:
    return WhatIf(summary.questionnaire, base, levels, summary.heading.basis)


def named_changes(summary: Summary, whatif: WhatIf) -> list[tuple[Row, Change]]:
    rows = {row.code: row for row in summary.rows}
    return [(rows[change.code], change) for change in whatif.changes]

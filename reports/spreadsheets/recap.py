"""The sheet that works the index out again, by formulas a reader can follow, beside what the portal says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from assessments.scoring import Score, Value, shown
from reports.spreadsheets.packing import Formula, Rows, Styled
from reports.spreadsheets.styles import Styles
from reports.spreadsheets.values import COLUMNS, INDICATORS
from results.values import TRACKS, Group, Summary

WIDTHS = (44, 12, *[14] * 8, 12)
LETTERS = "CDEF"  # of the four tracks worked out here
PORTAL = "GHIJ"  # and as the portal has them
TOP = 5  # the first row of numbers: exact index, shown index, predikat, answered, then the groups
NOTE = "Kolom C–F dihitung ulang dari lembar Indikator; kolom G–J menurut portal saat diekspor."


class _Ranges:
    """Where the sheet of indicators keeps what, as formulas name it."""

    def __init__(self, summary: Summary, first: int) -> None:
        names = [column.name for column in COLUMNS[INDICATORS]]
        letters, last = Styles.letters(len(names)), first + len(summary.rows) - 1
        self._of = {
            name: f"{INDICATORS}!${letter}${first}:${letter}${last}"
            for name, letter in zip(names, letters, strict=True)
        }
        self.questionnaire = summary.questionnaire

    def __getitem__(self, name: str) -> str:
        return self._of[name]

    def weighted(self, track: str, only: str = "") -> tuple[str, str]:
        """The sum of level times weight and what it is divided by; `only` limits both to one group.

        On a scale with steps between the levels these are hundredths, whole numbers again: the sum stays exact.
        """
        levels, weights, unanswered = self[track], self["weight"], self.questionnaire.unanswered_as
        is_whole = self.questionnaire.scale_step == 1
        products = f"{levels if is_whole else f'ROUND({levels}*100,0)'}*{weights}"
        if unanswered:
            products += f'+({levels}="")*{shown(unanswered * (1 if is_whole else 100))}*{weights}'
        top = f"SUMPRODUCT({only}*({products}))" if only else f"SUMPRODUCT({products})"
        bottom = f"SUMPRODUCT({only}*{weights})" if only else str(self.questionnaire.weight_total)
        return top, bottom if is_whole else f"(100*{bottom})"


class _Recap:
    """One summary's recap: what every row needs to know."""

    def __init__(self, summary: Summary, styles: Styles, first: int) -> None:
        self.summary, self.styles, self.ranges = summary, styles, _Ranges(summary, first)
        self.bands = sorted(summary.questionnaire.bands, key=lambda band: band.floor)
        self.groups = [*((row, "domain") for row in summary.domains), *((row, "aspect") for row in summary.aspects)]
        self.first_band = TOP + 4 + len(self.groups) + 2

    def body(self) -> list[list[Styled]]:
        ranges, weight = self.ranges, self.summary.questionnaire.weight_total
        return [
            self.line(
                "Indeks sebelum pembulatan", lambda at, track: "/".join(ranges.weighted(track)), _exact, kind="exact",
                weight=weight,
            ),
            self.line("Indeks (dua desimal)", lambda at, track: f"ROUND({at}{TOP},2)", _shown),
            self.line("Predikat", self.lookup, _predikat, kind="text"),
            self.line("Indikator bernilai", lambda at, track: f"COUNT({ranges[track]})", _answered, kind="number"),
            *(self.group(group, kind, TOP + 4 + place) for place, (group, kind) in enumerate(self.groups)),
        ]  # fmt: skip

    def line(
        self, label: str, formula: Callable[[str, str], str], value: Callable[[Score], Any], *, kind: str = "shown",
        weight: int | None = None,
    ) -> list[Styled]:  # fmt: skip
        """The formula of each track with the portal's value as its result, then that value by itself."""
        style = self.styles.of(kind)
        values = {track: value(self.summary.scores[track]) for track in TRACKS}
        return [
            (label, self.styles.of("text")),
            (weight, self.styles.of("number")),
            *((Formula(formula(at, track), values[track]), style) for at, track in zip(LETTERS, TRACKS, strict=True)),
            *((values[track], style) for track in TRACKS),
        ]

    def group(self, group: Group, kind: str, at: int) -> list[Styled]:
        def formula(_: str, track: str) -> str:
            return f"ROUND({'/'.join(self.ranges.weighted(track, only=f'({self.ranges[kind]}=$A{at})'))},2)"

        def value(score: Score) -> Decimal:
            values: dict[str, Value] = dict(score.domains if kind == "domain" else score.aspects)
            return values[group.code].shown

        return self.line(f"{group.code} {group.name}", formula, value, weight=group.weight_units)

    def lookup(self, at: str, track: str) -> str:
        """The band of the index that the cycle bands by, exact or rounded."""
        banded = TOP if self.summary.heading.basis == "exact" else TOP + 1
        last = self.first_band + len(self.bands) - 1
        return f"LOOKUP({at}{banded},$B${self.first_band}:$B${last},$A${self.first_band}:$A${last})"


def rows(summary: Summary, styles: Styles, *, first: int) -> Rows:
    """`first` is the row in which the indicators begin on their own sheet."""
    recap, basis = _Recap(summary, styles, first), summary.heading.basis_label
    text, heading = styles.of("text"), styles.of("heading")
    head: list[list[Styled]] = [
        [("Rekap: indeks, domain, dan aspek", styles.title)],
        [(NOTE, styles.plain)],
        [(f"Predikat menurut {basis[:1].lower()}{basis[1:]}.", styles.plain)],
        [(label, styles.head) for label in ("", "Bobot", *TRACKS.values(), *_portal_labels(), "Cocok")],
    ]
    floor = styles.of("shown")
    bands: list[list[Styled]] = [[(band.name, text), (band.floor, floor)] for band in recap.bands]
    tail: list[list[Styled]] = [[], [("Predikat", heading), ("Batas bawah", heading)], *bands]
    return [*head, *_with_check(recap.body(), styles), *tail]


def lay_out(sheet: Any, title: str) -> None:
    for letter, width in zip(Styles.letters(len(WIDTHS)), WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"B{TOP}"
    Styles.protect(sheet)
    Styles.print_wide(sheet, title, head=f"{TOP - 1}:{TOP - 1}")


def _portal_labels() -> list[str]:
    return [f"{label} (portal)" for label in TRACKS.values()]


def _with_check(body: list[list[Styled]], styles: Styles) -> Rows:
    """Each row ends by saying whether what is worked out here is what the portal says."""
    found = []
    for number, row in enumerate(body, TOP):
        pairs = [f"{here}{number}={there}{number}" for here, there in zip(LETTERS, PORTAL, strict=True)]
        if number == TOP:  # the portal's own is cut at twelve decimals
            pairs = [f"ABS({pair.replace('=', '-')})<0.000000001" for pair in pairs]
        check = Formula(f'IF(AND({",".join(pairs)}),"cocok","berbeda")', "cocok")
        found.append([*row, (check, styles.of("text"))])
    return found


def _exact(score: Score) -> Decimal:
    return Decimal(score.indeks.exact)


def _shown(score: Score) -> Decimal:
    return score.indeks.shown


def _predikat(score: Score) -> str:
    return score.predikat.name


def _answered(score: Score) -> int:
    return score.answered

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


def rows(summary: Summary, styles: Styles, *, first: int) -> Rows:
    """`first` is the row in which the indicators begin on their own sheet."""
    ranges, bands = _Ranges(summary, first), sorted(summary.questionnaire.bands, key=lambda band: band.floor)
    groups = [*((row, "domain") for row in summary.domains), *((row, "aspect") for row in summary.aspects)]
    text, heading = styles.of("text"), styles.of("heading")
    floor = TOP + 4 + len(groups) + 2  # the row in which the bands begin
    head: list[list[Styled]] = [
        [("Rekap: indeks, domain, dan aspek", styles.title)],
        [(NOTE, styles.plain)],
        [(f"Predikat menurut {summary.heading.basis_label[:1].lower()}{summary.heading.basis_label[1:]}.", styles.plain)],
        [(label, styles.head) for label in ("", "Bobot", *TRACKS.values(), *_portal_labels(), "Cocok")],
    ]
    body = [
        _index(summary, ranges, styles),
        _line(summary, styles, "Indeks (dua desimal)", lambda at, track: f"ROUND({at}{TOP},2)", _shown),
        _line(summary, styles, "Predikat", _lookup(summary, floor, len(bands)), _predikat, kind="text"),
        _line(summary, styles, "Indikator bernilai", lambda at, track: f"COUNT({ranges[track]})", _answered, "number"),
        *(_group(summary, ranges, styles, group, kind, TOP + 4 + place) for place, (group, kind) in enumerate(groups)),
    ]
    tail = [
        [],
        [("Predikat", heading), ("Batas bawah", heading)],
        *([(band.name, text), (band.floor.normalize(), styles.of("shown"))] for band in bands),
    ]
    return [*head, *_with_check(body, styles), *tail]


def lay_out(sheet: Any, title: str) -> None:
    for letter, width in zip(Styles.letters(len(WIDTHS)), WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"B{TOP}"
    Styles.protect(sheet)
    Styles.print_wide(sheet, title, head=f"{TOP - 1}:{TOP - 1}")


def _portal_labels() -> list[str]:
    return [f"{label} (portal)" for label in TRACKS.values()]


def _line(
    summary: Summary, styles: Styles, label: str, formula: Callable[[str, str], str],
    value: Callable[[Score], Any], kind: str = "shown", weight: int | None = None,
) -> list[Styled]:  # fmt: skip
    """One row: the formula of each track with the portal's value as its result, then that value by itself."""
    style, values = styles.of(kind), {track: value(summary.scores[track]) for track in TRACKS}
    return [
        (label, styles.of("text")),
        (weight, styles.of("number")),
        *((Formula(formula(at, track), values[track]), style) for at, track in zip(LETTERS, TRACKS, strict=True)),
        *((values[track], style) for track in TRACKS),
    ]


def _index(summary: Summary, ranges: _Ranges, styles: Styles) -> list[Styled]:
    def formula(at: str, track: str) -> str:
        return "/".join(ranges.weighted(track))

    weight = summary.questionnaire.weight_total
    return _line(summary, styles, "Indeks sebelum pembulatan", formula, _exact, "exact", weight)


def _group(summary: Summary, ranges: _Ranges, styles: Styles, group: Group, kind: str, at: int) -> list[Styled]:
    def formula(_: str, track: str) -> str:
        return f"ROUND({'/'.join(ranges.weighted(track, only=f'({ranges[kind]}=$A{at})'))},2)"

    def value(score: Score) -> Decimal:
        values: dict[str, Value] = dict(score.domains if kind == "domain" else score.aspects)
        return values[group.code].shown

    return _line(summary, styles, f"{group.code} {group.name}", formula, value, weight=group.weight_units)


def _lookup(summary: Summary, floor: int, count: int) -> Callable[[str, str], str]:
    banded = TOP if summary.heading.basis == "exact" else TOP + 1
    last = floor + count - 1
    return lambda at, track: f"LOOKUP({at}{banded},$B${floor}:$B${last},$A${floor}:$A${last})"


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

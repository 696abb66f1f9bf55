"""Write results: a table for people, JSON and CSV for scripts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from assessments.scoring import Questionnaire, Score

if TYPE_CHECKING:
    from assessments.score_files.reading import Sheet

WIDEST = 32


def columns(questionnaire: Questionnaire) -> list[str]:
    """The names of the results, in their order."""
    return [
        "index",
        "index_exact",
        *(f"domain_{code.removeprefix('D')}" for code in questionnaire.domains),
        *(f"aspect_{code.removeprefix('A')}" for code in questionnaire.aspects),
        "predikat",
        "answered",
        "total",
    ]


def values(result: Score) -> list[str]:
    """One result under `columns`, every number as exact text."""
    return [
        str(result.indeks.shown),
        result.indeks.exact,
        *(str(value.shown) for value in result.domains.values()),
        *(str(value.shown) for value in result.aspects.values()),
        result.predikat.name,
        str(result.answered),
        str(result.total),
    ]


def as_json(questionnaire: Questionnaire, sheet: Sheet, results: Iterable[Score]) -> str:
    """A list with one object a line; one bare object when one came in."""
    names = columns(questionnaire)
    lines = [json.dumps(dict(zip(names, values(result), strict=True)), ensure_ascii=False) for result in results]
    if sheet.is_single:
        return f"{lines[0]}\n"
    return "[\n{}\n]\n".format(",\n".join(lines)) if lines else "[]\n"


def as_csv(questionnaire: Questionnaire, sheet: Sheet, results: Iterable[Score]) -> str:
    """What was carried along first and unchanged, then the results; comma and point whatever came in."""
    # The writer would leave a lone carriage return bare, and a reader would then see two rows.
    has_returns = any("\r" in cell for row in sheet.rows for cell in row.carried)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL if has_returns else csv.QUOTE_MINIMAL)
    writer.writerow([*sheet.carried, *columns(questionnaire)])
    writer.writerows([*row.carried, *values(result)] for row, result in zip(sheet.rows, results, strict=True))
    return out.getvalue()


def as_table(questionnaire: Questionnaire, sheet: Sheet, results: Iterable[Score]) -> str:
    """For people: Indonesian numbers, the first further column as the name of the row, remarks below."""
    title = [_cut(sheet.carried[0])] if sheet.carried else []
    head = ["No", *title, "Indeks", *questionnaire.domains, *questionnaire.aspects, "Predikat", "Terisi"]
    lines, remarks = [head], []
    for number, (row, result) in enumerate(zip(sheet.rows, results, strict=True), 1):
        groups = [*result.domains.values(), *result.aspects.values()]
        lines.append(
            [
                str(number),
                *(_cut(cell) for cell in row.carried[:1]),
                f"{comma(result.indeks.shown)}{'*' if result.is_provisional else ''}",
                *(comma(value.shown) for value in groups),
                result.predikat.name,
                f"{result.answered}/{result.total}",
            ]
        )
        if result.bases_disagree:
            shown, exact = comma(result.indeks.shown), comma(result.indeks.exact)
            remarks.append(f"No {number}: Indeks {shown} ({exact} sebelum pembulatan): {result.predikat.name}")
        if result.is_provisional:
            remarks.append("* sementara: belum semua indikator terisi")
    return "\n".join([*aligned(lines, left={len(title), len(head) - 2}), *dict.fromkeys(remarks)]) + "\n"


FORMATS: dict[str, Callable[[Questionnaire, Sheet, Iterable[Score]], str]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
}


def comma(value: object) -> str:
    """A number the Indonesian way."""
    return str(value).replace(".", ",")


def _cut(text: str) -> str:
    """One short line without control characters, so that a cell cannot steer the terminal."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return plain if len(plain) <= WIDEST else f"{plain[: WIDEST - 1]}…"


def aligned(lines: list[list[str]], *, left: set[int]) -> list[str]:
    """Columns as wide as their widest cell, numbers to the right and those of `left` to the left."""
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]

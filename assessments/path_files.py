"""Files of the `path_to_target` command: efforts in as CSV, a path out as a table or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

from assessments.paths import Path, Unreachable
from assessments.score_files import SheetError
from assessments.score_files.cells import PLAIN_DECIMAL, quoted
from assessments.score_files.reading import text_of
from assessments.score_files.writing import aligned, comma
from assessments.scoring import Questionnaire, exact_text, round_half_up, shown

HEADER = ["indicator", "effort"]


def read_efforts(path: FilePath, questionnaire: Questionnaire) -> dict[str, Decimal]:
    """The effort of one level per indicator; SheetError names the row of the first thing that is wrong."""
    text = text_of(path).rstrip("\r\n")
    mark = ";" if ";" in text.partition("\n")[0] else ","
    records = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    found: dict[str, Decimal] = {}
    number = 0
    try:
        for number, record in enumerate(records, 1):
            cells = [cell.strip() for cell in record]
            if number > 1:
                found |= _effort(cells, questionnaire, found)
            elif cells != HEADER:
                raise SheetError(f"kepala kolom harus {','.join(HEADER)}")
    except csv.Error as error:
        raise SheetError(f"{path}: baris {number + 1}: CSV tidak terbaca ({error})") from None
    except SheetError as error:
        raise SheetError(f"{path}: baris {number}: {error}") from None
    if not number:
        raise SheetError(f"{path}: berkas kosong")
    return found


def _effort(cells: list[str], questionnaire: Questionnaire, found: dict[str, Decimal]) -> dict[str, Decimal]:
    if len(cells) != len(HEADER):
        raise SheetError(f"baris berisi {len(cells)} sel, seharusnya {len(HEADER)}")
    code, text = cells
    if code not in questionnaire.item_codes:
        raise SheetError(f"kolom indicator: {quoted(code)} bukan indikator {questionnaire.code}")
    if code in found:
        raise SheetError(f"kolom indicator: {code} sudah ada di atas")
    value = plain_decimal(text)
    if value is None or value <= 0:
        raise SheetError(f"kolom effort: {quoted(text)} bukan upaya; tulis bilangan di atas nol seperti 2 atau 1.5")
    return {code: value}


def plain_decimal(text: str) -> Decimal | None:
    """A number as people write it, with a point or a comma; None for anything else."""
    return Decimal(text.replace(",", ".")) if PLAIN_DECIMAL.fullmatch(text) else None


def as_json(path: Path) -> str:
    """Numbers as exact text, as `score` writes them; levels as whole numbers where they are."""
    steps = [
        {
            "indicator": step.code,
            "from": _level(step.from_level),
            "to": _level(step.to_level),
            "gain": exact_text(step.gain),
            "effort": shown(step.effort),
        }
        for step in path.steps
    ]
    return _object({"steps": steps, "total_effort": shown(path.effort), "index_exact": exact_text(path.indeks)})


def _level(value: Decimal) -> int | str:
    return int(value) if value == int(value) else shown(value)


def _object(value: dict[str, Any]) -> str:
    return f"{json.dumps(value, ensure_ascii=False)}\n"


def as_table(path: Path) -> str:
    """For people: Indonesian numbers, the sums below."""
    lines = [["No", "Indikator", "Dari", "Ke", "Kenaikan", "Upaya"]]
    for number, step in enumerate(path.steps, 1):
        numbers = (shown(step.from_level), shown(step.to_level), exact_text(step.gain), shown(step.effort))
        lines.append([str(number), step.code, *map(comma, numbers)])
    index = f"Indeks {comma(round_half_up(path.indeks))} ({comma(exact_text(path.indeks))} sebelum pembulatan)"
    if not path.steps:
        return f"Target sudah tercapai. {index}\n"
    return "\n".join([*aligned(lines, left={1}), f"{index}, upaya {comma(shown(path.effort))}"]) + "\n"


FORMATS: dict[str, Callable[[Path], str]] = {"table": as_table, "json": as_json}


def unreachable_as_json(refused: Unreachable) -> str:
    """The best there is, shown and exact."""
    highest = refused.highest
    return _object({"highest": str(round_half_up(highest)), "highest_exact": exact_text(highest)})

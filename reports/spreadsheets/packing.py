"""The file itself: what openpyxl lays out, filled with rows written here, the same bytes for the same content.

openpyxl needs over a second for the cells of 47 indicators times 41 OPD, and stores no results beside formulas, so
that a phone would show none. So it writes styles, widths, rules and protection of empty sheets, and the rows go in
as text.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from assessments.scoring import shown
from reports.spreadsheets.cells import encoded
from reports.spreadsheets.values import Cell

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can name
ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>.*?</sheetData>", re.DOTALL)
DIMENSION = re.compile(rb"<dimension [^>]*/>")
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its equals sign, and the result to show until a program has worked it out."""

    text: str
    result: str | int | Decimal


Styled = tuple[Cell | Formula, int]  # a value and the number of its style
Rows = Sequence[Sequence[Styled]]


def pack(book: Any, content: Mapping[str, Rows], *, at: datetime.datetime) -> bytes:
    """The workbook with these rows in its sheets, by title. `at` stands for the moment of making it."""
    skeleton, out = io.BytesIO(), io.BytesIO()
    book.save(skeleton)
    parts = {f"xl/worksheets/sheet{number}.xml": title for number, title in enumerate(book.sheetnames, 1)}
    moment = at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(skeleton) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name in parts:
                before, after = ROWS.split(DIMENSION.sub(b"", data), maxsplit=1)
                data = before + _sheet_data(content[parts[name]]) + after
            elif name == "docProps/core.xml":
                data = MODIFIED.sub(rb"\g<1>" + moment + rb"\g<2>", data)
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, data)
    return out.getvalue()


def _sheet_data(rows: Rows) -> bytes:
    letters = [get_column_letter(number) for number in range(1, 1 + max(map(len, rows), default=0))]
    lines = (
        f'<row r="{number}">{"".join(_cells(f"{number}", row, letters))}</row>' for number, row in enumerate(rows, 1)
    )
    return f"<sheetData>{''.join(lines)}</sheetData>".encode()


def _cells(number: str, row: Iterable[Styled], letters: list[str]) -> Iterable[str]:
    for letter, (value, style) in zip(letters, row, strict=False):
        at = f'<c r="{letter}{number}" s="{style}"'
        if value is None or value == "":
            yield f"{at}/>"
        elif isinstance(value, str):
            yield f'{at} t="inlineStr"><is><t xml:space="preserve">{encoded(value)}</t></is></c>'
        elif isinstance(value, Formula):
            kind = ' t="str"' if isinstance(value.result, str) else ""
            yield f"{at}{kind}><f>{escape(value.text)}</f><v>{escape(_plain(value.result))}</v></c>"
        else:
            yield f"{at}><v>{_plain(value)}</v></c>"


def _plain(value: str | int | Decimal) -> str:
    """A number without the zeros that one database keeps and another does not."""
    return value if isinstance(value, str) else shown(Decimal(value))

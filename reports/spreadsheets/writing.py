"""A worksheet as XLSX: bytes out, the same for the same worksheet, with nothing read but what is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from assessments.scoring import shown
from reports.spreadsheets import recap
from reports.spreadsheets.cells import canonical, digest
from reports.spreadsheets.explaining import lines_for
from reports.spreadsheets.packing import Rows, Styled, pack
from reports.spreadsheets.styles import Styles
from reports.spreadsheets.values import (
    ANSWERS,
    COLUMNS,
    INDICATORS,
    README,
    RECAP,
    VERSIONS,
    Column,
    Line,
    Worksheet,
)  # fmt: skip

HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
COPY_HINT = "Salinan baca: tidak dapat diisi dan tidak dapat diimpor."
HINTS = {
    INDICATORS: "Satu baris per indikator. Sel kuning dapat diisi; sel lain terkunci dan diabaikan saat diimpor.",
    ANSWERS: "Satu baris per isian OPD. Sel kuning dapat diisi; sel lain terkunci dan diabaikan saat diimpor.",
}


def write(worksheet: Worksheet) -> bytes:
    """The file that people download."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import

    book = Workbook()
    book.remove(book.active)
    book.properties.creator, book.properties.title = "Portal SPBE", worksheet.title
    book.properties.created = worksheet.at.replace(tzinfo=None)
    styles = Styles(book.create_sheet(README))
    content: dict[str, Rows] = {README: _readme(worksheet, styles)}
    _lay_out_readme(book[README])
    if worksheet.summary:
        content[RECAP] = recap.rows(worksheet.summary, styles, first=FIRST_ROW)
        recap.lay_out(book.create_sheet(RECAP), worksheet.title)
    for title, lines in worksheet.sheets.items():
        content[title] = _lines(worksheet, title, lines, styles)
        _lay_out(book.create_sheet(title), worksheet, lines)
    if not worksheet.is_copy:
        content[VERSIONS] = _versions(worksheet, styles)
        book.create_sheet(VERSIONS).sheet_state = "hidden"
        book[VERSIONS].protection.sheet = True
    book.active = 0
    return pack(book, content, at=worksheet.at)


def _lines(worksheet: Worksheet, title: str, lines: Iterable[Line], styles: Styles) -> Rows:
    columns = COLUMNS[title]
    kinds = ["number" if column.is_number else "level" if column.is_level else "text" for column in columns]
    head: list[list[Styled]] = [
        [("", styles.plain), (worksheet.title, styles.title)],
        [("", styles.plain), (worksheet.subtitle, styles.plain)],
        [("", styles.plain), (COPY_HINT if worksheet.is_copy else HINTS[title], styles.plain)],
        [(column.label, styles.head) for column in columns],
    ]
    body = [
        [
            (_value(line, column), styles.of(kind, is_open=column.name in line.editable))
            for column, kind in zip(columns, kinds, strict=True)
        ]
        for line in lines
    ]
    return [*head, *body]


def _value(line: Line, column: Column) -> Any:
    return line.key if column.name == "key" else line.cells[column.name]


def _lay_out(sheet: Any, worksheet: Worksheet, lines: tuple[Line, ...]) -> None:
    columns = COLUMNS[sheet.title]
    letters = Styles.letters(len(columns))
    for letter, column in zip(letters, columns, strict=True):
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].hidden = column.name == "key"
    last = HEAD_ROW + max(1, len(lines))
    sheet.freeze_panes = f"C{FIRST_ROW}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{letters[-1]}{last}"
    Styles.protect(sheet)
    Styles.print_wide(sheet, worksheet.title, head=f"{HEAD_ROW}:{HEAD_ROW}")
    rule = _level_rule(worksheet)
    for letter, column in zip(letters, columns, strict=True):
        if column.is_level and any(column.name in line.editable for line in lines):
            rule.add(f"{letter}{FIRST_ROW}:{letter}{last}")
    if rule.sqref:
        sheet.add_data_validation(rule)


def _level_rule(worksheet: Worksheet) -> Any:
    """A drop-down of whole levels; where the scale has steps between them, the limits."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - slow to import

    scale = worksheet.questionnaire
    low, high, step = shown(scale.scale_min), shown(scale.scale_max), shown(scale.scale_step)
    words = {
        "allow_blank": True, "showErrorMessage": True, "errorTitle": "Tingkat di luar skala",
        "error": f"Isi tingkat {low} sampai {high} dengan langkah {step}.",
    }  # fmt: skip
    if scale.scale_step == 1:
        levels = ",".join(str(level) for level in range(int(scale.scale_min), int(scale.scale_max) + 1))
        return DataValidation(type="list", formula1=f'"{levels}"', **words)
    return DataValidation(type="decimal", operator="between", formula1=low, formula2=high, **words)


def _readme(worksheet: Worksheet, styles: Styles) -> Rows:
    head: list[list[Styled]] = [[(worksheet.title, styles.title)], [(worksheet.subtitle, styles.plain)], []]
    return [*head, *([(text, styles.of(kind))] for kind, text in lines_for(worksheet))]


def _lay_out_readme(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 100
    Styles.protect(sheet)


def _versions(worksheet: Worksheet, styles: Styles) -> Rows:
    """The stamp, then each row's key, version and the digests of its cells: what an import compares with."""
    plain = styles.plain
    rows: list[list[Styled]] = [[(name, plain), (value, plain)] for name, value in asdict(worksheet.stamp).items()]
    for title, lines in worksheet.sheets.items():
        names = [column.name for column in COLUMNS[title] if column.name != "key"]
        rows.append([("sheet", plain), (title, plain), (" ".join(names), plain)])
        rows += [
            [
                (line.key, plain),
                (line.version, plain),
                (" ".join(digest(canonical(line.cells[name])) for name in names), plain),
            ]
            for line in lines
        ]
    return rows

"""How the sheets look: few styles, each known by its number in the file, and what all sheets share."""

from __future__ import annotations

from typing import Any

INDIGO, PALE, YELLOW, LINE = "FF243474", "FFEFF2FA", "FFFFF3D1", "FFE3DED3"
FOOT_MAX = 110  # characters, each & twice: Excel repairs a file whose head or foot is longer than 255
KINDS = ("text", "level", "number", "exact", "shown", "heading")


class Styles:
    """Made once per workbook: each style is given to a cell that is thrown away, and keeps its number."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self.plain = self._number()
        self.title = self._number(bold=True, size=14)
        self.head = self._number(bold=True, colour="FFFFFFFF", fill=INDIGO, wrap=True, lined=True)
        self._numbers = {
            (kind, is_open): self._kind(kind, is_open=is_open) for kind in KINDS for is_open in (False, True)
        }

    def of(self, kind: str, *, is_open: bool = False) -> int:
        return self._numbers[kind, is_open]

    def _kind(self, kind: str, *, is_open: bool) -> int:
        if kind == "heading":
            return self._number(bold=True, fill=PALE, lined=True, wrap=True)
        format_ = {"exact": "0.000000", "shown": "0.00"}.get(kind, "General")
        return self._number(
            fill=YELLOW if is_open else "", lined=True, wrap=kind == "text", is_text=kind == "text", is_open=is_open,
            format_=format_,
        )  # fmt: skip

    def _number(
        self, *, bold: bool = False, size: int = 11, colour: str = "FF1A1D29", fill: str = "", wrap: bool = False,
        lined: bool = False, is_text: bool = False, is_open: bool = False, format_: str = "General",
    ) -> int:  # fmt: skip
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side  # noqa: PLC0415 - slow

        cell = self._sheet.cell(self._sheet.max_row + 1, 1)  # each its own: openpyxl keeps the style by reference
        cell.font = Font(name="Calibri", size=size, bold=bold, color=colour)
        cell.fill = PatternFill("solid", fgColor=fill) if fill else PatternFill()
        cell.alignment = Alignment(vertical="top", wrap_text=wrap)
        side = Side("thin", color=LINE) if lined else Side()
        cell.border = Border(left=side, right=side, top=side, bottom=side)
        cell.protection = Protection(locked=not is_open)
        cell.number_format = format_
        cell.quotePrefix = is_text  # tells every program that this is text, also while it is edited
        return int(cell.style_id)

    @staticmethod
    def letters(count: int) -> list[str]:
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - slow to import

        return [get_column_letter(number) for number in range(1, count + 1)]

    @staticmethod
    def protect(sheet: Any) -> None:
        """Against slips, without a password: what counts is asked again when the file comes back."""
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.autoFilter = False

    @staticmethod
    def print_wide(sheet: Any, title: str, *, head: str) -> None:
        """A4 landscape, as wide as the page, the heading on every page."""
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = head
        sheet.oddFooter.left.text = title[:FOOT_MAX].replace("&", "&&")
        sheet.oddFooter.right.text = "&P / &N"

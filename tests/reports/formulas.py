"""A spreadsheet program in small: works out the formulas of a workbook the way Excel does, in binary floats.

It knows the few functions the worksheet uses and nothing of the portal's arithmetic, so that it can disagree with it.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from openpyxl.utils.cell import range_boundaries

TOKEN = re.compile(
    r'\s*("[^"]*"|(?:\w+!)?\$?[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?|[A-Z]+(?=\()|\d+\.?\d*|<=|>=|<>|.)'
)


class Program:
    def __init__(self, book):
        self.book = book

    def value(self, sheet: str, at: str):
        """What a cell shows."""
        cell = self.book[sheet][at]
        if cell.data_type == "f":
            return Formula(self, sheet, cell.value[1:]).result()
        return cell.value

    def area(self, sheet: str, text: str) -> list:
        left, top, right, bottom = range_boundaries(text.replace("$", ""))
        rows = self.book[sheet].iter_rows(min_col=left, min_row=top, max_col=right, max_row=bottom)
        return [self.value(sheet, cell.coordinate) for row in rows for cell in row]


class Formula:
    """Recursive descent: comparison, sum, product, atom."""

    def __init__(self, program, sheet, text):
        self.program, self.sheet = program, sheet
        self.tokens, self.at = TOKEN.findall(text), 0

    def result(self):
        value = self.comparison()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return value

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def chain(self, part, signs):
        value = part()
        while self.peek() in signs:
            value = combined(self.take(), value, part())
        return value

    def comparison(self):
        return self.chain(self.sum, ("=", "<", ">"))

    def sum(self):
        return self.chain(self.product, ("+", "-"))

    def product(self):
        return self.chain(self.atom, ("*", "/"))

    def atom(self):
        token = self.take()
        if token == "(":
            value = self.comparison()
            assert self.take() == ")"
            return value
        if token.startswith('"'):
            return token[1:-1]
        if token[0].isdigit():
            return float(token)
        if self.peek() == "(":
            return self.call(token)
        sheet, _, place = token.rpartition("!")
        area = self.program.area(sheet or self.sheet, place)
        return area if ":" in place else area[0]

    def call(self, name):
        self.take()
        given = [self.comparison()]
        while self.take() == ",":
            given.append(self.comparison())
        return FUNCTIONS[name](*given)


def combined(sign, left, right):
    if isinstance(left, list) or isinstance(right, list):
        size = len(left if isinstance(left, list) else right)
        lefts, rights = (side if isinstance(side, list) else [side] * size for side in (left, right))
        assert len(lefts) == len(rights)
        return [combined(sign, a, b) for a, b in zip(lefts, rights, strict=True)]
    if sign in "=<>":
        left, right = ("" if side is None else side for side in (left, right))
        return {"=": left == right, "<": left < right if sign == "<" else None, ">": None}[sign]
    a, b = (float(side or 0) for side in (left, right))
    return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b}[sign]()


def rounded(value, places):
    """Half away from zero, of the fifteen digits that spreadsheet programs count."""
    if isinstance(value, list):
        return [rounded(each, places) for each in value]
    digits = Decimal(f"{float(value or 0):.15g}")
    return float(digits.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP))


def lookup(wanted, keys, values):
    return [value for key, value in zip(keys, values, strict=True) if key <= wanted][-1]


FUNCTIONS = {
    "SUMPRODUCT": lambda area: sum(float(each) for each in area),
    "ROUND": rounded,
    "LOOKUP": lookup,
    "COUNT": lambda area: sum(isinstance(each, int | float) for each in area),
    "ABS": abs,
    "AND": lambda *given: all(given),
    "IF": lambda test, yes, no: yes if test else no,
}

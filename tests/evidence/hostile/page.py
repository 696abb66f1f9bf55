"""The table as docs/security.md shows it."""

from __future__ import annotations

from pathlib import Path

from tests.evidence.hostile.table import ROWS, Refused, Row

PAGE = Path(__file__).resolve().parents[3] / "docs" / "security.md"
START, END = "<!-- hostile files: begin -->\n", "<!-- hostile files: end -->\n"


def with_table(text: str) -> str:
    """The page with the table of now between its marks."""
    before, rest = text.split(START)
    _, after = rest.split(END)
    lines = ["| file | sent as | what becomes of it |", "| --- | --- | --- |", *map(_line, ROWS)]
    return before + START + "\n".join(lines) + "\n" + END + after


def _line(row: Row) -> str:
    return f"| {row.what} | `{_name(row.name)}` | {_treatment(row)} |"


def _name(name: str) -> str:
    """Signs that nobody sees, spelt out; a long name by its beginning."""
    visible = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in name)
    return visible if len(name) < 60 else f"{visible[:20]}... ({len(name)} characters)"


def _treatment(row: Row) -> str:
    if isinstance(row.expect, Refused):
        return f'refused: "... {row.expect.words} ..."'
    said = ["taken"]
    if row.expect.shown:
        said.append(f"named `{row.expect.shown if len(row.expect.shown) < 60 else _name(row.expect.shown)}`")
    if row.expect.active:
        said.append(f"marked: {row.expect.active}")
    if row.expect.because:
        said.append(row.expect.because)
    return "; ".join(said)

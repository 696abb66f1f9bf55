"""The plan as a table to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from planning.action_texts import in_words
from planning.models import ActionItem

HEADINGS = (
    "tahun", "indikator", "nama_indikator", "domain", "aspek", "dari_tingkat", "ke_tingkat", "kegiatan", "opd",
    "penanggung_jawab", "tenggat", "anggaran", "hasil_lain", "asal", "keadaan", "kemajuan_persen", "alasan_dibatalkan",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet calculate instead of show


def as_csv(items: Iterable[ActionItem]) -> bytes:
    """Semicolons and a byte order mark, as spreadsheets with Indonesian settings read it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for item in items:
        writer.writerow([_harmless(value) for value in _row(item)])
    return out.getvalue().encode("utf-8-sig")


def _row(item: ActionItem) -> list[str]:
    aspect = item.indicator.aspect
    return [
        str(item.year), item.indicator.short_code, item.indicator.name, aspect.domain.name if aspect.domain else "",
        aspect.name, in_words(item.from_level), in_words(item.to_level), item.text, item.unit.name if item.unit else "",
        str(item.person or ""), item.deadline.isoformat() if item.deadline else "",
        "" if item.budget is None else str(item.budget), item.expected_text, item.get_source_display(),
        item.get_state_display(), str(item.percent), item.drop_reason,
    ]  # fmt: skip


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text

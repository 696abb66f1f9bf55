"""Orders for letters, made by hand: no database, no logo of anybody."""

from __future__ import annotations

import base64
from io import BytesIO

from PIL import Image

from reports.documents import Order
from results.freezing import to_data
from tests.results import samples

NAMES = ("coordinator", "Ida Bagus Contoh"), ("assessor", ""), ("head", "I Made Contoh")
MEETING = {
    "title": "Evaluasi Triwulan IV", "number": "005/12/SPBE", "date": "2026-11-12", "time": "09.00 WITA",
    "place": "Ruang Rapat", "chair": "Ida Bagus Contoh", "secretary": "I Made Contoh",
    "participants": "Satu, Bappeda\n\n  Dua, Inspektorat  ", "discussion": "Dibuka oleh pemimpin.\nOPD melapor.",
    "decisions": "Susun SOP | Diskominfo | 31 Maret 2027\nRapat lagi",
}  # fmt: skip
LETTER = {"number": "045/321", "date": "2026-11-12", "place": ""}


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGBA", (60, 40), "#1a2658").save(buffer, "PNG")
    return buffer.getvalue()


def letterhead(**changes):
    signatories = {
        who: {"position": f"Jabatan {who}", "name": name, "nip": "00000000 000000 0 001" if name else ""}
        for who, name in NAMES
    }
    values = {
        "government": "Pemerintah Kabupaten Contoh", "office": "Dinas Kominfo", "address": "Jalan Contoh 1",
        "contacts": ["Telepon 0361", "Laman contoh.go.id"], "city": "Tabanan", "signatories": signatories,
        "logo": {"type": "image/png", "base64": base64.b64encode(picture()).decode()},
    }  # fmt: skip
    return values | changes


def order(options=None, *, made=None, code="ABCDEFGHIJKL", format="pdf", **changes):
    made = made or samples.summary([3, 4], [2, 4])
    data = {"summary": to_data(made), "letterhead": letterhead(**changes)}
    return Order(data, format, dict(LETTER if options is None else options), code)


def unfinished():
    """Half of the indicators without a level, and nothing approved."""
    return samples.summary([3, None], [2, None], is_final=False, stage="scoring", stage_label="Penilaian asesor")

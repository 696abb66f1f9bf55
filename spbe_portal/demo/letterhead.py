"""The letterhead of the demo institution. Address and NIP are invented, and the mark is ours: no real coat of arms."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from accounts.models import Instansi, User
from directory import letterheads
from directory.services.letterheads import change_letterhead, set_logo

BLUE, GOLD = "#1a2658", "#a9742a"
SIDE = 480  # pixels

TEXTS = {
    "government": "Pemerintah Kota Denpasar",
    "office": "Dinas Komunikasi, Informatika, dan Statistik",
    "address": "Jalan Contoh Nomor 1, Denpasar 80000",
    "phone": "(0361) 000000",
    "email": "diskominfo@contoh.invalid",
    "website": "contoh.invalid",
    "city": "Denpasar",
    "coordinator_name": "Ida Bagus Contoh",
    "coordinator_nip": "000000000000000001",
    "coordinator_position": "Sekretaris Daerah selaku Koordinator SPBE",
    "assessor_name": "Ni Luh Contoh",
    "assessor_nip": "000000000000000002",
    "assessor_position": "Ketua Tim Asesor Internal SPBE",
    "head_name": "I Made Contoh",
    "head_nip": "000000000000000003",
    "head_position": "Kepala Dinas Komunikasi, Informatika, dan Statistik",
}


def create(instansi: Instansi, admin: User) -> None:
    change_letterhead(instansi, **TEXTS, version=letterheads.version(letterheads.of_instansi(instansi)), by=admin)
    set_logo(instansi, content=mark(), by=admin)


def mark() -> bytes:
    """A shield with five rising steps, one for each level, on a transparent ground."""
    picture = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(60, 40), (420, 40), (420, 270), (240, 450), (60, 270)], fill=BLUE, outline=GOLD, width=14)
    for step in range(5):
        left, top = 112 + step * 53, 250 - step * 36
        pen.rectangle([left, top, left + 40, 270], fill="#fbf4e8" if step < 4 else GOLD)
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()

"""Invented documents by genre: each draws itself on paper and says what is hard about it."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass

from evidence.measuring.paper import Paper
from evidence.measuring.wording import ASIDES, CITIES, MONTHS, SUBJECTS, long_date, official_number

OPEN = (
    "NOMOR ..... TAHUN 2025", "NOMOR :          TAHUN 2025", "Nomor: ......../......../2025", "NOMOR ___ TAHUN 2025",
)  # fmt: skip
REGULATING = {
    "regulation": ("PERATURAN WALI KOTA CONTOH", "PERATURAN BUPATI CONTOH", "PERATURAN DAERAH KOTA CONTOH"),
    "decree": ("KEPUTUSAN WALI KOTA CONTOH", "KEPUTUSAN KEPALA DINAS KOMUNIKASI DAN INFORMATIKA"),
    "circular": ("SURAT EDARAN",),
}


@dataclass(slots=True)
class Draft:
    """What is being written. `shown` is how a draft lets itself be known; `trait` what makes it hard."""

    rng: random.Random
    genre: str
    date: datetime.date | None
    shown: str = ""
    subject: str = ""
    trait: str = ""
    watermark: str = ""

    def write(self) -> Paper:
        paper = Paper(columns=self.rng.randint(70, 100))
        self.subject = self.rng.choice(SUBJECTS)
        {"review": _report, "minutes": _minutes}.get(self.genre, _regulation)(self, paper)
        return paper

    def dated(self) -> str:
        if self.date is None:
            return self.rng.choice(("......................", "          2025", "___ ________ 2025"))
        text, trait = long_date(self.date, self.rng)
        self.trait = self.trait or trait
        return text

    def fill(self, paper: Paper, most: int = 9) -> None:
        for _ in range(self.rng.randint(1, most)):
            paper.text(" ".join(self.rng.sample(ASIDES, self.rng.randint(2, 5))))


def _regulation(draft: Draft, paper: Paper) -> None:
    rng = draft.rng
    if rng.random() < 0.5:
        paper.middle("PEMERINTAH KOTA CONTOH", "DINAS KOMUNIKASI DAN INFORMATIKA")
        paper.middle("Jalan Contoh Nomor 12 Telepon (022) 123456 Kode Pos 40111", size=8)
    heading = rng.choice(REGULATING[draft.genre])
    if draft.shown == "heading":
        heading = f"{rng.choice(('RANCANGAN', 'DRAF', 'DRAFT', 'KONSEP'))} {heading}"
    if draft.shown == "line":
        paper.line(rng.choice(("DRAFT", "Draf", "DRAF FINAL", "Draft 2", "RANCANGAN")), align="right")
    if draft.shown == "prose":
        paper.text("Bahan ini masih usulan tim teknis dan menunggu pengesahan pimpinan.")
        draft.trait = "draf hanya tersirat dalam kalimat"
    if rng.random() < 0.1:
        heading = " ".join(heading.replace(" ", "  "))
    year = draft.date.year if draft.date else 2025
    number = rng.choice(OPEN) if draft.shown == "number" else f"NOMOR {official_number(rng, year)}"
    paper.middle(*heading.split("\n"), number, "TENTANG", draft.subject.upper())
    if rng.random() < 0.5:
        paper.middle("DENGAN RAHMAT TUHAN YANG MAHA ESA", "WALI KOTA CONTOH,")
    paper.text(f"Menimbang : bahwa untuk melaksanakan {draft.subject} perlu menetapkan ketentuan ini;")
    draft.fill(paper)
    _ending(draft, paper)
    if not draft.shown and rng.random() < 0.12:
        draft.trait = draft.trait or "lampiran memuat contoh format yang dikosongkan"
        paper.leaf()
        paper.middle("FORMAT SURAT PERNYATAAN", "NOMOR ..... TAHUN ....")
        paper.line("Ditetapkan di ..............", align="right")
        paper.line("pada tanggal ..............", align="right")


def _ending(draft: Draft, paper: Paper) -> None:
    place = draft.rng.choice(CITIES)
    if draft.rng.random() < 0.85:
        paper.line(f"Ditetapkan di {place}", align="right")
        paper.line(f"pada tanggal {draft.dated()}", align="right")
    else:
        paper.line(f"{place}, {draft.dated()}", align="right")
    paper.line("WALI KOTA CONTOH,", align="right")
    paper.line("NAMA PEJABAT", align="right")


def _report(draft: Draft, paper: Paper) -> None:
    rng = draft.rng
    what = rng.choice(("REVIU KEBIJAKAN", "EVALUASI PELAKSANAAN", "AUDIT APLIKASI", "REVIU LAYANAN"))
    if draft.shown:
        draft.watermark = "DRAFT"
    paper.middle("", "", "LAPORAN" if rng.random() < 0.3 else "LAPORAN HASIL", what, draft.subject.upper(), size=16)
    style = rng.choices(("signed", "label", "cover"), (60, 25, 15))[0]
    if style == "cover" and draft.date:
        draft.trait = "hanya bulan dan tahun pada sampul"
        paper.middle("KOTA CONTOH", f"{MONTHS[draft.date.month - 1]} {draft.date.year}".upper())
    paper.leaf()
    paper.line("BAB I PENDAHULUAN")
    if style == "label":
        paper.pages[0].append(paper.pages[0][-1].__class__(f"Tanggal : {draft.dated()}", 200, 120, 11))
    draft.fill(paper)
    paper.line(rng.choice(("KONSEP", "BAB II", "RANCANGAN TINDAK LANJUT")))
    draft.fill(paper)
    if style == "signed":
        paper.line(f"{rng.choice(CITIES)}, {draft.dated()}", align="right")
        paper.line("Tim Reviu,", align="right")
    if rng.random() < 0.15:
        draft.trait = draft.trait or "melampirkan peraturan lama"
        paper.leaf()
        paper.middle("KEPUTUSAN WALI KOTA CONTOH", "NOMOR 7 TAHUN 2018", "TENTANG", "TIM TEKNIS")
        paper.line("Ditetapkan di Kota Contoh", align="right")
        paper.line("pada tanggal 5 Maret 2018", align="right")


def _minutes(draft: Draft, paper: Paper) -> None:
    rng = draft.rng
    paper.middle(rng.choice(("NOTULEN RAPAT", "NOTULENSI RAPAT", "RISALAH RAPAT")), "PEMBAHASAN")
    paper.middle(rng.choice(("RANCANGAN PERATURAN WALI KOTA", "RANCANGAN SISTEM", draft.subject.upper())))
    paper.line(
        f"{rng.choice(('Hari/Tanggal', 'Tanggal', 'Hari, Tanggal'))} : {rng.choice(('Senin, ', ''))}{draft.dated()}"
    )
    paper.line(f"Tempat : Ruang Rapat {rng.choice(CITIES)}")
    draft.fill(paper, 4)

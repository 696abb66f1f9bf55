"""What invented documents say, in the many ways offices write it."""

from __future__ import annotations

import datetime
import random

MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
          "November", "Desember")  # fmt: skip
UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
CITIES = ("Bandung", "Kota Contoh", "Tegal", "Mamuju", "Tanjung Pinang", "Singaraja")
SUBJECTS = (
    "Arsitektur Sistem Pemerintahan Berbasis Elektronik", "Peta Rencana SPBE", "Manajemen Data",
    "Tim Koordinasi SPBE", "Pembangunan Aplikasi", "Layanan Pusat Data", "Manajemen Keamanan Informasi",
    "Sistem Penghubung Layanan Pemerintah", "Audit Teknologi Informasi dan Komunikasi", "Layanan Kepegawaian",
)  # fmt: skip
# Sentences that mention drafts, reviews, dates and numbers of other documents, and say nothing about their own.
ASIDES = (
    "Rancangan arsitektur SPBE disusun oleh tim teknis dan dibahas bersama seluruh perangkat daerah.",
    "Konsep layanan digital menempatkan masyarakat sebagai pusat; rancangan antarmuka mengikuti pedoman.",
    "Draf awal dibahas pada rapat pertama, kemudian disempurnakan sesuai masukan perangkat daerah.",
    "Kegiatan ini mengacu pada Peraturan Presiden Nomor 95 Tahun 2018 yang ditetapkan pada tanggal 2 Oktober 2018.",
    "Hasil reviu tahun sebelumnya ditindaklanjuti melalui perbaikan proses bisnis dan pemutakhiran data.",
    "Pelaksanaan audit akan dijadwalkan kembali; laporan audit terdahulu bertanggal 4 Februari 2019.",
    "Setiap perangkat daerah wajib menyampaikan laporan evaluasi paling lambat 31 Desember setiap tahun.",
    "Dana kegiatan dibebankan pada anggaran pendapatan dan belanja daerah tahun anggaran berjalan.",
    "Nomor registrasi aplikasi dicatat dalam repositori, termasuk versi dan pemilik proses bisnisnya.",
    "Kepala dinas bertanggung jawab atas ketersediaan layanan serta pemulihan setelah gangguan.",
    "Rancangan Undang-Undang tentang Pelindungan Data Pribadi ketika itu masih dibahas di tingkat nasional.",
    "Uji coba dilaksanakan di tiga kecamatan dengan melibatkan petugas layanan dan perwakilan warga.",
)


def long_date(date: datetime.date, rng: random.Random) -> tuple[str, str]:
    """A date as people write it, and why it may be hard to read."""
    month = MONTHS[date.month - 1]
    style = rng.choices(("plain", "capitals", "dashes", "slashes", "old", "words", "typo"), (60, 8, 10, 5, 6, 7, 4))[0]
    if style == "old":
        month = {"November": "Nopember", "Februari": "Pebruari"}.get(month, month)
    if style == "typo":
        return f"{date.day} {month[:3]}{month[4:]} {date.year}", "salah ketik pada nama bulan"
    if style == "words":
        spoken = f"{in_words(date.day)} bulan {month} tahun {in_words(date.year)}"
        return spoken, "tanggal ditulis dengan kata"
    written = {
        "capitals": f"{date.day} {month.upper()} {date.year}",
        "dashes": f"{date.day:02}-{date.month:02}-{date.year}",
        "slashes": f"{date.day}/{date.month}/{date.year}",
    }
    return written.get(style, f"{date.day} {month} {date.year}"), ""


def in_words(number: int) -> str:
    if number < 12:
        return UNITS[number]
    if number < 20:
        return f"{UNITS[number - 10]} belas"
    if number < 100:
        return f"{UNITS[number // 10]} puluh {UNITS[number % 10] if number % 10 else ''}".strip()
    return f"dua ribu {in_words(number - 2000)}" if number > 2000 else "dua ribu"


def official_number(rng: random.Random, year: int) -> str:
    serial = rng.randint(1, 400)
    return rng.choice(
        (f"{serial} TAHUN {year}", f"188.45/{serial}/HK/{year}", f"{serial:03}/KPTS/{year}", f"{serial} Tahun {year}")
    )

"""What a text says about its document, without being fooled by sentences that only mention such things."""

import datetime

import pytest

from evidence.models import Kind
from evidence.reading.recognising import Recognised, has_text, lines_of, recognise

REGULATION = """SALINAN
PERATURAN BUPATI CONTOH
NOMOR 12 TAHUN 2023
TENTANG
SISTEM PEMERINTAHAN BERBASIS ELEKTRONIK
DI LINGKUNGAN PEMERINTAH DAERAH
DENGAN RAHMAT TUHAN YANG MAHA ESA
BUPATI CONTOH,
Menimbang : a. bahwa rancangan arsitektur dan konsep layanan sudah disusun;
Ditetapkan di Contoh
pada tanggal 14 Maret 2023"""
SENTENCE = "Setiap perangkat daerah menjalankan ketentuan ini dengan penuh tanggung jawab."


def test_regulation_is_recognised_whole():
    assert recognise([REGULATION]) == Recognised(
        is_draft=False,
        kind=Kind.REGENT_REGULATION,
        number="12",
        date=datetime.date(2023, 3, 14),
        title="SISTEM PEMERINTAHAN BERBASIS ELEKTRONIK DI LINGKUNGAN PEMERINTAH DAERAH",
    )


def test_empty_text_says_nothing():
    assert recognise([]) == recognise([""]) == Recognised()


@pytest.mark.parametrize(
    "text",
    [
        "RANCANGAN\nPERATURAN BUPATI CONTOH\nNOMOR 1 TAHUN 2023",
        "RANCANGAN PERATURAN BUPATI CONTOH\nNOMOR 1 TAHUN 2023",
        "Draft Keputusan Kepala Dinas\ntentang Tim",
        "KONSEP SURAT EDARAN\nNOMOR 1 TAHUN 2023",
        "RAPERDA KOTA CONTOH",
        "PEMERINTAH KOTA CONTOH\nDINAS KOMUNIKASI\nJalan Contoh\nDraft 2\nPERATURAN BUPATI CONTOH\nNOMOR 3 TAHUN 2023",
        "D R A F T\nPERATURAN BUPATI CONTOH",
        f"KEPUTUSAN BUPATI\nNOMOR 3 TAHUN 2023\n{SENTENCE}\nDRAFT",
        f"KEPUTUSAN BUPATI\nNOMOR 3 TAHUN 2023\n{SENTENCE}\nDRAF 2",
        "KEPUTUSAN BUPATI CONTOH\nNOMOR ..... TAHUN 2023",
        "KEPUTUSAN BUPATI CONTOH\nNOMOR … TAHUN 2023",
        "KEPUTUSAN BUPATI CONTOH\nNOMOR       TAHUN 2023",
        "SURAT EDARAN\nNomor : 045/......./2023",
        "SURAT EDARAN\nNOMOR 4 TAHUN 2023\nDitetapkan di Contoh\npada tanggal ............",
    ],
)
def test_draft_is_recognised(text):
    assert recognise([text]).is_draft


@pytest.mark.parametrize(
    "text",
    [
        REGULATION,
        f"NOTULEN RAPAT PEMBAHASAN\nRANCANGAN PERATURAN BUPATI\n{SENTENCE}",
        "LAPORAN HASIL REVIU\nRANCANGAN ARSITEKTUR",
        "RANCANGAN ARSITEKTUR SPBE\nKOTA CONTOH",
        f"LAPORAN EVALUASI\nBAB III\nRANCANGAN\n{SENTENCE}",
        f"PEDOMAN\nBAB I\nKONSEP\n{SENTENCE}",
        "KEPUTUSAN BUPATI\nNOMOR 3 TAHUN 2023\nDitetapkan di Contoh\npada tanggal 3 Mei 2023\nNOMOR ..... TAHUN .....",
        "UNDANGAN\nNomor Telepon ..........",
        "KEPUTUSAN BUPATI\nNOMOR 3 TAHUN 2023\nDitetapkan di Contoh\npada tanggal tiga Mei\nFORMAT\nDitetapkan di ...\n"
        "tanggal .......",
    ],
)
def test_what_only_mentions_drafts_is_none(text):
    assert not recognise([text]).is_draft


def test_watermark_on_every_page_is_a_draft_and_a_chapter_is_not():
    pages = [f"LAPORAN\n{SENTENCE}\nRancangan", f"Rancangan\n{SENTENCE}", f"{SENTENCE}\nRancangan"]
    assert recognise(pages).is_draft
    assert not recognise([pages[0], SENTENCE, SENTENCE]).is_draft


def test_mark_of_an_office_file_is_a_draft():
    assert recognise([REGULATION], ["DRAFT"]).is_draft
    assert not recognise([REGULATION], ["Pemerintah Kabupaten Contoh"]).is_draft


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("NOMOR 12 TAHUN 2023", "12"),
        ("Nomor : 188.45/123/HK/2024", "188.45/123/HK/2024"),
        ("NOMOR: 7 Tahun 2022", "7"),
        ("No. 800/12", "800/12"),
        ("NOMOR :\n: 045/17/2023", "045/17/2023"),
        ("Nomor Telepon 123", ""),
        ("tanpa apa pun", ""),
    ],
)
def test_number_is_read_where_it_stands(line, number):
    assert recognise([f"KEPUTUSAN BUPATI\n{line}\nTENTANG\nTIM"]).number == number


def test_number_of_another_document_is_not_taken():
    assert recognise(["KEPUTUSAN BUPATI\nNOMOR ... TAHUN 2023\nTENTANG\nPERUBAHAN\nNOMOR 3 TAHUN 2019"]).number == ""


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("PERATURAN DAERAH KOTA CONTOH", Kind.REGIONAL_LAW),
        ("PERATURAN GUBERNUR BALI", Kind.GOVERNOR_REGULATION),
        ("PERATURAN WALI KOTA CONTOH", Kind.MAYOR_REGULATION),
        ("PERATURAN WALIKOTA CONTOH", Kind.MAYOR_REGULATION),
        ("PERATURAN MENTERI", Kind.AGENCY_REGULATION),
        ("KEPUTUSAN KEPALA DINAS", Kind.DECREE),
        ("SURAT EDARAN", Kind.CIRCULAR),
        ("STANDAR OPERASIONAL PROSEDUR", Kind.PROCEDURE),
        ("LAPORAN HASIL REVIU KEBIJAKAN", Kind.REVIEW),
        ("LAPORAN\nAUDIT APLIKASI", Kind.REVIEW),
        ("LAPORAN HASIL\nEVALUASI PELAKSANAAN", Kind.REVIEW),
        ("LAPORAN PEMANTAUAN DAN EVALUASI", Kind.REVIEW),
        ("NOTULENSI RAPAT", Kind.MINUTES),
        ("LAPORAN KINERJA", Kind.OTHER),
        ("P E R A T U R A N  B U P A T I", Kind.REGENT_REGULATION),
        ("Berikut ini disampaikan", ""),
        ("Hasil reviu tahun sebelumnya ditindaklanjuti", ""),
        ("Surat Edaran", Kind.CIRCULAR),
    ],
)
def test_kind_follows_the_heading(heading, kind):
    assert recognise([f"PEMERINTAH KOTA CONTOH\n{heading}\n{SENTENCE}"]).kind == kind


def test_title_of_a_report_is_its_heading():
    text = f"LAPORAN HASIL REVIU\nKEBIJAKAN ARSITEKTUR\nTAHUN 2024\n{SENTENCE}"
    assert recognise([text]).title == "LAPORAN HASIL REVIU KEBIJAKAN ARSITEKTUR TAHUN 2024"


def test_title_of_a_regulation_without_tentang_is_unknown():
    assert recognise([f"KEPUTUSAN BUPATI\nNOMOR 1 TAHUN 2020\n{SENTENCE}"]).title == ""


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([], False),
        (["", "", ""], False),
        ([SENTENCE], True),
        (["3", "4"], False),
        ([SENTENCE, ""], True),
        ([SENTENCE, "", ""], False),
        ([SENTENCE, SENTENCE + "a", *[""] * 10], True),
        ([f"{SENTENCE} {n}\nDOKUMEN INI DITANDATANGANI SECARA ELEKTRONIK DENGAN BSrE" for n in "abc"], True),
        (["Dokumen ini ditandatangani secara elektronik memakai sertifikat dari BSrE"], False),
        ([SENTENCE] * 5, False),
        (["\ue000" * 500], False),
    ],
)
def test_searchable_text_is_words_of_the_pages_own(pages, expected):
    assert has_text(pages) is expected


def test_invisible_signs_are_dropped_and_wide_letters_drawn_together():
    assert lines_of("a\x00b\u200bc\r\n\n  P A S A L  S A T U \nﬁle\tdua") == ["abc", "PASAL SATU", "file dua"]

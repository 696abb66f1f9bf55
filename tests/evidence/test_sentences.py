"""Fakta and Analisis drafted from what is known of a piece of evidence, with a sign for each gap."""

from __future__ import annotations

import datetime

import pytest

from assessments.wording import Form
from evidence import sentences
from evidence.models import Kind
from evidence.sentences import Source, appended, shortened, topic

DAY = datetime.date(2022, 3, 7)
FULL = Source(
    "Perbup 4.pdf", kind=Kind.REGENT_REGULATION, number="4", date=DAY, title="Penyelenggaraan SPBE", clause="Pasal 5",
    page="7",
)  # fmt: skip
POLICY, UNIT = "Kebijakan Internal Arsitektur SPBE Instansi Pusat/Pemerintah Daerah", "Dinas Kominfo"


def change(source: Source, **values) -> Source:
    return Source(**{name: getattr(source, name) for name in Source.__slots__} | values)


def drafted(form, source, subject=POLICY):
    return sentences.facts(form, subject=subject, unit=UNIT, source=source)


def test_policy_cites_kind_number_year_title_clause_page_and_file():
    draft = drafted(Form.POLICY, FULL)
    assert draft.text == (
        "Arsitektur SPBE diatur dalam Peraturan Bupati Nomor 4 Tahun 2022 tentang Penyelenggaraan SPBE, Pasal 5, "
        "halaman 7 (lihat Perbup 4.pdf)."
    )
    assert (draft.document, draft.place) == ([], [])


def test_policy_of_unknown_document_shows_and_names_every_gap():
    draft = drafted(Form.POLICY, Source("scan.pdf"))
    assert draft.text == (
        "Arsitektur SPBE diatur dalam (jenis dokumen) Nomor (nomor) Tahun (tahun) tentang (judul), Pasal (pasal), "
        "halaman (halaman) (lihat scan.pdf)."
    )
    assert draft.document == ["jenis", "nomor", "tanggal", "judul"]
    assert draft.place == ["pasal atau bagian", "halaman"]


def test_practice_names_the_document_its_part_and_the_unit():
    source = Source("reviu.pdf", kind=Kind.REVIEW, date=DAY, title="Laporan Reviu Risiko", clause="2.1", page="hal. 4")
    assert drafted(Form.PRACTICE, source, "Penerapan Manajemen Risiko SPBE").text == (
        "Penerapan Manajemen Risiko SPBE dibuktikan dengan Laporan Reviu Risiko tanggal 7 Maret 2022, bagian 2.1, "
        "halaman 4, dilaksanakan oleh Dinas Kominfo (lihat reviu.pdf)."
    )


def test_service_names_its_users_and_asks_for_the_application():
    draft = drafted(Form.SERVICE, change(FULL, clause="", page="3"), "Layanan Perencanaan")
    assert draft.text == (
        "Layanan Perencanaan dipakai Dinas Kominfo dengan aplikasi (nama aplikasi), halaman 3 (lihat Perbup 4.pdf)."
    )
    assert (draft.document, draft.place) == ([], [])


@pytest.mark.parametrize(
    ("change_", "cited"),
    [
        ({"number": "Nomor 4"}, "Peraturan Bupati Nomor 4 Tahun 2022 tentang Penyelenggaraan SPBE"),
        ({"number": "4 Tahun 2022", "date": None}, "Peraturan Bupati Nomor 4 Tahun 2022 tentang Penyelenggaraan SPBE"),
        ({"title": "Tentang SPBE"}, "Peraturan Bupati Nomor 4 Tahun 2022 tentang SPBE"),
        ({"kind": Kind.DECREE}, "Surat Keputusan Nomor 4 Tahun 2022 tentang Penyelenggaraan SPBE"),
        ({"kind": Kind.AGENCY_REGULATION}, "Peraturan Menteri Nomor 4 Tahun 2022 tentang Penyelenggaraan SPBE"),
        ({"kind": Kind.MINUTES, "title": "Rapat SPBE"}, "notulensi Rapat SPBE tanggal 7 Maret 2022"),
        ({"kind": Kind.OTHER, "title": "", "date": None}, "dokumen (judul) tanggal (tanggal)"),
    ],
)
def test_document_is_cited_as_its_kind_is(change_, cited):
    assert drafted(Form.POLICY, change(FULL, **change_)).text.startswith(f"Arsitektur SPBE diatur dalam {cited}, Pasal")


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_can_be_cited_without_a_gap_of_its_kind(kind):
    assert "(jenis" not in drafted(Form.POLICY, change(FULL, kind=kind)).text


@pytest.mark.parametrize(
    ("clause", "said"), [("5", "Pasal 5"), ("Bab II", "Bab II"), ("5 ayat (2)", "Pasal 5 ayat (2)")]
)
def test_bare_number_of_a_clause_is_called_one(clause, said):
    assert f", {said}, halaman 7 " in drafted(Form.POLICY, change(FULL, clause=clause)).text


@pytest.mark.parametrize(
    "source",
    [
        Source("https://jdih.contoh.go.id", is_link=True),
        Source("layar.png", kind=Kind.SCREENSHOT, title="Layar", date=DAY),
        Source("foto.jpg", kind=Kind.OTHER, title="Foto", date=DAY, has_pages=False),
    ],
)
def test_what_has_no_pages_is_not_asked_for_them(source):
    draft = drafted(Form.PRACTICE, source)
    assert (draft.place, "(halaman)" in draft.text, f"(lihat {source.file})" in draft.text) == ([], False, True)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (Form.POLICY, "Pengaturan itu sudah mencakup kriteria tingkat 3 (Terdefinisi): memuat seluruh domain."),
        (Form.PRACTICE, "Penerapan itu sudah memenuhi kriteria tingkat 3 (Terdefinisi): memuat seluruh domain."),
        (
            Form.SERVICE,
            "Aplikasi mampu (fitur), sehingga berada pada tingkat 3 (Terdefinisi): memuat seluruh domain.",
        ),
    ],
)
def test_analysis_says_level_and_criterion(form, text):
    criterion = "Level 2 terpenuhi, dan memuat seluruh domain."
    assert sentences.analysis(form, level=3, name="Terdefinisi", criterion=criterion) == text


@pytest.mark.parametrize(
    ("criterion", "short"),
    [
        ("Level 3 terpenuhi; kebijakan direviu\nberkala.", "kebijakan direviu berkala"),
        ("Kebijakan belum ada.", "kebijakan belum ada"),
        ("Kata " * 60, "kata " + "Kata " * 42 + "Kata…"),
        ("", ""),
    ],
)
def test_criterion_is_shortened_to_go_on_a_sentence(criterion, short):
    assert shortened(criterion) == short


@pytest.mark.parametrize(
    ("subject", "about"),
    [
        (POLICY, "Arsitektur SPBE"),
        ("Kebijakan Internal Manajemen Data", "Manajemen Data"),
        ("Layanan Jaringan Intra Instansi Pusat/Pemerintah Daerah", "Layanan Jaringan Intra"),
        ("Layanan Data Terbuka", "Layanan Data Terbuka"),
    ],
)
def test_topic_is_what_the_indicator_is_about(subject, about):
    assert topic(subject) == about


@pytest.mark.parametrize(
    ("text", "after"),
    [("", "Baru."), ("Lama.\n\n", "Lama. Baru."), ("Ada Baru. Lagi ", "Ada Baru. Lagi ")],
)
def test_sentence_is_appended_once(text, after):
    assert appended(text, "Baru.") == after

"""Which form an indicator's explanation takes, and what a text has and lacks of it."""

from __future__ import annotations

import pytest

from assessments import wording
from assessments.wording import EVERYWHERE, RULES, Form, Gap, form_of, ticks
from tests import factories

POLICY = (
    "Arsitektur SPBE diatur dalam Peraturan Bupati Nomor 4 Tahun 2022 tentang SPBE, Pasal 5, halaman 7 "
    "(lihat berkas.pdf)."
)
PRACTICE = (
    "Manajemen Risiko dibuktikan dengan laporan tanggal 3 Maret 2025, bagian 2, halaman 4, dilaksanakan oleh "
    "Dinas Kominfo (lihat laporan.docx)."
)
SERVICE = (
    "Layanan Perencanaan dipakai seluruh OPD dengan aplikasi e-Plan sejak 2023 (lihat https://eplan.contoh.go.id)."
)
ANALYSIS = "Pengaturan itu sudah mencakup kriteria tingkat 3: memuat keenam domain arsitektur secara lengkap."


def indicator(maturity="process", aspect="Kebijakan Internal Tata Kelola SPBE"):
    return factories.IndicatorFactory.build(
        aspect=factories.AspectFactory.build(name=aspect, domain=None, instrument=None), instrument=None,
        maturity=maturity,
    )  # fmt: skip


def lacking(shown) -> list[str]:
    return [f"{tick.rule.field}: {tick.rule.label}" for row in shown.values() for tick in row if not tick.is_met]


@pytest.mark.parametrize(
    ("maturity", "aspect", "form"),
    [
        ("process", "Kebijakan Internal Tata Kelola SPBE", Form.POLICY),
        ("process", "Pelaksanaan Audit TIK", Form.PRACTICE),
        ("digital", "Penyelenggara", Form.PRACTICE),
        ("service", "Layanan Publik Berbasis Elektronik", Form.SERVICE),
        ("service", "Kebijakan Internal Layanan SPBE", Form.SERVICE),
    ],
)
def test_form_follows_the_kind_of_indicator(maturity, aspect, form):
    assert form_of(indicator(maturity, aspect)) == form


@pytest.mark.parametrize(
    ("maturity", "aspect", "facts"),
    [
        ("process", "Kebijakan Internal Tata Kelola SPBE", POLICY),
        ("process", "Penerapan Manajemen SPBE", PRACTICE),
        ("service", "Layanan Administrasi", SERVICE),
    ],
)
def test_ticks_of_complete_texts_lack_nothing(maturity, aspect, facts):
    assert lacking(ticks(indicator(maturity, aspect), facts=facts, analysis=ANALYSIS)) == []


def test_ticks_of_empty_texts_lack_everything():
    shown = ticks(indicator(), facts=" \n", analysis="")
    assert {field: len(row) for field, row in shown.items()} == {"facts": 8, "analysis": 3}
    assert not any(tick.is_met for row in shown.values() for tick in row)


@pytest.mark.parametrize(
    ("taken", "lacks"),
    [
        ("Peraturan Bupati ", "dokumen"),
        ("Nomor 4 ", "nomor"),
        ("2022", "tahun"),
        ("Pasal 5, ", "pasal atau bagian"),
        ("halaman 7 ", "halaman"),
        ("(lihat berkas.pdf)", "berkas yang dilihat"),
    ],
)
def test_ticks_name_the_part_that_is_taken_out(taken, lacks):
    assert lacking(ticks(indicator(), facts=POLICY.replace(taken, ""), analysis=ANALYSIS)) == [f"facts: {lacks}"]


@pytest.mark.parametrize("gap", Gap)
def test_ticks_count_each_sign_of_a_gap(gap):
    shown = ticks(indicator(), facts=f"{POLICY} {gap}", analysis=f"{ANALYSIS} {gap}")
    assert lacking(shown) == [f"facts: {wording.NO_GAPS}", f"analysis: {wording.NO_GAPS}"]


def test_gaps_alone_name_nothing():
    text = "Diatur dalam (jenis dokumen) Nomor (nomor) Tahun (tahun) tentang (judul), Pasal (pasal), halaman (halaman)."
    met = [tick.rule.label for tick in ticks(indicator(), facts=text, analysis="")["facts"] if tick.is_met]
    assert met == [f"paling sedikit {wording.LEAST} huruf"]


@pytest.mark.parametrize(("count", "is_met"), [(59, False), (60, True)])
def test_length_counts_from_the_first_to_the_last_letter(count, is_met):
    assert wording.LONG_FACTS.is_met(f"  {'a' * count}\n ") is is_met


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (wording.NUMBER, "SK No. 188.45/12/2024"),
        (wording.NUMBER, "surat 188.45/12/HK"),
        (wording.NUMBER, "Nomor: 4"),
        (wording.CLAUSE, "bab IV"),
        (wording.CLAUSE, "lampiran b"),
        (wording.CLAUSE, "Bagian Kedua"),
        (wording.PAGE, "hlm. 3"),
        (wording.PAGE, "hal. 12-14"),
        (wording.NAMED_FILE, "pada berkas SK.PDF"),
        (wording.LEVEL, "sesuai Level 3"),
        (wording.USERS, "Digunakan oleh"),
    ],
)
def test_rule_knows_the_ways_people_write(rule, text):
    assert rule.is_met(text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (wording.NUMBER, "Nomor (nomor)"),
        (wording.YEAR, "halaman 120221"),
        (wording.CLAUSE, "sebagian besar pasal"),
        (wording.PAGE, "di halaman depan"),
        (wording.DOCUMENT, "skema desain"),
        (wording.NAMED_FILE, "(lihat )"),
        (wording.APPLICATION, "aplikasi (nama aplikasi)"),
    ],
)
def test_rule_is_not_fooled(rule, text):
    assert not rule.is_met(text)


def test_patterns_use_nothing_that_only_python_knows():
    rules = {rule for rows in [*RULES.values(), EVERYWHERE] for rule in rows}
    assert len(rules) == 15
    assert [rule.label for rule in rules if "(?" in rule.pattern or "\\Z" in rule.pattern] == []

"""Each rule warns when it should, says what to do, and keeps silent when it does not know."""

import datetime
from dataclasses import replace

import pytest

from evidence.findings import rules
from evidence.findings.rules import Facts, warnings
from evidence.findings.years import misleading_years

DEADLINE = datetime.date(2025, 8, 29)
FINE = Facts(
    level=4, wanted="", has_place=True, year=2025, filling_until=DEADLINE, open_until=DEADLINE,
    name="Perwali SPBE 2024", date=datetime.date(2024, 5, 3), has_text=True, length=12,
)  # fmt: skip
REVIEWED = replace(
    FINE, name="Laporan", wanted="Laporan/notulensi reviu atau evaluasi kebijakan berumur kurang dari 2 tahun"
)
OLD = datetime.date(2021, 5, 3)


def facts(base=FINE, **changes) -> Facts:
    return replace(base, **changes)


def test_evidence_in_order_gets_no_warning():
    assert warnings(FINE) == {}


def test_old_review_names_its_date_and_the_deadline():
    assert rules.old_review(facts(REVIEWED, date=OLD)) == (
        "Laporan reviu, evaluasi, atau audit ini bertanggal 3 Mei 2021, dua tahun atau lebih sebelum batas pengisian "
        "29 Agustus 2025. Tautkan yang lebih baru."
    )


@pytest.mark.parametrize(
    ("date", "warns"),
    [
        (datetime.date(2023, 8, 28), True),
        (datetime.date(2023, 8, 29), True),
        (datetime.date(2023, 8, 30), False),
        (None, False),
    ],
)
def test_review_is_old_after_exactly_two_years(date, warns):
    assert bool(rules.old_review(facts(REVIEWED, date=date))) is warns


def test_two_years_before_a_leap_day_are_counted():
    leap = datetime.date(2024, 2, 29)
    assert rules.old_review(facts(REVIEWED, filling_until=leap, date=datetime.date(2022, 2, 28)))
    assert not rules.old_review(facts(REVIEWED, filling_until=leap, date=datetime.date(2022, 3, 1)))


@pytest.mark.parametrize(
    ("changes", "warns"),
    [
        ({"kind": "review"}, True),
        ({"title": "LAPORAN HASIL REVIU KEBIJAKAN"}, True),
        ({"name": "Laporan_audit_aplikasi"}, True),
        ({"name": "Notulen rapat evaluasi"}, True),
        ({"wanted": "Dokumentasi/laporan audit oleh auditor eksternal tersertifikasi"}, True),
        ({"wanted": "Dokumentasi audit atas seluruh hal pokok teknis oleh auditor TIK internal"}, True),
        ({"wanted": "Undangan/dokumentasi rapat reviu (opsional)"}, True),
        ({"wanted": "Pasal/halaman kebijakan yang memuat sebagian jenis audit TIK"}, False),
        ({"wanted": "Kebijakan baru yang ditetapkan 1 tahun setelah reviu"}, False),
        ({"title": "AUDIT TEKNOLOGI INFORMASI", "kind": "mayor_rule"}, False),
        ({"kind": "review", "level": 1}, False),
        ({"kind": "review", "level": 2}, True),
        ({"kind": "review", "level": 5, "wanted": "Dokumentasi reviu kebijakan yang memuat rekomendasi"}, False),
        ({"level": 5, "wanted": "Laporan/notulensi reviu layanan berumur kurang dari 2 tahun"}, True),
    ],
)
def test_what_counts_as_a_review(changes, warns):
    assert bool(rules.old_review(facts(date=OLD, **{"name": "berkas"} | changes))) is warns


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"standing": "draft"}, "berstatus draf"),
        ({"standing": "draft", "level": 2}, "tingkat 2 meminta"),
        ({"reads_as_draft": True}, "tampak masih draf"),
        ({"reads_as_draft": True, "standing": "enacted"}, None),
        ({"standing": "draft", "level": 1}, None),
        ({"reads_as_draft": True, "wanted": "Draf/rancangan peraturan"}, None),
        ({}, None),
    ],
)
def test_draft_is_warned_about_from_level_two_on(changes, says):
    text = rules.draft(facts(**changes))
    assert says in text if says else text is None


@pytest.mark.parametrize(
    ("changes", "warns"),
    [
        ({"date": datetime.date(2025, 8, 29)}, False),
        ({"date": datetime.date(2025, 8, 30)}, True),
        ({"date": datetime.date(2025, 8, 30), "open_until": datetime.date(2025, 9, 10)}, False),
        ({"date": None}, False),
    ],
)
def test_late_is_after_the_last_day_of_filling(changes, warns):
    assert bool(rules.late(facts(**changes))) is warns


@pytest.mark.parametrize(
    ("changes", "warns"),
    [
        ({"has_place": False}, True),
        ({"has_place": False, "length": 2}, True),
        ({"has_place": False, "length": 1}, False),
        ({"has_place": False, "length": None}, False),
        ({"has_place": False, "is_paged": False}, False),
        ({}, False),
    ],
)
def test_place_is_asked_for_in_more_than_one_page(changes, warns):
    assert bool(rules.no_place(facts(**changes))) is warns


@pytest.mark.parametrize(("has_text", "warns"), [(False, True), (True, False), (None, False)])
def test_scan_without_text_is_warned_about(has_text, warns):
    assert bool(rules.no_text(facts(has_text=has_text))) is warns


@pytest.mark.parametrize(
    ("text", "year", "misleading"),
    [
        ("SK Tim 2024", 2023, [2024]),
        ("SK Tim 2022", 2023, [2022]),
        ("SK Tim 2023", 2023, []),
        ("SK Tim", 2023, []),
        ("SK Tim 2022 dan 2023", 2023, []),
        ("SK Tim 2021 dan 2022", 2023, [2021, 2022]),
        ("Arsitektur 2021-2025", 2023, []),
        ("Arsitektur 2021 s.d. 2025", 2023, []),
        ("Arsitektur 2021 sampai dengan 2025", 2023, []),
        ("Arsitektur 2017-2020", 2023, [2017, 2020]),
        ("Laporan evaluasi 2022", 2023, []),
        ("Laporan evaluasi 2021", 2023, [2021]),
        ("RKA 2024", 2023, []),
        ("Perubahan atas Perbup 12 Tahun 2019", 2023, []),
        ("Scan 2024-02-03 SK Tim", 2023, []),
        ("IMG_20240203", 2023, []),
        ("SK nomor 2019", 2023, []),
        ("Menuju Indonesia Emas 2045", 2023, []),
        ("Anggaran Rp2.024.000", 2023, []),
        ("SK 12/2022", 2023, [2022]),
        ("SK Tim 2026", None, [2026]),
        ("SK Tim 2024", None, []),
        ("Rencana kerja 2026", None, []),
    ],
)
def test_years_that_mislead(text, year, misleading):
    date = datetime.date(year, 6, 1) if year else None
    assert misleading_years(text, date=date, cycle=2025) == misleading


def test_wrong_year_says_where_and_against_what():
    assert rules.wrong_year(facts(name="SK_Tim_2022")) == (
        "Nama berkas menyebut tahun 2022, sedangkan dokumennya bertanggal 3 Mei 2024. "
        "Pastikan ini dokumen yang dimaksud."
    )
    assert "Judul dokumen menyebut tahun 2020" in rules.wrong_year(facts(title="Tim SPBE 2020"))
    assert "setelah tahun penilaian 2025" in rules.wrong_year(facts(name="SK 2027", date=None))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"revoked_by": "Perwali 3/2025", "revoked_on": datetime.date(2025, 3, 3)},
            "dicabut dengan Perwali 3/2025 sejak 3 Maret 2025",
        ),
        ({"valid_until": datetime.date(2025, 8, 28)}, "berakhir 28 Agustus 2025"),
        ({"valid_until": DEADLINE}, None),
        ({}, None),
    ],
)
def test_revoked_or_expired_is_warned_about(changes, says):
    text = rules.revoked(facts(**changes))
    assert says in text if says else text is None


def test_newer_version_is_named():
    assert "SK 12/2025" in rules.replaced(facts(newer="SK 12/2025"))
    assert rules.replaced(FINE) is None


def test_every_sentence_fits_its_column():
    bad = facts(
        standing="draft", level=4, kind="review", date=OLD, has_place=False, has_text=False, revoked_by="x" * 200,
        revoked_on=OLD, newer="y" * 300, name=" ".join(map(str, range(2000, 2025))), filling_until=DEADLINE,
        open_until=datetime.date(2020, 1, 1),
    )  # fmt: skip
    said = warnings(bad)
    assert set(said) == set(rules.RULES) - {"wrong_year"}
    assert max(map(len, said.values())) <= 300


def test_every_rule_has_its_check():
    assert [rule.value for rule in rules.RULES] == [rule.value for rule in rules.Rule]

"""What the leadership reads first, word for word."""

from decimal import Decimal

import pytest

from reports.documents.sentences import Past, changes, requests
from reports.documents.shortening import brief
from results.analysis import highlights
from results.layers import Layer
from tests.reports.printed import NO_PLAN
from tests.results.samples import row, summary

NOTHING = Past(None, None, {}, None)


def past(indeks, *, domain="2.00", levels=None):
    layer = Layer("before", "2025", Decimal(indeks), {"D1": Decimal(domain)}, {"A1": Decimal(1), "A2": Decimal(5)})
    return Past(layer, 2025, {code: Decimal(level) for code, level in (levels or {}).items()}, None)


def asked(made, plan=NO_PLAN, *, has_target=True):
    return requests(made, NO_PLAN | plan, has_target=has_target, highlights=highlights(made))


def test_changes_against_last_year_name_index_domain_and_indicators():
    made = summary([3, 4], [2, 3])

    assert changes(made, past("2.50", levels={"I1": 2, "I2": 5, "I3": 2, "I4": 2})) == [
        "Indeks final naik 0,50, dari 2,50 (2025) menjadi 3,00.",
        "Domain yang paling naik Domain contoh (+1,00).",
        "Tingkat 2 indikator naik, 1 turun, dan 1 tetap.",
    ]


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("3.25", "Indeks final turun 0,25, dari 3,25 (2025) menjadi 3,00."),
        ("3.00", "Indeks final tetap 3,00 seperti tahun 2025."),
    ],
)
def test_changes_say_that_the_index_fell_or_stayed(before, sentence):
    assert changes(summary([3, 3]), past(before))[0] == sentence


def test_changes_without_a_domain_tier_name_what_rose_and_what_fell_among_aspects():
    made = summary([3], [4])
    made = type(made)(**{name: getattr(made, name) for name in made.__dataclass_fields__} | {"domains": ()})

    assert changes(made, past("3.00"))[1] == (
        "Aspek yang paling naik Aspek A1 (+2,00); yang paling turun Aspek A2 (−1,00)."
    )


def test_changes_of_nothing_say_so():
    assert changes(summary([3]), past("3.00", domain="3.00"))[1] == "Tidak ada nilai domain yang berubah."


def test_changes_of_a_provisional_index_subtract_nothing():
    made = summary([3, None], [5, 1])

    assert changes(made, past("2.50", levels={"I1": 2})) == [
        "Indeks masih sementara karena baru 3 dari 4 indikator bernilai, sehingga belum dibandingkan dengan tahun "
        "sebelumnya.",
        "Aspek terkuat Aspek A2 (3,00), terlemah Aspek A1 (1,50).",
        "1 indikator berada pada tingkat 4 ke atas dan 1 di bawah tingkat 3.",
    ]


@pytest.mark.parametrize(
    ("earlier", "sentence"),
    [
        (NOTHING, "Belum ada penilaian final sebelumnya dengan instrumen yang sama, sehingga kenaikan indeks belum "
                  "dihitung."),
        (Past(None, None, {}, 2018), "Penilaian 2018 memakai instrumen lain, sehingga kenaikan indeks tidak dihitung."),
    ],
)  # fmt: skip
def test_changes_without_a_comparable_year_say_why(earlier, sentence):
    assert changes(summary([3]), earlier)[0] == sentence


def test_changes_of_an_empty_cycle_are_still_three_sentences():
    made = summary(rows=[row(1, None, works=())], track="claimed", is_final=False)

    assert changes(made, NOTHING)[1:] == [
        "Belum ada aspek yang bernilai.",
        "0 indikator berada pada tingkat 4 ke atas dan 0 di bawah tingkat 3.",
    ]


def test_requests_name_the_most_pressing_four():
    made = summary(rows=[row(1, 3, works=()), row(2, 3)], stage="approval", is_final=False)
    plan = {"total": 9, "late": 4, "late_units": ["Bappeda", "Dinkes", "Disdik", "Dispar"], "unplaced": 1}

    assert asked(made, plan, has_target=False) == [
        "Menyetujui hasil penilaian 2026 agar dapat ditetapkan.",
        "Menunjuk OPD bagi 1 indikator yang belum ada penanggung jawabnya.",
        "Meminta penyelesaian 4 kegiatan yang lewat tenggat pada Bappeda, Dinkes, Disdik, dan 1 OPD lainnya.",
        "Menetapkan target indeks 2026, yang belum ada.",
    ]


def test_requests_of_a_quiet_year_ask_for_the_gains_and_to_keep_what_was_reached():
    assert asked(summary([3]), {"total": 3}) == [
        "Mendahulukan 1 indikator di atas, yang bersama-sama menambah indeks 1,000.",
        "Mempertahankan capaian dan memperbarui data dukungnya setiap tahun.",
    ]


def test_requests_without_a_plan_ask_for_one():
    assert asked(summary([5])) == [
        "Memerintahkan penyusunan rencana tindak lanjut, yang belum ada.",
        "Mempertahankan capaian dan memperbarui data dukungnya setiap tahun.",
    ]


def test_requests_speak_of_items_without_doer_and_money():
    assert asked(summary([5]), {"total": 3, "unplaced": 2, "unbudgeted": 1})[:2] == [
        "Menunjuk OPD pelaksana bagi 2 kegiatan yang belum ada pelaksananya.",
        "Memutuskan anggaran 1 kegiatan yang belum dianggarkan.",
    ]


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("satu dua tiga", 13, "satu dua tiga"),
        ("satu dua tiga", 12, "satu dua…"),
        ("satu dua, tiga", 10, "satu dua…"),
        ("satu\n\n dua", 20, "satu dua"),
        ("W" * 30, 10, "W" * 9 + "…"),
        ("a " + "W" * 30, 10, "a " + "W" * 7 + "…"),
        ("", 5, ""),
    ],
)
def test_brief_texts_end_between_words_and_never_exceed_their_room(text, limit, shown):
    assert brief(text, limit) == shown
    assert len(brief(text, limit)) <= limit

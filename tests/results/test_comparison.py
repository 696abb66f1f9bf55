"""Ranks, percentiles, neighbours and histogram, worked out by hand on small populations and on the published one."""

from decimal import Decimal
from fractions import Fraction

import pytest

from results import comparison, national
from results.comparison import Bin, Place, Scope, compare, histogram, imagined, neighbours, place, scopes_of, standings

ROWS = national.published()


def row(name: str) -> national.Published:
    return next(row for row in ROWS if row.name == name)


def small(name: str, indeks: str, **kwargs) -> national.Published:
    values = {code: Decimal(indeks) for code in national.DOMAINS}
    given = {"kind": "kota", "group": "Bali"} | kwargs
    return national.Published(2023, name, given["kind"], given["group"], values, Decimal(indeks), "Baik")


def d(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


PANGKALPINANG = row("Pemerintah Kota Pangkal Pinang")


def places(own, measure="indeks"):
    return next(dict(line.places) for line in standings(own, scopes_of(own, ROWS)) if line.measure == measure)


def test_rank_counts_those_above_and_equal_values_share_it():
    assert place(Decimal("3.00"), d("3.50", "3.00", "3.00", "2.10")) == Place(above=1, equal=2, below=1)
    assert [place(value, d("3.50", "3.00", "3.00", "2.10")).rank for value in d("4", "3.5", "3", "2.10", "1")] == [
        1, 1, 2, 4, 5,
    ]  # fmt: skip


def test_numbers_that_differ_only_in_zeros_are_equal():
    assert place(Decimal("3.1"), d("3.10")) == Place(0, 1, 0)


@pytest.mark.parametrize(
    ("stands", "words", "from_bottom"),
    [
        (Place(0, 0, 0), "Satu-satunya", ""),
        (Place(0, 0, 7), "Peringkat 1 dari 8", ""),
        (Place(11, 3, 78), "Peringkat 12 bersama 3 instansi lain, dari 93", ""),
        (Place(5, 0, 2), "Peringkat 6 dari 8", "peringkat 3 dari bawah"),
        (Place(7, 0, 0), "Peringkat 8 dari 8", "terendah"),
        (Place(4, 3, 1), "Peringkat 5 bersama 3 instansi lain, dari 9", "peringkat 2 dari bawah"),
        (Place(2, 0, 2), "Peringkat 3 dari 5", ""),
        (Place(600, 0, 19), "Peringkat 601 dari 620", "peringkat 20 dari bawah"),
        (Place(600, 0, 20), "Peringkat 601 dari 621", ""),
        (Place(0, 4, 0), "Peringkat 1 bersama 4 instansi lain, dari 5", ""),
    ],
)
def test_place_is_said_plainly(stands, words, from_bottom):
    assert (stands.words, stands.words_from_bottom) == (words, from_bottom)


@pytest.mark.parametrize(
    ("stands", "percentile", "words"),
    [
        (Place(0, 0, 0), None, ""),
        (Place(5, 0, 2), Fraction(2, 7), "lebih tinggi daripada 28,6% instansi lain"),
        (Place(0, 0, 7), Fraction(1), "lebih tinggi daripada semua yang lain"),
        (Place(0, 7, 0), Fraction(0), "tidak ada yang lebih rendah"),
        (Place(1, 1, 1), Fraction(1, 3), "lebih tinggi daripada 33,3% instansi lain"),
        (Place(15, 0, 1), Fraction(1, 16), "lebih tinggi daripada 6,3% instansi lain"),  # 6.25 rounds half up
    ],
)
def test_percentile_is_the_exact_share_of_the_others_that_are_lower(stands, percentile, words):
    assert (stands.percentile, stands.words_of_percentile) == (percentile, words)


def test_pangkal_pinang_is_third_from_the_bottom_of_its_province():
    """2.44 and 2.61 are below it; 3.11, 3.14, 3.44, 3.56 and 3.72 above."""
    stands = places(PANGKALPINANG)["Kepulauan Bangka Belitung"]
    assert (stands, stands.words, stands.words_from_bottom) == (
        Place(above=5, equal=0, below=2), "Peringkat 6 dari 8", "peringkat 3 dari bawah",
    )  # fmt: skip


def test_pangkal_pinang_shares_the_lowest_manajemen_of_its_province():
    """1.00, as Kabupaten Bangka has; the others have 1.09 and more."""
    assert places(PANGKALPINANG, "D3")["Kepulauan Bangka Belitung"] == Place(above=6, equal=1, below=0)


def test_scopes_of_a_city_are_all_cities_and_its_province():
    assert [(scope.code, scope.label, len(scope.others)) for scope in scopes_of(PANGKALPINANG, ROWS)] == [
        ("nasional", "Nasional", 620), ("jenis", "Kota", 92), ("kelompok", "Kepulauan Bangka Belitung", 7),
    ]  # fmt: skip


def test_scopes_of_a_ministry_are_central_bodies_and_ministries():
    own = row("Kementerian Keuangan")
    assert [(scope.label, len(scope.others)) for scope in scopes_of(own, ROWS)] == [
        ("Nasional", 620), ("Instansi pusat", 91), ("Kementerian", 33),
    ]  # fmt: skip


@pytest.mark.parametrize("measure", comparison.MEASURES)
def test_national_ranks_of_all_agree_with_counting(measure):
    """For every row: its rank is the position of its value among all values sorted, from the top and from below."""
    values = [comparison.value_of(row, measure) for row in ROWS]
    down, up = sorted(values, reverse=True), sorted(values)
    for position, value in enumerate(values):
        stands = place(value, values[:position] + values[position + 1 :])
        assert (stands.rank, stands.from_bottom, stands.of) == (down.index(value) + 1, up.index(value) + 1, 621)


def test_supposed_values_take_the_place_of_the_published_ones():
    own = imagined(PANGKALPINANG, indeks=Decimal("3.72"), domains=PANGKALPINANG.domains | {"D3": Decimal("2.45")})
    found = places(own)
    assert found["Kepulauan Bangka Belitung"] == Place(above=0, equal=1, below=6)
    assert found["Nasional"].of == 621
    assert (own.predikat, PANGKALPINANG.indeks) == ("", Decimal("2.87"))


def test_neighbours_are_the_nearest_values_above_and_below():
    own = small("Kami", "3.00")
    values = {"A": "4.00", "B": "3.90", "C": "3.40", "D": "3.10", "E": "3.00", "F": "2.90", "G": "1.00"}
    others = [small(name, indeks) for name, indeks in values.items()]
    found = neighbours(own, others, "indeks")
    assert [(line.rank, line.row.name, line.difference, line.is_own) for line in found.lines] == [
        (2, "B", Decimal("0.90"), False),
        (3, "C", Decimal("0.40"), False),
        (4, "D", Decimal("0.10"), False),
        (5, "Kami", Decimal("0.00"), True),
        (5, "E", Decimal("0.00"), False),
        (7, "F", Decimal("-0.10"), False),
        (8, "G", Decimal("-2.00"), False),
    ]
    assert found.hidden == 0


def test_neighbours_say_how_many_equals_are_not_listed():
    found = neighbours(small("Kami", "1.00"), [small(f"E{n}", "1.00") for n in range(9)], "D3")
    assert [line.row.name for line in found.lines] == ["Kami", "E0", "E1", "E2", "E3"]
    assert {line.rank for line in found.lines} == {1}
    assert found.hidden == 5


def test_histogram_counts_everybody_once_and_keeps_empty_steps():
    own = small("Kami", "2.59")
    bins = histogram(own, [small("A", "2.60"), small("B", "2.40"), small("C", "3.00")], "indeks")
    assert bins == (
        Bin(*d("2.4", "2.59"), 2, True),
        Bin(*d("2.6", "2.79"), 1, False),
        Bin(*d("2.8", "2.99"), 0, False),
        Bin(*d("3.0", "3.19"), 1, False),
    )


def test_highest_value_falls_into_the_last_step():
    assert histogram(small("Kami", "5.00"), [small("A", "4.80")], "indeks") == (Bin(*d("4.8", "5.00"), 2, True),)


@pytest.mark.parametrize("scope", comparison.SCOPES)
@pytest.mark.parametrize("measure", comparison.MEASURES)
def test_comparison_of_every_choice_counts_the_whole_population(scope, measure):
    found = compare(PANGKALPINANG, ROWS, measure=measure, scope=scope)
    assert sum(part.count for part in found.bins) == found.count == len(found.scope.others) + 1
    assert [part.count > 0 for part in found.bins if part.is_own] == [True]
    assert [line.row.name for line in found.neighbours.lines if line.is_own] == ["Pemerintah Kota Pangkal Pinang"]
    assert isinstance(found.scope, Scope)
    assert found.measure_label == comparison.MEASURES[measure]

"""The published table is searched, sorted, ranked and written out as people expect."""

from decimal import Decimal

import pytest

from results import comparison_table as tables
from results import national

ROWS = national.published()


def find(**asked):
    given = {"words": "", "kind": "", "group": "", "order": ""} | asked
    return tables.find(ROWS, tables.question(**given))


def names(lines):
    return [line.row.name for line in lines]


def test_table_begins_with_the_highest_index():
    lines = find()
    assert len(lines) == 621
    assert [line.rank for line in lines][:2] == [1, 2]
    assert lines[0].row.indeks == max(row.indeks for row in ROWS)


def test_equal_values_share_a_rank_and_the_next_is_skipped():
    ranks = [line.rank for line in find()]
    values = [line.row.indeks for line in find()]
    assert ranks == [values.index(value) + 1 for value in values]
    assert len(set(ranks)) < len(ranks)


def test_rank_stays_national_when_the_table_is_filtered():
    everywhere = {line.row.name: line.rank for line in find()}
    assert {line.row.name: line.rank for line in find(group="Bali")}.items() <= everywhere.items()


def test_filters_narrow_together():
    assert names(find(kind="kota", group="Bangka Belitung")) == ["Pemerintah Kota Pangkal Pinang"]


@pytest.mark.parametrize("words", ["pangkalpinang", "Pangkal Pinang", "Kota Pangkalpinang", "PANGKAL-PINANG"])
def test_search_ignores_spaces_and_case(words):
    assert names(find(words=words)) == ["Pemerintah Kota Pangkal Pinang"]


def test_search_with_a_kind_in_it_finds_that_kind_only():
    assert names(find(words="kabupaten bogor")) == ["Pemerintah Kab. Bogor"]
    assert set(names(find(words="bogor"))) == {"Pemerintah Kab. Bogor", "Pemerintah Kota Bogor"}


def test_search_finds_a_province_by_its_readable_name():
    assert len(find(words="kepulauan bangka belitung")) == 8


@pytest.mark.parametrize("words", ["%", "\\", "'", "tidak ada", "🙂"])
def test_search_without_a_hit_is_empty(words):
    assert find(words=words) == []


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("nama", "Arsip Nasional Republik Indonesia"),
        ("-nama", "Televisi Republik Indonesia"),
        ("D3", Decimal("1.00")),
        ("-D3", max(row.domains["D3"] for row in ROWS)),
        ("indeks", min(row.indeks for row in ROWS)),
    ],
)
def test_any_column_sorts_both_ways(order, first):
    row = find(order=order)[0].row
    assert first in (row.name, row.indeks, row.domains["D3"])


def test_equal_ones_stand_in_the_order_of_their_names_either_way():
    for order in ("D3", "-D3"):
        lowest = [line.row.name for line in find(order=order) if line.row.domains["D3"] == 1]
        assert lowest == sorted(lowest)


def test_what_does_not_exist_is_not_asked_for():
    assert tables.question(words="", kind="desa", group="", order="-password") == tables.Question()


def test_unknown_group_finds_nothing():
    assert find(group="Atlantis") == []


def test_heads_ask_for_the_other_way_round():
    heads = {head.label: (head.order, head.sorted) for head in tables.heads(tables.Question(order="-D3"))}
    assert heads["Manajemen"] == ("D3", "descending")
    assert heads["Indeks SPBE"] == ("-indeks", "")
    assert heads["Instansi"] == ("nama", "")
    turned = {head.label: (head.order, head.sorted) for head in tables.heads(tables.Question(order="nama"))}
    assert turned["Instansi"] == ("-nama", "ascending")


def test_csv_says_every_row_with_decimal_commas():
    text = tables.as_csv(find(words="pangkalpinang"))
    rank = next(line.rank for line in find() if line.row.name == "Pemerintah Kota Pangkal Pinang")
    assert text == (
        "\ufeffperingkat_nasional;instansi;jenis;kelompok;indeks;domain_1;domain_2;domain_3;domain_4;predikat\r\n"
        f"{rank};Pemerintah Kota Pangkal Pinang;kota;Kepulauan Bangka Belitung;2,87;3,10;2,60;1,00;3,62;Baik\r\n"
    )


def test_groups_are_told_by_their_readable_names():
    found = tables.groups(ROWS)
    assert ("Bangka Belitung", "Kepulauan Bangka Belitung") in found
    assert [label for _, label in found] == sorted({label for _, label in found})

"""Every number beside the index can be followed to the levels it comes from."""

from decimal import Decimal

from results.parts import find_level, find_part
from tests.results.samples import row, summary, work


def test_part_of_an_aspect_lists_its_products_and_its_share_of_the_index():
    part = find_part(summary([3, 4], [2, None]), "final", "A2")

    assert (part.title.kind, part.title.name, part.value.exact, part.share) == ("Aspek", "Aspek A2", "1.00", "0.50")
    assert [(line.row.code, line.level, line.product) for line in part.lines] == [("I3", 2, 200), ("I4", None, 0)]
    assert [row.code for row in part.unanswered] == ["I4"]
    assert sum(line.product for line in part.lines) == part.value.weighted_sum


def test_part_of_a_domain_takes_in_all_its_aspects():
    part = find_part(summary([3, 4], [2, None]), "final", "D1")

    assert (part.value.exact, part.share, len(part.lines)) == ("2.25", "2.25", 4)


def test_part_of_a_unit_says_that_it_is_no_index():
    made = summary(rows=[row(1, 3, works=(work(unit="Bappeda", unit_id=7, claimed=Decimal(2)),)), row(2, 4)])
    part = find_part(made, "claimed", "opd-7")

    assert (part.title.note, part.value.exact) == ("nilai OPD, bukan indeks SPBE", "2.00")
    assert [line.row.code for line in part.lines] == ["I1"]


def test_part_that_does_not_exist_is_none():
    made = summary([3, 4])
    assert [find_part(made, "final", slug) for slug in ("A9", "D9", "opd-9", "I1", "")] == [None] * 5
    assert find_level(made, "final", "A1") is None


def test_level_of_a_claim_names_the_units_that_hold_it_down():
    low, high = work(unit="Bappeda", claimed=Decimal(2)), work(unit="Dinas Kominfo", claimed=Decimal(4))
    origin = find_level(summary(rows=[row(1, 3, weight=250, claimed=2, works=(high, low))]), "claimed", "I1")

    assert (origin.level, origin.product, origin.share, origin.is_verdict) == (2, 500, "2.00", False)
    assert [work.unit for work in origin.deciding] == ["Bappeda"]


def test_level_of_a_verdict_is_the_assessors_and_of_no_unit():
    origin = find_level(summary([3, None]), "final", "I1")

    assert (origin.level, origin.deciding, origin.is_verdict) == (3, [], True)
    assert find_level(summary([3, None]), "final", "I2").product == 0

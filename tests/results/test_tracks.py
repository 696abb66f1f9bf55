"""Four tracks beside each other, and what an OPD's own indicators weigh."""

from decimal import Decimal
from fractions import Fraction

from results import tracks
from results.tracks import TrackRow
from tests.results.samples import row, summary, work

NONE = dict.fromkeys(("claimed", "verified", "final", "external"))


def levels(**given):
    return NONE | {track: Decimal(level) for track, level in given.items()}


def shown(made: TrackRow):
    return [None if value is None else str(value) for _, value, _ in made.cells]


def test_index_row_shows_every_track_and_its_gaps_from_shown_values():
    made = tracks.index_row(summary([3, 4, 4], rows=[
        row(1, None, levels=levels(claimed=4, verified=3, final=3, external=2)),
        row(2, None, levels=levels(claimed=4, verified=4, final=3, external=2)),
        row(3, None, levels=levels(claimed=5, verified=4, final=4, external=3)),
    ]))  # fmt: skip

    assert shown(made) == ["4.33", "3.67", "3.33", "2.33"]
    assert made.gaps == [Decimal("-0.66"), Decimal("-1.00"), Decimal("-1.00")]


def test_gap_stands_only_where_both_tracks_are_complete():
    made = tracks.index_row(summary(rows=[
        row(1, None, levels=levels(claimed=4, final=3)), row(2, None, levels=levels(claimed=4, verified=3)),
    ]))  # fmt: skip

    assert shown(made) == ["4.00", "1.50", "1.50", None]
    assert made.incomplete == {"verified", "final", "external"}
    assert made.gaps == [None, None, None]


def test_groups_and_indicators_have_rows_of_their_own():
    made = summary([3, 4], [2, None])

    assert [(each.slug, shown(each)[2]) for each in tracks.aspect_rows(made)] == [("A1", "3.50"), ("A2", "1.00")]
    assert [(each.slug, shown(each)[2]) for each in tracks.domain_rows(made)] == [("D1", "2.25")]
    assert [shown(each)[2] for each in tracks.indicator_rows(made)] == ["3", "4", "2", None]
    assert tracks.indicator_rows(made)[0].gaps == [None, Decimal(0), None]


def test_unit_values_weigh_only_the_units_own_indicators_and_its_own_claims():
    bappeda = work(unit="Bappeda", unit_id=7, claimed=Decimal(2), verified=None)
    kominfo = work(unit="Dinas Kominfo", unit_id=3, claimed=Decimal(4), verified=Decimal(3))
    made = summary(rows=[
        row(1, 3, weight=130, works=(kominfo, bappeda), claimed=2), row(2, 4, weight=250, works=(kominfo,)),
        row(3, 5, weight=300, works=()),
    ])  # fmt: skip

    first, second = tracks.unit_values(made)

    assert [(unit.name, unit.slug) for unit in (first, second)] == [("Bappeda", "opd-7"), ("Dinas Kominfo", "opd-3")]
    assert {track: value.fraction for track, value in first.values.items()} == {
        "claimed": 2, "verified": 0, "final": 3, "external": 0,
    }  # fmt: skip
    assert second.values["final"].fraction == Fraction(3 * 130 + 4 * 250, 380)
    assert [shown(each) for each in tracks.unit_rows(made)] == [
        ["2.00", None, "3.00", None], ["4.00", "3.00", "3.66", None],
    ]  # fmt: skip

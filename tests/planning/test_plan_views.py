"""The plan's pages: who finds what in them, and what comes of what is typed there."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.utils import timezone

from planning.models import ActionItem, ActionOrder, ActionState
from tests import factories
from tests.planning.plans import other

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(world):
    return factories.ActionItemFactory(
        instansi=world.instansi, indicator=world.indicator, unit=world.unit, created_by=world.admin,
        text="Tetapkan SK arsitektur.", assessment=world.assessment,
    )  # fmt: skip


def listed(response) -> list[ActionItem]:
    return [line.item for line in response.context["lines"]]


# the list


def test_operator_lists_his_opd_alone_and_the_admin_everything(world, item, client_for):
    second = other(world)
    ActionOrder.objects.create(item=item, needs=second)
    assert listed(client_for(world.operator).get("/rencana/")) == [item]
    assert set(listed(client_for(world.admin).get("/rencana/"))) == {item, second}
    assert listed(client_for(world.stranger).get("/rencana/")) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"item", "second"}),
        ("q=arsitektur", {"item"}),
        ("q=arsitektur+pegawai", set()),
        ("tahun=2025", {"second"}),
        ("tahun=abc", {"item", "second"}),
        ("opd=tanpa", {"second"}),
        ("keadaan=dropped", {"second"}),
        ("keadaan=terbuka", {"item"}),
        ("keadaan=terlambat", {"item"}),
        ("keadaan=unknown", {"item", "second"}),
        ("bagian=D2", {"second"}),
        ("bagian=A1", {"item"}),
    ],
)
def test_filters_narrow_the_list(world, item, client_for, query, found):
    world.instrument.domains.filter(number=2).update(code="D2")
    type(world.indicator.aspect).objects.filter(pk=world.indicator.aspect_id).update(code="A1")
    ActionItem.objects.update(deadline=timezone.localdate() - datetime.timedelta(days=1))
    second = other(world, year=2025, unit=None, state="dropped", drop_reason="Alasan")
    rows = {"item": item, "second": second}
    assert set(listed(client_for(world.admin).get(f"/rencana/?{query}"))) == {rows[name] for name in found}


def test_filter_by_opd_finds_its_items(world, item, client_for):
    other(world)
    assert listed(client_for(world.admin).get(f"/rencana/?opd={world.unit.pk}")) == [item]


@pytest.mark.parametrize(
    ("order", "found"),
    [("tenggat", ["b", "a", "c"]), ("anggaran", ["a", "b", "c"]), ("baru", ["c", "b", "a"]), ("", ["b", "a", "c"])],
)
def test_list_is_sorted_as_asked(world, client_for, order, found):
    day = timezone.localdate()
    for text, budget, deadline in (("a", 9, day), ("b", 5, day - datetime.timedelta(days=1)), ("c", None, None)):
        other(world, text=text, budget=budget, deadline=deadline)
    response = client_for(world.admin).get(f"/rencana/?urut={order}")
    assert [row.text for row in listed(response)] == found


def test_totals_count_states_budget_and_overdue(world, client_for):
    past = timezone.localdate() - datetime.timedelta(days=1)
    other(world, budget=1_000_000, deadline=past)
    other(world, budget=None, unit=None)
    other(world, budget=7_000_000, state="dropped", drop_reason="Alasan", deadline=past)
    totals = client_for(world.admin).get("/rencana/").context["totals"]
    assert {code: count for code, _, count in totals.states if count} == {"planned": 2, "dropped": 1}
    assert (totals.budget, totals.unbudgeted, totals.overdue, totals.unplaced) == (1_000_000, 1, 1, 1)


def test_list_tells_what_waits_and_what_looks_finished_and_writes_nothing(world, item, client_for):
    second = other(world)
    ActionOrder.objects.create(item=item, needs=second)
    factories.VerdictFactory(
        assessment=world.assessment, indicator=world.indicator, final_level=Decimal(3), justification="Alasan",
        decided_by=world.assessor, decided_at=timezone.now(),
    )  # fmt: skip
    response = client_for(world.admin).get("/rencana/")
    line = next(line for line in response.context["lines"] if line.item == item)
    assert (line.waits, line.reason) == ([second], "Indikatornya dinilai asesor pada tingkat 3 (Penilaian 2026).")
    assert "Tampaknya sudah selesai" in response.content.decode()
    assert set(ActionItem.objects.values_list("state", flat=True)) == {"planned"}


def test_download_holds_what_the_list_shows_and_no_formulas(world, item, client_for):
    ActionItem.objects.update(text='=HYPERLINK("x")', budget=2_500_000, deadline="2026-12-24")
    other(world)
    response = client_for(world.admin).get(f"/rencana/unduh/?opd={world.unit.pk}")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert response["Content-Disposition"].startswith('attachment; filename="rencana-')
    assert [(row["kegiatan"], row["opd"], row["anggaran"], row["tenggat"], row["ke_tingkat"]) for row in rows] == [
        ('\'=HYPERLINK("x")', world.unit.name, "2500000", "2026-12-24", "3")
    ]


# the calendar and the results


def test_calendar_puts_items_into_the_month_of_their_deadline(world, item, client_for):
    ActionItem.objects.update(deadline="2026-03-31")
    other(world, deadline=datetime.date(2026, 3, 31), state="dropped", drop_reason="Alasan")
    undated = other(world)
    response = client_for(world.admin).get("/rencana/kalender/?tahun=2026")
    months = {month.month: rows for month, rows in response.context["months"] if rows}
    assert (months, response.context["undated"]) == ({3: [item]}, [undated])
    assert not any(rows for _, rows in client_for(world.other_operator).get("/rencana/kalender/").context["months"])


@pytest.mark.parametrize("year", ["", "abc", "1", "99999", "²"])
def test_calendar_of_a_year_that_cannot_be_is_this_years(world, client_for, year):
    response = client_for(world.admin).get("/rencana/kalender/", {"tahun": year})
    assert response.context["year"] == timezone.localdate().year


def test_results_compare_the_plan_with_the_next_years_assessment(world, client_for):
    """Two of three reached; the dropped one is left out; what is not known is not reached."""
    one, two, three, four = world.instrument.indicators.order_by("position")
    for indicator, unit in ((one, world.unit), (two, world.other_unit), (three, world.unit)):
        other(world, indicator=indicator, unit=unit, year=2025)
    other(world, indicator=four, unit=None, year=2025)
    other(world, year=2025, state=ActionState.DROPPED, drop_reason="Alasan")
    type(world.assessment).objects.update(stage="scoring")
    for indicator, level in ((one, 3), (two, 2), (three, 4)):
        factories.VerdictFactory(
            assessment=world.assessment, indicator=indicator, final_level=Decimal(level), justification="Alasan",
            decided_by=world.assessor, decided_at=timezone.now(),
        )  # fmt: skip
    found = client_for(world.coordinator).get("/rencana/2025/hasil/").context["found"]
    assert [(row.level, row.is_reached) for row in found.rows] == [(3, True), (2, False), (4, True), (None, False)]
    assert (found.total.reached, found.total.total, found.total.percent) == (2, 4, 50)
    assert [(share.name, share.reached, share.total) for share in found.units] == [
        (world.unit.name, 2, 2), (world.other_unit.name, 0, 1), ("Belum ada OPD", 0, 1),
    ]  # fmt: skip
    assert [(share.reached, share.total) for share in found.domains] == [(1, 2), (1, 2)]
    assert [cycle for cycle, _ in found.cycles] == [world.assessment]


def test_results_without_a_next_assessment_say_so(world, item, client_for):
    response = client_for(world.admin).get("/rencana/2026/hasil/")
    assert "belum dimulai" in response.content.decode()
    assert [row.is_reached for row in response.context["found"].rows] == [False]

"""The plan's pages: who finds what in them, and what comes of what is typed there."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from domains.models import EvidenceItem
from planning.models import ActionItem, ActionOrder, ActionState
from planning.workflow import take
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(world):
    return factories.ActionItemFactory(
        instansi=world.instansi, indicator=world.indicator, unit=world.unit, created_by=world.admin,
        text="Tetapkan SK arsitektur.", assessment=world.assessment,
    )  # fmt: skip


def other(world, **said) -> ActionItem:
    given = {"instansi": world.instansi, "unit": world.other_unit, "created_by": world.admin, "text": "Latih pegawai."}
    return factories.ActionItemFactory(**given | {"indicator": world.instrument.indicators.get(position=4)} | said)


def listed(response) -> list[ActionItem]:
    return [line.item for line in response.context["lines"]]


def typed(item: ActionItem, **said) -> dict[str, object]:
    """What a browser sends from the form of an item."""
    return {
        "version": item.version, "year": 2026, "from_level": "2", "to_level": "3", "text": item.text,
        "unit": item.unit_id or "", "person": "", "deadline": "", "budget": "", "expected_text": "",
    } | said  # fmt: skip


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


# one item


def test_admin_makes_an_item_from_the_recommendation(world, client_for):
    factories.VerdictFactory(assessment=world.assessment, indicator=world.indicator)
    world.answer.status, world.answer.claimed_level = "submitted", Decimal(2)
    world.answer.save()
    client = client_for(world.admin)
    page = client.get("/rencana/baru/")
    assert [row.code for row, _ in page.context["recommended"]] == [world.indicator.code]
    address = f"/rencana/baru/?indikator={world.indicator.code}&asal=rekomendasi"
    form = client.get(address).context["form"]
    assert (form["from_level"].value(), form["to_level"].value(), form["unit"].value()) == (2, 3, world.unit.pk)
    wanted = EvidenceItem.objects.get(criterion__indicator=world.indicator, criterion__level=3)
    assert form["expected"].value() == [wanted.pk]
    sent = typed(ActionItem(text="Susun SOP.", unit=world.unit), budget="Rp25.000.000", expected=[wanted.pk])
    response = client.post(address, sent | {"person": world.operator.pk, "deadline": "2026-12-31"})
    made = ActionItem.objects.get()
    assert response["Location"] == made.get_absolute_url()
    assert (made.source, made.budget, made.person, made.deadline, made.assessment, list(made.expected.all())) == (
        "recommendation", 25_000_000, world.operator, datetime.date(2026, 12, 31), world.assessment, [wanted],
    )  # fmt: skip


def test_template_is_chosen_instead_of_written(world, client_for):
    world.instrument.code = "spbe-2020"
    world.instrument.save()
    type(world.indicator).objects.filter(pk=world.indicator.pk).update(code="I1")
    client, address = client_for(world.admin), "/rencana/baru/?indikator=I1"
    sent = typed(ActionItem(text="", unit=world.unit), from_level="1", to_level="2")
    assert client.post(address, sent).status_code == 422
    assert "Contoh ini untuk tingkat 3" in client.post(address, sent | {"template": "3"}).content.decode()
    assert client.post(address, sent | {"template": "2"}).status_code == 302
    assert client.post(address, sent | {"template": "2", "text": "Kata sendiri."}).status_code == 302
    rows = list(ActionItem.objects.order_by("pk").values_list("source", "text"))
    assert (rows[0][0], "Arsitektur SPBE" in rows[0][1], rows[1]) == ("template", True, ("hand", "Kata sendiri."))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "Tulis kegiatannya"),
        ({"to_level": "2"}, "harus di atas"),
        ({"to_level": "9"}, "antara 1 dan 5"),
        ({"budget": "dua juta"}, "rupiah penuh"),
        ({"budget": "1.5"}, "rupiah penuh"),
        ({"budget": "-5"}, "rupiah penuh"),
        ({"deadline": "kapan-kapan"}, "tanggal"),
        ({"budget": "9" * 30}, "terlalu besar"),
        ({"year": "1999"}, "tahun"),
        ({"year": "9" * 30}, "tahun"),
        ({"text": "a\x00b"}, "karakter"),
    ],
)
def test_item_that_cannot_be_is_told_beside_what_was_typed(world, item, client_for, wrong, words):
    import re

    response = client_for(world.admin).post(f"{item.get_absolute_url()}ubah/", typed(item) | wrong)
    assert response.status_code == 422
    assert re.search(words, response.content.decode(), re.IGNORECASE)
    assert ActionItem.objects.get().version == 1


def test_person_of_another_opd_is_refused_on_the_form(world, item, client_for):
    sent = typed(item, person=world.other_operator.pk)
    response = client_for(world.admin).post(f"{item.get_absolute_url()}ubah/", sent)
    assert response.context["form"].errors["person"] == ["Penanggung jawab harus operator dari OPD pelaksana."]


@pytest.mark.parametrize(
    ("written", "stored"),
    [("", None), ("0", 0), ("1500000", 1_500_000), ("1.500.000", 1_500_000), ("Rp 2.000,00", 2000)],
)
def test_rupiah_are_read_as_people_type_them(world, item, client_for, written, stored):
    client_for(world.admin).post(f"{item.get_absolute_url()}ubah/", typed(item, budget=written))
    assert ActionItem.objects.get().budget == stored


def test_stale_change_shows_both_texts_and_then_saves(world, item, client_for):
    client, address = client_for(world.admin), f"{item.get_absolute_url()}ubah/"
    client.post(address, typed(item, text="Tulisan pertama", budget="1.000"))
    response = client.post(address, typed(item, text="Tulisan kedua"))
    assert response.status_code == 409
    assert response.context["differences"] == [
        ("Kegiatan", "Tulisan pertama", "Tulisan kedua"), ("Anggaran (rupiah)", "1.000", "–"),
    ]  # fmt: skip
    assert ActionItem.objects.get().text == "Tulisan pertama"
    again = typed(item, text="Tulisan kedua", version=response.context["form"]["version"].value())
    assert client.post(address, again).status_code == 302
    assert ActionItem.objects.get().text == "Tulisan kedua"


def test_ring_is_told_on_the_page_of_the_order(world, item, client_for):
    second = other(world)
    ActionOrder.objects.create(item=second, needs=item)
    response = client_for(world.admin).post(f"{item.get_absolute_url()}urutan/", {"needs": [second.pk]})
    assert response.status_code == 409
    assert "Urutan ini berputar" in response.content.decode()
    assert ActionOrder.objects.count() == 1


def test_item_shows_what_comes_first_in_the_order_to_work_in(world, item, client_for):
    second, third = other(world, text="Kedua"), other(world, text="Pertama", deadline=datetime.date(2027, 1, 1))
    ActionItem.objects.filter(pk=second.pk).update(deadline="2026-06-01")
    ActionOrder.objects.create(item=item, needs=second)
    ActionOrder.objects.create(item=second, needs=third)
    rows = client_for(world.admin).get(item.get_absolute_url()).context["before"]
    assert [(row.item, row.is_late, row.is_this) for row in rows] == [
        (third, True, False), (second, False, False), (item, False, True),
    ]  # fmt: skip
    mine = client_for(world.operator).get(item.get_absolute_url()).context["before"]
    assert [row.item for row in mine] == [second, item]


def test_operator_reads_no_notes_of_the_item_he_waits_for(world, item, client_for):
    theirs = other(world)
    ActionOrder.objects.create(item=item, needs=theirs)
    take("report", theirs, by=world.other_operator, note="Urusan dalam OPD lain", percent=10)
    address = theirs.get_absolute_url()
    assert "Urusan dalam" in client_for(world.admin).get(address).content.decode()
    response = client_for(world.operator).get(address)
    assert (response.status_code, "Urusan dalam" in response.content.decode()) == (200, False)


def test_operator_reports_and_the_admin_confirms(world, item, client_for):
    address, operator = item.get_absolute_url(), client_for(world.operator)
    sent = {"version": 1, "percent": "50", "note": "Separuh jalan"}
    assert operator.post(f"{address}report/", sent).status_code == 302
    assert operator.post(f"{address}propose/", {"version": 2, "note": ""}).status_code == 302
    assert client_for(world.admin).post(f"{address}confirm/", {"version": 3}).status_code == 302
    assert (ActionItem.objects.get().state, ActionItem.objects.get().percent) == ("done", 100)


def test_stale_step_keeps_the_note_on_the_page(world, item, client_for):
    client, address = client_for(world.operator), f"{item.get_absolute_url()}report/"
    client.post(address, {"version": 1, "percent": "50", "note": "Pertama"})
    response = client.post(address, {"version": 1, "percent": "60", "note": "Kedua"})
    assert response.status_code == 409
    step = next(step for step in response.context["steps"] if step["name"] == "report")
    assert (step["form"]["note"].value(), step["form"]["version"].value()) == ("Kedua", "2")
    assert ActionItem.objects.get().percent == 50


def test_note_of_a_step_that_is_gone_can_be_copied(world, item, client_for):
    take("propose", item, by=world.operator)
    sent = {"version": 1, "percent": "60", "note": "Jangan hilang"}
    response = client_for(world.operator).post(f"{item.get_absolute_url()}report/", sent)
    assert response.status_code == 409
    assert (response.context["unsent"], "Jangan hilang" in response.content.decode()) == ("Jangan hilang", True)


def test_unknown_step_and_foreign_assessment_do_not_exist(world, item, client_for):
    client = client_for(world.admin)
    assert client.post(reverse("action-step", args=[item.pk, "burn"])).status_code == 404
    foreign = factories.AssessmentFactory(instrument=world.instrument)
    assert client.get(f"/rencana/baru/?penilaian={foreign.pk}&indikator={world.indicator.code}").status_code == 404

"""The leadership's page, one priority's page, and the OPD's list."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Assessment, Stage
from evidence.models import Review
from planning.models import Priority, PriorityState
from planning.services.priorities import take
from reports.models import ReportJob
from tests import factories


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def decided(world):
    """Levels 2, 2, 3, 3 of equal weight: an index of 2,50, Cukup."""
    for indicator, level in zip(world.instrument.indicators.order_by("position"), (2, 2, 3, 3), strict=True):
        factories.VerdictFactory(
            assessment=world.assessment, indicator=indicator, final_level=Decimal(level), justification="Alasan",
            decided_at=timezone.now(), decided_by=world.assessor,
        )  # fmt: skip
    Assessment.objects.filter(pk=world.assessment.pk).update(stage=Stage.SCORING)
    world.address = f"/penilaian/{world.assessment.pk}/prioritas/"
    return world


def numbers(response):
    """Of each option: indicator, gain, index with all up to it, and whether the goal needs it."""
    return [(o.row.code, o.gain, o.index, o.is_needed) for o in response.context["ranking"].options]


def test_page_ranks_options_and_says_how_many_the_goal_needs(decided, client_for):
    response = client_for(decided.coordinator).get(decided.address)
    quarter = Decimal("0.250")
    assert numbers(response) == [
        ("I1", quarter, Decimal("2.75"), True), ("I2", quarter, Decimal("3.00"), False),
        ("I3", quarter, Decimal("3.25"), False), ("I4", quarter, Decimal("3.50"), False),
    ]  # fmt: skip
    page = text_of(response)
    assert "Tujuan: predikat Baik" in page
    assert "Dengan 1 indikator teratas di bawah, masing-masing naik satu tingkat, indeks menjadi <b>2,75</b>" in page


@pytest.mark.parametrize(
    ("query", "expected", "words"),
    [
        ("?indeks=3,25", ("indeks 3,25", 3), "Dengan 3 indikator teratas"),
        ("?indeks=3,5", ("indeks 3,50", 4), "Dengan 4 indikator teratas"),
        ("?predikat=sangat-baik", ("predikat Sangat Baik", 4), "Dengan 4 indikator teratas"),
        ("?predikat=memuaskan", ("predikat Memuaskan", 4), "perlu lebih dari satu langkah"),
        ("?indeks=2,5", ("indeks 2,50", 0), "Tercukupi"),
    ],
)
def test_page_counts_towards_the_goal_that_is_asked_for(decided, client_for, query, expected, words):
    response = client_for(decided.assessor).get(decided.address + query)
    ranking = response.context["ranking"]
    assert (ranking.goal.label, ranking.needed) == expected
    assert words in text_of(response)


@pytest.mark.parametrize("query", ["?indeks=9", "?indeks=banyak", "?predikat=luar-biasa", "?indeks=0"])
def test_page_refuses_a_goal_off_the_scale_and_shows_the_usual_one(decided, client_for, query):
    response = client_for(decided.coordinator).get(decided.address + query)
    assert (response.status_code, response.context["ranking"].goal.label) == (422, "predikat Baik")


def test_goal_is_the_target_of_the_year_while_it_lies_above(decided, client_for):
    target = factories.TargetFactory(instansi=decided.instansi, instrument=decided.instrument, value="3.00")
    client = client_for(decided.coordinator)
    assert client.get(decided.address).context["ranking"].goal.label == "target tahun ini"
    target.value = "2.50"
    target.save()
    assert client.get(decided.address).context["ranking"].goal.label == "predikat Baik"


def test_priorities_are_summed_once_per_indicator_and_without_the_refused(decided, pick, client_for):
    shared = {"assessment": decided.assessment, "indicator": decided.indicator, "unit": decided.other_unit}
    factories.AnswerFactory(assignment=factories.AssignmentFactory(**shared))
    second = decided.instrument.indicators.order_by("position")[1]
    first = pick(level=3)
    client = client_for(decided.coordinator)
    assert client.get(decided.address).context["ranking"].open_units == {"I1"}
    pick(level=3, unit=decided.other_unit)
    pick(level=3, indicator=second)
    ranking = client.get(decided.address).context["ranking"]
    assert [(line.row.code, line.gain) for line in ranking.lines] == [
        ("I1", Decimal("0.250")), ("I1", Decimal("0.000")), ("I2", Decimal("0.250")),
    ]  # fmt: skip
    assert (ranking.reached.indeks.shown, ranking.reached.predikat.name, ranking.is_met) == (
        Decimal("3.00"), "Baik", True,
    )  # fmt: skip
    assert ranking.open_units == set()
    assert [option.row.code for option in ranking.options] == ["I3", "I4"]
    for priority in Priority.objects.filter(indicator__in=[first.indicator, second], unit=decided.unit):
        take("refuse", priority, version=1, note="Alasan", by=decided.operator)
    ranking = client.get(decided.address).context["ranking"]
    assert (ranking.reached.indeks.shown, ranking.refused) == (Decimal("2.75"), 2)
    assert sum(line.gain for line in ranking.lines if line.is_counted) == Decimal("0.250")


def test_option_counts_wanted_items_with_accepted_evidence(decided, client_for):
    criterion = decided.indicator.criteria.get(level=3)
    given = {"answer": decided.answer, "criterion": criterion, "item": criterion.evidence_items.get()}
    factories.EvidenceFactory(**given)
    client = client_for(decided.coordinator)
    options = {o.row.code: o for o in client.get(decided.address).context["ranking"].options}
    assert (options["I1"].accepted, options["I1"].wanted) == (0, 1)
    for _ in range(2):
        factories.EvidenceFactory(
            **given, review=Review.ACCEPTED, reviewed_at=timezone.now(), reviewed_by=decided.admin
        )
    options = {o.row.code: o for o in client.get(decided.address).context["ranking"].options}
    assert (options["I1"].accepted, options["I1"].wanted) == (1, 1)


def test_options_are_paged(decided, client_for):
    page = client_for(decided.coordinator).get(f"{decided.address}?hal=9").context["page"]
    assert (page.number, page.paginator.per_page) == (1, 15)


def test_only_the_coordinator_is_offered_to_pick(decided, pick, client_for):
    for role, offered in (("coordinator", True), ("admin", False), ("assessor", False)):
        page = text_of(client_for(getattr(decided, role)).get(decided.address))
        assert (f"{decided.address}I1/" in page) is offered


def sent(world, due_on, **changes):
    return {"who": f"{world.unit.pk}-{world.operator.pk}", "due_on": due_on.isoformat(), "level": 3} | changes


def test_picking_leads_back_to_the_list(decided, due_on, client_for):
    client = client_for(decided.coordinator)
    response = client.post(f"{decided.address}I1/", sent(decided, due_on, note="Catatan"))
    assert (response.status_code, response.url) == (302, decided.address)
    priority = Priority.objects.get()
    assert (priority.level, priority.unit, priority.person, priority.due_on, priority.note) == (
        3, decided.unit, decided.operator, due_on, "Catatan",
    )  # fmt: skip
    assert "Semua OPD yang mengisi indikator ini" in text_of(client.get(f"{decided.address}I1/"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"level": 4}, "yang berikutnya sekarang 3"),
        ({"level": ""}, "yang berikutnya sekarang 3"),
        ({"due_on": "2020-01-01"}, "Tenggat itu sudah lewat"),
        ({"due_on": ""}, "Bidang ini harus diisi."),
        ({"who": "0-0"}, "bukan salah satu dari pilihan"),
    ],
)
def test_picking_that_is_refused_keeps_what_was_typed(decided, due_on, client_for, changes, words):
    typed = sent(decided, due_on, note="Tetap ada") | changes
    response = client_for(decided.coordinator).post(f"{decided.address}I1/", typed)
    assert response.status_code == 422
    page = text_of(response)
    assert words in page
    assert "Tetap ada" in page
    assert not Priority.objects.exists()


def test_operator_refuses_with_a_reason_and_the_coordinator_insists(decided, pick, client_for):
    priority = pick(level=3)
    address = f"/prioritas/{priority.pk}/"
    operator = client_for(decided.operator)
    assert [row.pk for row in operator.get("/prioritas/").context["page"]] == [priority.pk]
    response = operator.post(f"{address}refuse/", {"version": 1, "note": ""})
    assert response.status_code == 409
    assert "Tulis alasannya" in text_of(response)
    assert operator.post(f"{address}refuse/", {"version": 1, "note": "Belum ada dana"}).url == address
    coordinator = client_for(decided.coordinator)
    assert "Belum ada dana" in text_of(coordinator.get(address))
    assert coordinator.post(f"{address}insist/", {"version": 2, "note": "Wajib"}).status_code == 302
    priority.refresh_from_db()
    assert (priority.state, priority.reply, priority.note) == (PriorityState.INSISTED, "Belum ada dana", "Wajib")
    assert "Wajib" in text_of(operator.get(address))


def test_stale_answer_keeps_its_text_and_can_be_sent_again(decided, pick, due_on, client_for):
    priority = pick(level=3)
    change = sent(decided, due_on, version=1, note="Lebih cepat")
    client_for(decided.coordinator).post(f"/prioritas/{priority.pk}/ubah/", change)
    operator = client_for(decided.operator)
    response = operator.post(f"/prioritas/{priority.pk}/refuse/", {"version": 1, "note": "Tulisan saya"})
    assert response.status_code == 409
    page = text_of(response)
    for words in ("Tulisan saya", "Lebih cepat", 'name="version" value="2"'):
        assert words in page
    again = {"version": 2, "note": "Tulisan saya"}
    assert operator.post(f"/prioritas/{priority.pk}/refuse/", again).status_code == 302


def test_unknown_step_is_not_found(decided, pick, client_for):
    assert client_for(decided.operator).post(f"/prioritas/{pick(level=3).pk}/menari/").status_code == 404


def test_stale_change_shows_the_present_and_can_be_sent_again(decided, pick, due_on, client_for):
    priority = pick(level=3)
    take("accept", priority, version=1, by=decided.operator)
    client, address = client_for(decided.coordinator), f"/prioritas/{priority.pk}/ubah/"
    response = client.post(address, sent(decided, due_on, version=1))
    assert response.status_code == 422
    assert "berubah sejak Anda membukanya" in text_of(response)
    assert client.post(address, sent(decided, due_on, version=2)).url == f"/prioritas/{priority.pk}/"


def test_list_filters_by_state_and_hides_the_withdrawn(decided, pick, client_for):
    priority = pick(level=3)
    client = client_for(decided.operator)
    assert len(client.get("/prioritas/?keadaan=waiting").context["page"].object_list) == 1
    assert "Tidak ada yang cocok" in text_of(client.get("/prioritas/?keadaan=accepted"))
    take("withdraw", priority, version=1, note="Alasan", by=decided.coordinator)
    assert "Belum ada prioritas" in text_of(client.get("/prioritas/"))
    assert "Dibatalkan" in text_of(client.get(f"/prioritas/{priority.pk}/"))


def test_what_an_operator_typed_before_the_session_ended_is_there_again(decided, pick, client_for):
    address = f"/prioritas/{pick(level=3).pk}/"
    client = client_for(None)
    note = {"version": 1, "note": "Tulisan saya"}
    client.post(f"{address}refuse/", note, headers={"Referer": f"http://testserver{address}"})
    client.force_login(decided.operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Tulisan saya" in text_of(client.get(address))


def test_sheet_of_nothing_is_refused_on_the_page(decided, pick, client_for):
    client = client_for(decided.coordinator)
    response = client.post(f"/penilaian/{decided.assessment.pk}/laporan/prioritas/", follow=True)
    assert response.redirect_chain == [(decided.address, 302)]
    assert "Pilih paling sedikit satu indikator" in text_of(response)
    take("refuse", pick(level=3), version=1, note="Alasan", by=decided.operator)
    client.post(f"/penilaian/{decided.assessment.pk}/laporan/prioritas/")
    assert not ReportJob.objects.exists()

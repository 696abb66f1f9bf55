"""The pages of one item: what comes of what is typed there, and that none of it is lost."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from domains.models import EvidenceItem
from planning.models import ActionItem, ActionOrder
from planning.workflow import take
from tests import factories
from tests.planning.plans import other, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(world):
    return factories.ActionItemFactory(
        instansi=world.instansi, indicator=world.indicator, unit=world.unit, created_by=world.admin,
        text="Tetapkan SK arsitektur.", assessment=world.assessment,
    )  # fmt: skip


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


def test_every_form_of_a_step_carries_its_token(world, item):
    """Each is included on its own, where a token is easily lost."""
    for user in (world.operator, world.admin):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(item.get_absolute_url()).content.decode()
        forms = page.count('method="post"')
        assert (forms > 0, page.count("csrfmiddlewaretoken")) == (True, forms)

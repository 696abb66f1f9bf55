"""An institution's prerequisites: the shipped ones, switched off, added to, and never in a circle."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.refusals import Refused
from activity.models import Event
from assessments.paths import Prerequisite, cycle_in
from assessments.prerequisites import shipped_prerequisites
from assessments.questionnaires import questionnaire_of
from domains.loading import load, shipped_file
from planning.models import InstansiPrerequisite
from planning.services.prerequisites import (
    add_prerequisite,
    entries_of,
    instrument_in_use,
    prerequisites_of,
    switch_off,
    take_back,
)
from tests import factories

PEOPLE = ("operator", "admin", "assessor", "coordinator", "technician", "stranger")
OWN = {"code": "I5", "level": 3, "needs": "I4", "needs_level": 2, "reason": "satu peraturan"}


@pytest.fixture
def spbe(world):
    """The real instrument, in use in the newest cycle."""
    instrument = load([shipped_file("spbe-2020")])[0].instrument
    factories.AssessmentFactory(instansi=world.instansi, instrument=instrument, year=world.assessment.year + 1)
    return instrument


def rule_of(rules, code, level, needs):
    return next((rule for rule in rules if (rule.code, rule.level, rule.needs) == (code, level, needs)), None)


def test_institution_begins_with_the_shipped_prerequisites(world, spbe):
    assert prerequisites_of(world.instansi, questionnaire_of(spbe)) == list(
        shipped_prerequisites(questionnaire_of(spbe))
    )


def test_prerequisites_cost_one_query(world, spbe, django_assert_num_queries):
    InstansiPrerequisite.objects.bulk_create(
        factories.InstansiPrerequisiteFactory.build(instansi=world.instansi, set_by=world.admin, code=f"I{number}")
        for number in range(20, 28)
    )
    questionnaire = questionnaire_of(spbe)
    with django_assert_num_queries(1):
        prerequisites_of(world.instansi, questionnaire)


def test_own_prerequisite_is_used_and_told(world, spbe):
    row = add_prerequisite(spbe, **OWN, by=world.admin)

    assert rule_of(prerequisites_of(world.instansi, questionnaire_of(spbe)), "I5", 3, "I4") == Prerequisite(
        *OWN.values()
    )
    assert rule_of(prerequisites_of(world.stranger.instansi, questionnaire_of(spbe)), "I5", 3, "I4") is None
    event = Event.objects.get(subject=f"instansi:{world.instansi.pk}", verb="add")
    assert event.text == f"{world.admin} menambah prasyarat Indikator 5 tingkat 3 memerlukan Indikator 4 tingkat 2"
    take_back(row, spbe, by=world.admin)
    assert rule_of(prerequisites_of(world.instansi, questionnaire_of(spbe)), "I5", 3, "I4") is None


def test_shipped_prerequisite_is_switched_off_and_restored(world, spbe):
    switch_off(spbe, code="I11", level=2, needs="I1", reason="", by=world.admin)

    assert rule_of(prerequisites_of(world.instansi, questionnaire_of(spbe)), "I11", 2, "I1") is None
    entry = next(entry for entry in entries_of(world.instansi, questionnaire_of(spbe)) if entry.is_switched_off)
    assert (entry.rule.code, entry.holds, entry.row.reason) == ("I11", False, "tidak berlaku di sini")
    with pytest.raises(Refused, match="sudah dimatikan"):
        switch_off(spbe, code="I11", level=2, needs="I1", reason="", by=world.admin)
    take_back(entry.row, spbe, by=world.admin)
    assert rule_of(prerequisites_of(world.instansi, questionnaire_of(spbe)), "I11", 2, "I1").needs_level == 2
    with pytest.raises(Refused, match="Muat ulang"):
        take_back(entry.row, spbe, by=world.admin)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"code": "I1", "needs": "I11"}, "saling menunggu: Indikator 1"),
        ({"code": "I1", "needs": "I12"}, "saling menunggu: Indikator 1"),
        ({"code": "I11", "needs": "I1", "level": 2}, "sudah ada"),
        ({"needs": "I48"}, "Indikator 48 tidak ada pada instrumen spbe-2020"),
    ],
)
def test_prerequisite_that_cannot_be_used_is_refused(world, spbe, change, text):
    if change.get("needs") == "I12":  # a longer circle, closed over one of the shipped ones
        add_prerequisite(spbe, code="I12", level=5, needs="I20", needs_level=2, reason="contoh", by=world.admin)
        change = {"code": "I2", "needs": "I12"}
        text = "saling menunggu: I"
    with pytest.raises(Refused, match=text):
        add_prerequisite(spbe, **(OWN | change), by=world.admin)


def test_shipped_prerequisite_is_not_restored_into_a_circle(world, spbe):
    for level in (2, 3):
        switch_off(spbe, code="I11", level=level, needs="I1", reason="", by=world.admin)
    add_prerequisite(spbe, code="I1", level=3, needs="I11", needs_level=2, reason="terbalik", by=world.admin)
    row = InstansiPrerequisite.objects.get(code="I11", level=2, is_off=True)

    with pytest.raises(Refused, match="Belum dapat dipulihkan"):
        take_back(row, spbe, by=world.admin)


def test_own_prerequisite_that_fits_no_more_is_left_out(world, spbe):
    """As after an update of the portal that ships the opposite, or an instrument without the indicator."""
    for change in ({"code": "I1", "needs": "I11"}, {"code": "I99", "needs": "I1"}):
        factories.InstansiPrerequisiteFactory(instansi=world.instansi, set_by=world.admin, **change)

    rules = prerequisites_of(world.instansi, questionnaire_of(spbe))

    assert cycle_in(rules) == ()
    assert rules == list(shipped_prerequisites(questionnaire_of(spbe)))


def test_only_an_admin_changes_prerequisites(world, spbe):
    row = add_prerequisite(spbe, **OWN, by=world.admin)
    for person in (world.operator, world.assessor, world.coordinator, world.technician):
        with pytest.raises(PermissionDenied):
            add_prerequisite(spbe, **(OWN | {"level": 4}), by=person)
        with pytest.raises(PermissionDenied):
            take_back(row, spbe, by=person)
    with pytest.raises(Refused):
        take_back(row, spbe, by=world.stranger)


def test_prerequisites_are_visible_to_those_who_see_the_numbers(world):
    row = factories.InstansiPrerequisiteFactory(instansi=world.instansi)

    seeing = [name for name in PEOPLE if InstansiPrerequisite.objects.visible_to(getattr(world, name)).contains(row)]

    assert seeing == ["admin", "assessor", "coordinator"]


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("prerequisite_of_another", {"needs": "I11"}),
        ("prerequisite_levels_plausible", {"level": 6}),
        ("prerequisite_levels_plausible", {"needs_level": 0}),
        ("prerequisite_reasoned", {"reason": ""}),
    ],
)
def test_prerequisite_constraint_holds(db, constraint, change):
    row = factories.InstansiPrerequisiteFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        InstansiPrerequisite.objects.filter(pk=row.pk).update(**change)


def test_prerequisite_is_said_once(db):
    row = factories.InstansiPrerequisiteFactory()
    assert "prerequisite_once" in {constraint.name for constraint in InstansiPrerequisite._meta.constraints}
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.InstansiPrerequisiteFactory(instansi=row.instansi, set_by=row.set_by)


def test_institution_without_a_cycle_reads_those_of_an_official_instrument(db):
    provisional = factories.small_instrument(is_provisional=True, last_year=2040)
    official = factories.small_instrument()

    assert instrument_in_use(factories.InstansiFactory()) == official
    assert provisional != official


def test_page_adds_switches_off_and_restores(world, spbe, client_for):
    admin = client_for(world.admin)

    page = admin.post("/prasyarat/", OWN, follow=True)
    assert "Prasyarat ditambahkan: Indikator 5 tingkat 3 memerlukan Indikator 4 tingkat 2." in page.content.decode()
    admin.post("/prasyarat/matikan/", {"code": "I11", "level": "2", "needs": "I1"})
    off = InstansiPrerequisite.objects.get(is_off=True)
    assert "Pulihkan" in admin.get("/prasyarat/").content.decode()
    page = admin.post(f"/prasyarat/{off.pk}/batalkan/", follow=True)
    assert "Prasyarat dipulihkan: Indikator 11 tingkat 2 memerlukan Indikator 1 tingkat 2." in page.content.decode()
    page = admin.post("/prasyarat/matikan/", {"code": "I11", "level": "x", "needs": "I1"}, follow=True)
    assert "Prasyarat ini tidak ada" in page.content.decode()


def test_page_shows_a_refusal_beside_what_was_typed(world, spbe, client_for):
    page = client_for(world.admin).post("/prasyarat/", OWN | {"code": "I1", "needs": "I11"})

    assert (page.status_code, InstansiPrerequisite.objects.count()) == (200, 0)
    assert "saling menunggu" in page.content.decode()
    assert 'value="satu peraturan"' in page.content.decode()


def test_page_shows_a_coordinator_the_list_without_buttons(world, spbe, client_for):
    text = client_for(world.coordinator).get("/prasyarat/").content.decode()

    assert "Indikator 11 ke tingkat 2" in text
    assert "Matikan" not in text
    assert "Tambah prasyarat" not in text

"""Setting a cycle up: create, deadlines, assignments, persons in charge, reopening."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from activity.models import Event, Notification
from assessments import services, summaries
from assessments.models import Answer, Assessment, Assignment, Stage, Status
from assessments.workflow import Refused, take
from tests import factories
from tests.assessments.scenes import PEOPLE, day, everything, extend, fresh, set_deadlines, set_stage, set_status, told

ENDS = {"filling_until": day(30), "verification_until": day(60), "scoring_until": day(90), "approval_until": day(90)}
OTHERS = [name for name in PEOPLE if name != "admin"]


def create(world, *, by=None, **change) -> Assessment:
    new = {"instansi": world.instansi, "year": 2027, "instrument": world.instrument} | ENDS | change
    return services.create_assessment(by=by or world.admin, **new)


def test_create_opens_in_preparation(world):
    assessment = create(world)
    assert (assessment.stage, assessment.created_by, assessment.predikat_basis) == ("preparation", world.admin, "exact")
    event = Event.objects.get()
    assert (event.verb, event.subject, event.text) == (
        "create", assessment.subject, f"{world.admin} membuat Penilaian 2027",
    )  # fmt: skip


@pytest.mark.parametrize(("year", "basis"), [(2023, "rounded"), (2024, "exact")])
def test_create_takes_the_basis_of_the_year(world, year, basis):
    factories.BasisYearFactory(instrument=world.instrument, year=2023, basis="rounded")
    assert create(world, year=year).predikat_basis == basis


@pytest.mark.parametrize("name", OTHERS)
def test_create_by_others_is_forbidden(world, name):
    before = everything()
    with pytest.raises(PermissionDenied):
        create(world, by=getattr(world, name))
    assert everything() == before


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"year": 2026}, "sudah ada"),
        ({"year": 1999}, "antara 2018 dan 2100"),
        ({"filling_until": day(61)}, "harus berurutan"),
    ],
)
def test_create_refuses_what_a_rule_forbids(world, change, text):
    before = everything()
    with pytest.raises(ValidationError, match=text):
        create(world, **change)
    assert everything() == before


def test_change_deadlines_moves_and_records_them(world):
    later = {name: end + datetime.timedelta(days=7) for name, end in ENDS.items()}
    services.change_deadlines(world.assessment, by=world.admin, **later)
    now = Assessment.objects.get()
    assert {name: getattr(now, name) for name in later} == later
    assert Event.objects.get().text == f"{world.admin} mengubah batas waktu Penilaian 2026"


def test_change_deadlines_out_of_order_changes_nothing(world):
    before = everything()
    with pytest.raises(ValidationError, match="harus berurutan"):
        services.change_deadlines(world.assessment, by=world.admin, **ENDS | {"approval_until": day(1)})
    assert everything() == before


def test_change_deadlines_of_a_final_assessment_is_refused(world):
    set_stage(world.assessment, Stage.FINAL)
    before = everything()
    with pytest.raises(Refused, match="sudah final"):
        services.change_deadlines(world.assessment, by=world.admin, **ENDS)
    assert everything() == before


@pytest.mark.parametrize("name", OTHERS)
def test_managing_by_others_is_forbidden(world, name):
    by, before = getattr(world, name), everything()
    for attempt in (
        lambda: services.change_deadlines(world.assessment, by=by, **ENDS),
        lambda: services.assign(world.assessment, [], by=by),
        lambda: services.put_in_charge(world.assignment, world.operator, by=by),
        lambda: services.reopen_for_unit(world.assessment, world.unit, until=day(3), reason="Ya", by=by),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert everything() == before


def pairs(world) -> set[tuple[str, str]]:
    return set(world.assessment.assignments.values_list("indicator__code", "unit__code"))


def test_assign_makes_exactly_the_wanted_pairs(world):
    first, second, *_ = world.instrument.indicators.order_by("position")
    set_stage(world.assessment, Stage.PREPARATION)
    wanted = [(first, world.other_unit), (second, world.unit), (second, world.other_unit), (second, world.unit)]
    assert services.assign(world.assessment, wanted, by=world.admin) == (3, 1)
    assert pairs(world) == {(indicator.code, unit.code) for indicator, unit in wanted}
    assert set(Answer.objects.values_list("status", flat=True)) == {Status.EMPTY}
    assert Answer.objects.count() == 3
    assert Event.objects.get().text.endswith("3 ditambah, 1 dihapus")
    assert told() == []  # operators do not know of it before it opens


def test_assign_of_what_is_there_already_records_nothing(world):
    before = everything()
    assert services.assign(world.assessment, [(world.indicator, world.unit)], by=world.admin) == (0, 0)
    assert everything() == before


def test_assign_during_filling_tells_the_new_units_once(world):
    wanted = [(indicator, world.other_unit) for indicator in world.instrument.indicators.all()]
    services.assign(world.assessment, [(world.indicator, world.unit), *wanted], by=world.admin)
    text = "OPD Anda mendapat penugasan baru pada Penilaian 2026"
    assert told() == [(world.other_operator.username, text)]
    assert Notification.objects.get().url == f"/tugas/?penilaian={world.assessment.pk}"


@pytest.mark.parametrize("begun", ["draft", "evidence", "evidence taken off"])
def test_assign_never_removes_what_was_begun(world, begun):
    if begun == "draft":
        set_status(world.answer, "draft")
    else:
        gone = {"removed_at": timezone.now(), "removed_by": world.operator} if begun != "evidence" else {}
        factories.EvidenceFactory(answer=world.answer, **gone)
    before = everything()
    second = world.instrument.indicators.last()
    with pytest.raises(Refused, match=f"{world.indicator.label} \\({world.unit.short_name}\\)"):
        services.assign(world.assessment, [(second, world.unit)], by=world.admin)
    assert everything() == before


@pytest.mark.parametrize("stage", [Stage.SCORING, Stage.APPROVAL, Stage.FINAL])
def test_assign_is_closed_once_scoring_has_begun(world, stage):
    set_stage(world.assessment, stage)
    before = everything()
    with pytest.raises(Refused, match="penugasan tidak dapat diubah"):
        services.assign(world.assessment, [], by=world.admin)
    assert everything() == before


def test_assign_of_foreign_indicators_and_units_is_refused(world):
    foreign = factories.small_instrument().indicators.first()
    before = everything()
    for pair, text in (
        ((foreign, world.unit), "Indikator bukan bagian"),
        ((world.indicator, factories.UnitFactory()), "OPD bukan bagian"),
    ):
        with pytest.raises(Refused, match=text):
            services.assign(world.assessment, [pair], by=world.admin)
    assert everything() == before


def test_assign_keeps_an_inactive_unit_but_gives_it_nothing_new(world):
    world.unit.is_active = False
    world.unit.save()
    kept = (world.indicator, world.unit)
    assert services.assign(world.assessment, [kept], by=world.admin) == (0, 0)
    with pytest.raises(Refused, match=f"tidak aktif .*{world.unit.short_name}"):
        services.assign(world.assessment, [kept, (world.instrument.indicators.last(), world.unit)], by=world.admin)


def test_assign_from_a_matrix_of_before_another_change_is_refused(world):
    seen = summaries.matrix(world.assessment).fingerprint
    second = world.instrument.indicators.last()
    here = (world.indicator, world.unit)
    assert services.assign(world.assessment, [here, (second, world.unit)], seen=seen, by=world.admin) == (1, 0)
    before = everything()
    with pytest.raises(Refused, match="diubah orang lain"):
        services.assign(world.assessment, [here], seen=seen, by=world.admin)
    assert everything() == before


def test_put_in_charge_names_and_tells_the_person(world):
    services.put_in_charge(world.assignment, world.operator, by=world.admin)
    assert Assignment.objects.get().person == world.operator
    event = Event.objects.get()
    assert (event.subject, event.text) == (
        world.answer.subject, f"{world.admin} menunjuk {world.operator} untuk {world.assignment}",
    )  # fmt: skip
    assert told() == [(world.operator.username, f"Anda ditunjuk untuk {world.indicator.label} pada Penilaian 2026")]
    assert Notification.objects.get().url == f"/isian/{world.answer.pk}/"


def test_put_in_charge_twice_tells_once_and_nobody_again(world):
    services.put_in_charge(world.assignment, world.operator, by=world.admin)
    before = everything()
    services.put_in_charge(world.assignment, world.operator, by=world.admin)
    assert everything() == before
    services.put_in_charge(world.assignment, None, by=world.admin)
    assert (Assignment.objects.get().person, Notification.objects.count()) == (None, 1)
    assert Event.objects.last().text == f"{world.admin} mengosongkan penanggung jawab {world.assignment}"


def test_put_in_charge_of_somebody_unfit_is_refused(world):
    idle = factories.UserFactory(instansi=world.instansi, unit=world.unit, is_active=False)
    admin_there = factories.UserFactory(instansi=world.instansi, unit=world.unit, role="admin")
    before = everything()
    for person in (world.other_operator, idle, admin_there, world.stranger):
        with pytest.raises(Refused, match="operator aktif dari OPD itu"):
            services.put_in_charge(world.assignment, person, by=world.admin)
    assert everything() == before


def test_put_in_charge_in_a_final_assessment_is_refused(world):
    set_stage(world.assessment, Stage.FINAL)
    before = everything()
    with pytest.raises(Refused, match="sudah final"):
        services.put_in_charge(world.assignment, world.operator, by=world.admin)
    assert everything() == before


def reopen(world, **change) -> int:
    sent = {"until": day(5), "reason": " Gangguan listrik. "} | change
    return services.reopen_for_unit(world.assessment, change.pop("unit", world.unit), by=world.admin, **sent)


def test_reopen_for_unit_lets_it_write_again(world):
    other = factories.AnswerFactory(assignment__assessment=world.assessment, assignment__unit=world.other_unit)
    set_deadlines(world.assessment, -1)
    assert reopen(world) == 1
    row = Assignment.objects.get(unit=world.unit)
    assert (row.extended_until, row.extension_reason) == (day(5), "Gangguan listrik.")
    take("save", fresh(world.answer), by=world.operator, facts="F")
    with pytest.raises(Refused, match="Masa pengisian sudah berakhir"):
        take("save", fresh(other), by=world.other_operator, facts="F")


def test_reopen_for_unit_is_recorded_and_told_to_that_unit(world):
    reopen(world)
    event = Event.objects.get()
    assert (event.verb, event.note) == ("reopen_for_unit", "Gangguan listrik.")
    assert event.text == f"{world.admin} membuka kembali pengisian Penilaian 2026 untuk {world.unit}"
    end = date_format(day(5), "j F Y")
    text = f"Pengisian Penilaian 2026 dibuka kembali untuk OPD Anda sampai {end}"
    assert told() == [(world.operator.username, text)]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"until": day(-1)}, "sudah lewat"),
        ({"reason": "  "}, "Tulis alasan"),
    ],
)
def test_reopen_for_unit_refuses_past_dates_and_no_reason(world, change, text):
    before = everything()
    with pytest.raises(Refused, match=text):
        reopen(world, **change)
    assert everything() == before


def test_reopen_for_unit_until_today_is_possible_and_may_be_moved(world):
    assert reopen(world, until=day(0)) == 1
    assert reopen(world, until=day(9)) == 1
    assert Assignment.objects.get().extended_until == day(9)


def test_reopen_for_a_unit_without_assignments_is_refused(world):
    before = everything()
    with pytest.raises(Refused, match="tidak mempunyai penugasan"):
        services.reopen_for_unit(world.assessment, world.other_unit, until=day(5), reason="Ya", by=world.admin)
    assert everything() == before


@pytest.mark.parametrize("stage", [Stage.PREPARATION, Stage.SCORING, Stage.APPROVAL, Stage.FINAL])
def test_reopen_outside_filling_and_verification_is_refused(world, stage):
    extend(world.answer, 1)
    set_stage(world.assessment, stage)
    before = everything()
    with pytest.raises(Refused, match="tidak dapat dibuka kembali"):
        reopen(world)
    assert everything() == before

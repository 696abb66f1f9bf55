"""Keeping, renaming, deleting and bringing back a scenario: who may, what is written, what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.refusals import Refused
from activity.models import Event
from planning.imagining import fingerprint, imagine
from planning.models import Scenario
from planning.services import scenarios as services
from results.summaries import summarise
from tests import factories


@pytest.fixture
def keep(world):
    """Keep what the parameters of an address imagine."""

    def make(by=None, name="Menuju Baik", seen=None, **params):
        imagined = imagine(summarise(world.assessment), params or {"I1": "3", "I2": "4"})
        return services.keep_scenario(
            world.assessment, imagined=imagined, seen=seen or imagined.seen, name=name, note=" Catatan ",
            search=imagined.search, by=by or world.coordinator,
        )  # fmt: skip

    return make


def levels(scenario) -> dict[str, tuple]:
    rows = scenario.levels.select_related("indicator").order_by("indicator__position")
    return {row.indicator.code: (row.base, row.level, row.effort, row.is_locked) for row in rows}


def codes(world) -> list[str]:
    return [row.code for row in world.instrument.indicators.order_by("position")]


def test_scenario_keeps_levels_base_and_how_the_path_was_asked_for(world, keep):
    first, second, third, fourth = codes(world)
    scenario = keep(
        **{first: "3", f"u-{first}": "2,5", f"k-{second}": "1", "cari": "1", "tujuan": "cukup", "langkah": "2"}
    )
    plain = (None, None, Decimal(1), False)
    assert levels(scenario) == {
        first: (None, Decimal(3), Decimal("2.5"), False),
        second: (None, None, Decimal(1), True),
        third: plain,
        fourth: plain,
    }
    stored = Scenario.objects.get()
    assert (stored.name, stored.note, stored.track, stored.made_by) == (
        "Menuju Baik", "Catatan", "claimed", world.coordinator,
    )  # fmt: skip
    assert (stored.goal, stored.target, stored.max_step, stored.has_prerequisites) == (
        "Cukup",
        Decimal("1.8"),
        2,
        False,
    )


def test_keeping_leaves_one_event(world, keep):
    scenario = keep(**{codes(world)[0]: "3"})
    event = Event.objects.get()
    assert (event.verb, event.subject, event.actor, event.instansi) == (
        "scenario_keep", f"scenario:{scenario.pk}", world.coordinator, world.instansi,
    )  # fmt: skip
    assert "Menuju Baik" in event.text


@pytest.mark.parametrize("role", ["operator", "technician", "stranger"])
def test_who_does_not_see_the_numbers_keeps_none(world, keep, role):
    with pytest.raises(PermissionDenied):
        keep(by=getattr(world, role))
    assert not Scenario.objects.exists()


def test_scenario_of_unchanged_levels_is_refused(world, keep):
    with pytest.raises(Refused, match="Belum ada tingkat yang diubah"):
        keep(utm="x")


def test_scenario_of_levels_that_moved_in_the_meantime_is_refused(world, keep):
    seen = fingerprint(summarise(world.assessment))
    answer = world.answer
    type(answer).objects.filter(pk=answer.pk).update(status="submitted", claimed_level=2, submitted_by=world.operator,
                                                     submitted_at=world.assessment.created_at)  # fmt: skip
    with pytest.raises(services.BaseMoved):
        keep(seen=seen, **{codes(world)[1]: "3"})
    assert not Scenario.objects.exists()


def test_second_scenario_of_one_name_is_refused(world, keep):
    code = codes(world)[0]
    keep(**{code: "3"})
    with pytest.raises(ValidationError, match="sudah ada"):
        keep(**{code: "4"})


def test_scenario_is_renamed_with_the_difference_in_the_event(world):
    scenario = factories.ScenarioFactory(assessment=world.assessment, name="Lama")
    assert services.rename_scenario(scenario, name="Baru ", note="", by=world.admin) == ["nama: Lama → Baru"]
    assert Event.objects.get().note == "nama: Lama → Baru"
    assert services.rename_scenario(scenario, name="Baru", note="", by=world.admin) == []
    assert Event.objects.count() == 1


def test_deleting_is_undone_by_bringing_back(world):
    scenario = factories.kept_scenario(world.assessment)
    before = levels(scenario)
    services.delete_scenario(scenario, by=world.admin)
    services.delete_scenario(scenario, by=world.admin)
    gone = Scenario.objects.get()
    assert (gone.is_deleted, gone.deleted_by, Scenario.objects.kept().count()) == (True, world.admin, 0)
    services.restore_scenario(scenario, by=world.coordinator)
    services.restore_scenario(scenario, by=world.coordinator)
    assert (Scenario.objects.kept().get().deleted_by, levels(scenario)) == (None, before)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["scenario_delete", "scenario_restore"]


def test_bringing_back_beside_another_of_its_name_is_refused(world):
    scenario = factories.ScenarioFactory(assessment=world.assessment, name="Baik")
    services.delete_scenario(scenario, by=world.admin)
    factories.ScenarioFactory(assessment=world.assessment, name="Baik")
    with pytest.raises(Refused, match="Sudah ada skenario lain"):
        services.restore_scenario(scenario, by=world.admin)


def test_deleted_scenario_is_not_renamed(world):
    scenario = factories.ScenarioFactory(assessment=world.assessment)
    services.delete_scenario(scenario, by=world.admin)
    with pytest.raises(Refused, match="sudah dihapus"):
        services.rename_scenario(scenario, name="Lain", note="", by=world.admin)


@pytest.mark.parametrize(
    ("role", "may"), [("admin", True), ("coordinator", True), ("assessor", False), ("stranger", False)]
)
def test_others_scenario_is_changed_by_admin_and_coordinator(world, role, may):
    scenario = factories.ScenarioFactory(assessment=world.assessment)
    by = getattr(world, role)
    steps = [
        lambda: services.rename_scenario(scenario, name="Lain", note="", by=by),
        lambda: services.delete_scenario(scenario, by=by),
        lambda: services.restore_scenario(scenario, by=by),
    ]
    for step in steps:
        if may:
            step()
        else:
            with pytest.raises(PermissionDenied):
                step()


def test_author_changes_their_own(world):
    scenario = factories.ScenarioFactory(assessment=world.assessment, made_by=world.assessor)
    assert services.rename_scenario(scenario, name="Lain", note="", by=world.assessor) != []

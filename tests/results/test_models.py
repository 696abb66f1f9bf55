"""What can never be false about imported results, and who may know of them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from results.models import PastLevel, PastResult, PastValue, ResultDraft
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("past_result_year_plausible", {"year": 2017}),
        ("past_result_year_plausible", {"year": 2101}),
        ("past_result_track_known", {"track": "rumour"}),
        ("past_result_shape_known", {"shape": "story"}),
        ("past_result_index_on_scale", {"indeks": "5.01"}),
        ("past_result_index_on_scale", {"indeks": "-0.01"}),
        ("past_result_has_an_index", {"indeks": None}),
        ("past_result_has_a_source", {"source": ""}),
    ],
)
def test_past_result_constraint_holds(constraint, change):
    result = factories.PastResultFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PastResult.objects.filter(pk=result.pk).update(**change)


def test_result_of_levels_may_do_without_a_published_index():
    result = factories.PastResultFactory(shape="levels", indeks=None)
    assert PastResult.objects.filter(indeks=None).get() == result


def test_result_of_a_year_and_track_stands_once():
    """past_result_once: another track, year or instrument is another result."""
    first = factories.PastResultFactory()
    same = {"instansi": first.instansi, "instrument": first.instrument}
    factories.PastResultFactory(**same, track="claimed")
    factories.PastResultFactory(**same, year=2024)
    factories.PastResultFactory(instansi=first.instansi)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.PastResultFactory(**same)


@pytest.mark.parametrize("value", ["-0.01", "5.01"])
def test_past_value_stands_on_the_scale(value):
    with pytest.raises(IntegrityError, match="past_value_on_scale"), transaction.atomic():
        factories.PastValueFactory(value=value)


@pytest.mark.parametrize("level", [-1, 6])
def test_past_level_stands_on_the_scale(level):
    with pytest.raises(IntegrityError, match="past_level_on_scale"), transaction.atomic():
        factories.PastLevelFactory(level=level)


@pytest.mark.parametrize(
    ("constraint", "model", "factory", "place"),
    [
        ("past_value_once", PastValue, factories.PastValueFactory, "domain"),
        ("past_level_once", PastLevel, factories.PastLevelFactory, "indicator"),
    ],
)
def test_each_place_of_a_result_has_one_value(constraint, model, factory, place):
    row = factory()
    assert constraint in {rule.name for rule in model._meta.constraints}
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(result=row.result, **{place: getattr(row, place)})


@pytest.mark.parametrize(
    ("constraint", "change"),
    [("result_draft_shape_known", {"shape": "story"}), ("result_draft_track_known", {"track": "rumour"})],
)
def test_result_draft_constraint_holds(constraint, change):
    draft = factories.ResultDraftFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ResultDraft.objects.filter(pk=draft.pk).update(**change)


def test_results_are_visible_to_those_who_see_the_numbers(world):
    result = factories.PastResultFactory(instansi=world.instansi)
    people = ("operator", "admin", "assessor", "coordinator", "technician", "stranger")
    seeing = [name for name in people if PastResult.objects.visible_to(getattr(world, name)).contains(result)]
    assert seeing == ["admin", "assessor", "coordinator"]


def test_draft_is_visible_to_its_maker_only(world):
    draft = factories.ResultDraftFactory(instansi=world.instansi, created_by=world.admin)
    assert ResultDraft.objects.visible_to(world.admin).contains(draft)
    assert not ResultDraft.objects.visible_to(world.coordinator).exists()

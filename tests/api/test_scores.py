"""Scores over the API: the same numbers as the screens, as text, and never to operators."""

import pytest
from django.utils import timezone

from assessments.models import Assessment, Stage, Status
from tests import factories
from tests.api.test_answers import put_in


@pytest.fixture
def url(world):
    put_in(world.answer, Status.VERIFIED)
    return f"/api/v1/assessments/{world.assessment.pk}/score/"


def test_score_is_told_whole_and_in_text(world, api_for, url):
    data = api_for(world.admin).get(url).json()
    codes = list(world.instrument.indicators.order_by("position").values_list("code", flat=True))
    kurang = {"code": "kurang", "name": "Kurang", "floor": "0.00"}
    assert data == {
        "assessment": world.assessment.pk,
        "track": "claimed",
        "is_headline": True,
        "basis": "exact",
        "index": "0.75",
        "index_exact": "0.75",
        "predikat": kurang,
        "predikat_of_other_basis": kurang,
        "answered": 1,
        "total": 4,
        "is_provisional": True,
        "weighted_sum": "300",
        "weight_total": 400,
        "domains": [
            {**group("D1", "Domain contoh 1"), "value": "1.50", "value_exact": "1.50", "answered": 1},
            group("D2", "Domain contoh 2"),
        ],
        "aspects": [
            {**group("A1", "Aspek contoh 1"), "value": "1.50", "value_exact": "1.50", "answered": 1},
            group("A2", "Aspek contoh 2"),
        ],
        "trace": [
            {"code": codes[0], "level": "3", "weight_units": 100, "product": "300"},
            *({"code": code, "level": None, "weight_units": 100, "product": "0"} for code in codes[1:]),
        ],
    }


def group(code, name):
    value = {"value": "0.00", "value_exact": "0.00", "answered": 0, "total": 2}
    return {"code": code, "name": name, "weight_units": 200} | value


def test_each_track_is_scored_from_its_own_levels(world, api_for, url):
    factories.VerdictFactory(
        assignment=world.assignment, final_level=5, justification="x", external_level="1", decided_at=timezone.now(),
        decided_by=world.assessor,
    )  # fmt: skip
    Assessment.objects.update(stage=Stage.SCORING)
    client = api_for(world.coordinator)
    found = {track: client.get(url, {"track": track}).json() for track in ("claimed", "verified", "final", "external")}
    assert {track: row["index"] for track, row in found.items()} == {
        "claimed": "0.75",
        "verified": "0.50",
        "final": "1.25",
        "external": "0.25",
    }
    assert [track for track, row in found.items() if row["is_headline"]] == ["final"]
    assert client.get(url).json()["track"] == "final"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("admin", 200),
        ("assessor", 200),
        ("coordinator", 200),
        ("operator", 403),
        ("other_operator", 403),
        ("technician", 404),
        ("stranger", 404),
    ],
)
def test_score_is_for_those_who_may_see_results(world, api_for, url, role, status):
    assert api_for(getattr(world, role)).get(url).status_code == status


def test_unknown_track_is_refused(world, api_for, url):
    response = api_for(world.admin).get(url, {"track": "rahasia"})
    assert (response.status_code, list(response.json())) == (400, ["track"])


def test_score_takes_as_many_queries_for_many_answers(world, api_for, url, queries_of):
    client = api_for(world.admin)
    one = queries_of(client, url)
    for indicator in world.instrument.indicators.exclude(pk=world.indicator.pk):
        for unit in (world.unit, world.other_unit):
            assignment = factories.AssignmentFactory(assessment=world.assessment, indicator=indicator, unit=unit)
            factories.EvidenceFactory(answer=put_in(factories.AnswerFactory(assignment=assignment), Status.SUBMITTED))
    assert queries_of(client, url) == one <= 12

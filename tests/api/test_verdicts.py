"""Final levels over the API: the assessor's, first and again, and who may read them."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Answer, Assessment, Stage, Status, Verdict
from tests import factories
from tests.api.test_answers import put_in

LIST = "/api/v1/verdicts/"
BODY = {"level": 3, "justification": "Sesuai Perwali."}


@pytest.fixture
def url(world):
    put_in(world.answer, Status.VERIFIED)
    return f"/api/v1/assessments/{world.assessment.pk}/verdicts/{world.indicator.code}/"


def test_first_verdict_is_made_with_if_none_match(world, api_for, url):
    response = api_for(world.assessor).put(url, BODY, HTTP_IF_NONE_MATCH="*")
    assert (response.status_code, response.headers["ETag"]) == (201, '"1"')
    data = response.json()
    assert data.pop("decided_at")
    assert data == {
        "id": Verdict.objects.get().pk,
        "assessment": world.assessment.pk,
        "indicator": world.indicator.code,
        "final_level": "3.00",
        "justification": "Sesuai Perwali.",
        "external_level": None,
        "version": 1,
    }
    assert Answer.objects.get().status == Status.ASSESSED


def test_later_verdicts_name_the_version_they_replace(world, api_for, url):
    client = api_for(world.assessor)
    client.put(url, BODY, HTTP_IF_NONE_MATCH="*")
    response = client.put(url, {**BODY, "level": "4"}, HTTP_IF_MATCH='"1"')
    assert (response.status_code, response.headers["ETag"], response.json()["final_level"]) == (200, '"2"', "4.00")
    assert client.get(url).headers["ETag"] == '"2"'


def test_verdict_without_a_version_is_refused(world, api_for, url):
    client = api_for(world.assessor)
    assert client.put(url, BODY).status_code == 428
    assert client.put(url, BODY, HTTP_IF_NONE_MATCH='"1"').status_code == 428
    assert client.put(url, BODY, HTTP_IF_MATCH="*").status_code == 400
    assert not Verdict.objects.exists()


def test_verdict_from_an_old_version_shows_the_present_one(world, api_for, url):
    client = api_for(world.assessor)
    client.put(url, BODY, HTTP_IF_NONE_MATCH="*")
    again = client.put(url, {"level": 5, "justification": "Lain."}, HTTP_IF_NONE_MATCH="*")
    assert again.status_code == 412
    assert (again.json()["current"]["final_level"], again.json()["current"]["version"]) == ("3.00", 1)
    assert Verdict.objects.get().final_level == Decimal(3)


def test_verdict_claimed_to_exist_where_there_is_none_is_stale(world, api_for, url):
    response = api_for(world.assessor).put(url, BODY, HTTP_IF_MATCH='"3"')
    assert (response.status_code, response.json()["current"]["id"]) == (412, None)
    assert response.json()["current"]["version"] == 0


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"level", "justification"}),
        ({**BODY, "level": 6}, {"level"}),
        ({**BODY, "level": "3.5"}, {"level"}),
        ({**BODY, "level": None}, {"level"}),
        ({**BODY, "justification": "  "}, {"justification"}),
        ({**BODY, "justification": 3.5, "external_level": 5}, {"external_level"}),
    ],
)
def test_bad_verdict_names_the_field(world, api_for, url, body, fields):
    response = api_for(world.assessor).put(url, body, HTTP_IF_NONE_MATCH="*")
    assert (response.status_code, set(response.json())) == (400, fields)
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("operator", 403),
        ("other_operator", 403),
        ("admin", 403),
        ("coordinator", 403),
        ("technician", 404),
        ("stranger", 404),
    ],
)
def test_others_do_not_decide(world, api_for, url, role, status):
    assert api_for(getattr(world, role)).put(url, BODY, HTTP_IF_NONE_MATCH="*").status_code == status
    assert not Verdict.objects.exists()


def test_verdict_before_verification_says_what_is_missing(world, api_for, url):
    put_in(world.answer, Status.SUBMITTED)
    response = api_for(world.assessor).put(url, BODY, HTTP_IF_NONE_MATCH="*")
    assert response.status_code == 409
    assert response.json() == {"detail": "Masih ada isian yang menunggu verifikasi Diskominfo untuk indikator ini."}


def test_verdict_on_an_indicator_of_another_instrument_is_not_found(world, api_for, url):
    foreign = factories.IndicatorFactory(code="IX")
    address = f"/api/v1/assessments/{world.assessment.pk}/verdicts/{foreign.code}/"
    assert api_for(world.assessor).put(address, BODY, HTTP_IF_NONE_MATCH="*").status_code == 404
    assert api_for(world.assessor).get(address).status_code == 404


@pytest.mark.parametrize("stage", [Stage.SCORING, Stage.FINAL])
@pytest.mark.parametrize(
    "role", ["operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger"]
)
def test_operators_read_verdicts_of_their_indicators_once_final(world, api_for, url, role, stage):
    final = {"finalised_at": timezone.now(), "finalised_by": world.coordinator} if stage == Stage.FINAL else {}
    verdict = factories.VerdictFactory(
        assignment=world.assignment, final_level=3, justification="x", decided_at=timezone.now(),
        decided_by=world.assessor,
    )  # fmt: skip
    Assessment.objects.update(stage=stage, **final)
    seen = role in {"admin", "assessor", "coordinator"} or (role == "operator" and stage == Stage.FINAL)
    client = api_for(getattr(world, role))
    assert [row["id"] for row in client.get(LIST).json()["results"]] == ([verdict.pk] if seen else [])
    assert client.get(f"{LIST}{verdict.pk}/").status_code == (200 if seen else 404)
    assert client.get(url).status_code == (200 if seen else 404)


def test_list_is_filtered_and_takes_as_many_queries_for_many_rows(world, api_for, queries_of):
    factories.VerdictFactory(assignment=world.assignment)
    client = api_for(world.assessor)
    one = queries_of(client, LIST)
    for indicator in world.instrument.indicators.exclude(pk=world.indicator.pk):
        Verdict.objects.create(assessment=world.assessment, indicator=indicator)
    assert (one, queries_of(client, LIST)) == (3, 3)
    codes = {row["indicator"] for row in client.get(LIST, {"indicator": world.indicator.code}).json()["results"]}
    assert codes == {world.indicator.code}
    assert client.get(LIST, {"assessment": world.assessment.pk + 1}).json()["results"] == []


@pytest.mark.parametrize("pk", ["0", "9" * 18, "9" * 40])
def test_verdict_or_score_of_an_unknown_assessment_is_not_found(world, api_for, pk):
    client = api_for(world.assessor)
    address = f"/api/v1/assessments/{pk}/"
    assert client.get(address).status_code == 404
    assert client.get(f"{address}score/").status_code == 404
    assert client.get(f"{address}verdicts/I1/").status_code == 404
    assert client.put(f"{address}verdicts/I1/", BODY, HTTP_IF_NONE_MATCH="*").status_code == 404

"""Answers over the API: visibility per role, If-Match, steps, and text that stays text."""

import json
from decimal import Decimal

import pytest

from assessments.models import Answer, Status
from tests import factories

LIST = "/api/v1/answers/"
ROLES = ["operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger"]
READERS = {"operator", "admin", "assessor", "coordinator"}


def url(answer, rest=""):
    return f"{LIST}{answer.pk}/{rest}"


def put_in(answer, status, **values):
    """The answer in a given state, with all that the database demands of that state."""
    levels = {"claimed_level": 3, "facts": "Ada.", "analysis": "Cukup."} | values
    if status in (Status.VERIFIED, Status.ASSESSED):
        levels |= {"verified_level": 2}
    if status == Status.RETURNED:
        levels |= {"review_note": "Lengkapi."}
    Answer.objects.filter(pk=answer.pk).update(status=status, **levels)
    return Answer.objects.get(pk=answer.pk)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_what_its_screens_show(world, api_for, role):
    client = api_for(getattr(world, role))
    seen = role in READERS
    assert [row["id"] for row in client.get(LIST).json()["results"]] == ([world.answer.pk] if seen else [])
    assert client.get(url(world.answer)).status_code == (200 if seen else 404)
    if not seen:
        assert client.patch(url(world.answer), {"facts": "x"}, HTTP_IF_MATCH='"1"').status_code == 404
        assert client.post(url(world.answer, "steps/submit/"), {}).status_code == 404


def test_detail_is_whole_and_tagged_with_its_version(world, api_for):
    response = api_for(world.operator).get(url(world.answer))
    data = response.json()
    assert response.headers["ETag"] == '"1"'
    assert data.pop("updated_at")
    assert data.pop("unit")["id"] == world.unit.pk
    assert data == {
        "id": world.answer.pk,
        "assessment": world.assessment.pk,
        "indicator": world.indicator.code,
        "person": None,
        "status": "empty",
        "claimed_level": None,
        "facts": "",
        "analysis": "",
        "verified_level": None,
        "review_note": "",
        "extended_until": None,
        "version": 1,
        "submitted_at": None,
        "verified_at": None,
        "steps": ["save"],
    }


def test_list_takes_as_many_queries_for_many_rows(world, api_for, queries_of):
    client = api_for(world.admin)
    one = queries_of(client, LIST)
    for indicator in world.instrument.indicators.exclude(pk=world.indicator.pk):
        for unit in (world.unit, world.other_unit):
            assignment = factories.AssignmentFactory(assessment=world.assessment, indicator=indicator, unit=unit)
            factories.AnswerFactory(assignment=assignment)
    assert (one, queries_of(client, LIST)) == (3, 3)


def test_list_is_filtered_by_assessment_status_indicator_and_unit(world, api_for):
    indicator = world.instrument.indicators.exclude(pk=world.indicator.pk).first()
    assignment = factories.AssignmentFactory(assessment=world.assessment, indicator=indicator, unit=world.other_unit)
    other = put_in(factories.AnswerFactory(assignment=assignment), Status.SUBMITTED)
    client = api_for(world.admin)

    def found(**query):
        return [row["id"] for row in client.get(LIST, query).json()["results"]]

    assert found(assessment=world.assessment.pk) == [world.answer.pk, other.pk]
    assert found(assessment=world.assessment.pk + 1) == []
    assert found(status="submitted") == [other.pk]
    assert found(indicator=world.indicator.code.lower()) == [world.answer.pk]
    assert found(unit=world.other_unit.pk) == [other.pk]
    assert found(unit=world.other_unit.pk, status="empty") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("assessment=satu", "assessment"),
        ("assessment=1.5", "assessment"),
        (f"unit={10**30}", "unit"),
        ("status=terbang", "status"),
        ("indicator=%00", "indicator"),
    ],
)
def test_list_with_a_bad_filter_names_it(world, api_for, query, field):
    response = api_for(world.admin).get(f"{LIST}?{query}")
    assert (response.status_code, list(response.json())) == (400, [field])


def test_writing_saves_a_draft_and_gives_the_next_version(world, api_for):
    body = {"claimed_level": 3, "facts": "Diatur dalam Perwali.", "analysis": "Sudah mencakup."}
    response = api_for(world.operator).patch(url(world.answer), body, HTTP_IF_MATCH='"1"')
    assert (response.status_code, response.headers["ETag"]) == (200, '"2"')
    data = response.json()
    assert (data["status"], data["claimed_level"], data["version"]) == ("draft", "3.00", 2)
    assert data["steps"] == ["save", "submit"]
    saved = Answer.objects.get()
    assert (saved.claimed_level, saved.facts, saved.analysis, saved.updated_by) == (
        Decimal(3),
        "Diatur dalam Perwali.",
        "Sudah mencakup.",
        world.operator,
    )


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED])
def test_writing_keeps_what_is_not_named(world, api_for, status):
    put_in(world.answer, status)
    response = api_for(world.operator).patch(url(world.answer), {"facts": "Baru."}, HTTP_IF_MATCH='"1"')
    assert response.status_code == 200, response.json()
    saved = Answer.objects.get()
    assert (saved.status, saved.claimed_level, saved.facts, saved.analysis) == (status, 3, "Baru.", "Cukup.")


@pytest.mark.parametrize("level", ["4", 4, "4.00", 4.0])
def test_a_level_may_be_text_or_number_and_comes_back_as_text(world, api_for, level):
    response = api_for(world.operator).patch(url(world.answer), {"claimed_level": level}, HTTP_IF_MATCH="1")
    assert response.json()["claimed_level"] == "4.00"


def test_the_same_text_sent_twice_is_one_save(world, api_for):
    client, body = api_for(world.operator), {"facts": "Sekali.", "analysis": "Sekali.", "claimed_level": "2"}
    first = client.patch(url(world.answer), body, HTTP_IF_MATCH='"1"')
    second = client.patch(url(world.answer), body, HTTP_IF_MATCH='"1"')
    assert (first.status_code, second.status_code, second.json()["version"]) == (200, 200, 2)


def test_writing_without_a_version_is_refused(world, api_for):
    response = api_for(world.operator).patch(url(world.answer), {"facts": "Buta."})
    assert response.status_code == 428
    assert "If-Match" in response.json()["detail"]
    assert Answer.objects.get().facts == ""


def test_writing_from_an_old_version_gives_both_texts_a_chance(world, api_for):
    client = api_for(world.operator)
    client.patch(url(world.answer), {"facts": "Tulisan rekan."}, HTTP_IF_MATCH='"1"')
    response = client.patch(url(world.answer), {"facts": "Tulisan saya."}, HTTP_IF_MATCH='"1"')
    assert response.status_code == 412
    assert (response.json()["current"]["facts"], response.json()["current"]["version"]) == ("Tulisan rekan.", 2)
    assert "sudah diubah orang lain" in response.json()["detail"]
    assert Answer.objects.get().facts == "Tulisan rekan."


@pytest.mark.parametrize("tag", ['"1"', "1", 'W/"1"', ' "1" '])
def test_a_version_is_read_as_proxies_may_have_written_it(world, api_for, tag):
    assert api_for(world.operator).patch(url(world.answer), {"facts": "x"}, HTTP_IF_MATCH=tag).status_code == 200


@pytest.mark.parametrize("tag", ["*", '"a"', '"1", "2"', "-1", "9" * 40, "١"])
def test_an_unreadable_version_is_refused(world, api_for, tag):
    response = api_for(world.operator).patch(url(world.answer), {"facts": "x"}, HTTP_IF_MATCH=tag)
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"claimed_level": 6}, "claimed_level"),
        ({"claimed_level": "2.5"}, "claimed_level"),
        ({"claimed_level": "0"}, "claimed_level"),
        ({"claimed_level": "tiga"}, "claimed_level"),
        ({"claimed_level": True}, "claimed_level"),
        ({"claimed_level": [3]}, "claimed_level"),
        ({"claimed_level": "NaN"}, "claimed_level"),
        ({"facts": None}, "facts"),
        ({"facts": {"a": 1}}, "facts"),
        ({"facts": "x" * 5001}, "facts"),
        ({"facts": "nol\x00"}, "facts"),
        ({"analysis": ["a"]}, "analysis"),
        ({"verified_level": 5}, "verified_level"),
        ({"status": "assessed"}, "status"),
    ],
)
def test_bad_input_names_the_field_and_changes_nothing(world, api_for, body, field):
    response = api_for(world.operator).patch(url(world.answer), body, HTTP_IF_MATCH='"1"')
    assert (response.status_code, list(response.json())) == (400, [field])
    assert Answer.objects.get().version == 1


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"{", 400),
        (b'{"facts": NaN}', 400),
        (b"\xff\xfe", 400),
        (b'{"facts": "\\ud800"}', 400),
        (b"[" * 200_000, 400),
        (b'{"claimed_level": 1e999}', 400),
        (b'{"facts": "' + b"x" * 2_000_001 + b'"}', 413),
    ],
    ids=["cut", "nan", "not-utf8", "half-a-surrogate", "deep", "infinite", "long"],
)
@pytest.mark.parametrize("charset", ["utf-8", "zip", "ngawur"])
def test_a_body_that_is_no_json_is_refused(world, api_for, raw, status, charset):
    response = api_for(world.operator).generic(
        "PATCH", url(world.answer), raw, content_type=f"application/json; charset={charset}", HTTP_IF_MATCH='"1"'
    )
    assert response.status_code == status


def test_html_in_a_text_is_kept_as_text(world, api_for):
    evil = '<script>alert("1")</script><svg onload=x> {{ 7*7 }} \'; DROP TABLE--'
    response = api_for(world.operator).patch(url(world.answer), {"facts": evil}, HTTP_IF_MATCH='"1"')
    assert response.json()["facts"] == evil
    assert Answer.objects.get().facts == evil
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("role", ["admin", "assessor", "coordinator"])
def test_others_do_not_write_an_opds_answer(world, api_for, role):
    client = api_for(getattr(world, role))
    assert client.patch(url(world.answer), {"facts": "x"}, HTTP_IF_MATCH='"1"').status_code == 403
    assert client.post(url(world.answer, "steps/submit/"), {}).status_code == 403


def test_writing_a_submitted_answer_says_why_not(world, api_for):
    put_in(world.answer, Status.SUBMITTED)
    response = api_for(world.operator).patch(url(world.answer), {"facts": "x"}, HTTP_IF_MATCH='"1"')
    assert response.status_code == 409
    assert response.json() == {"detail": "Simpan draf tidak dapat dilakukan: isian ini berstatus diajukan."}


def test_a_browser_session_needs_the_csrf_token(world, client_for):
    client = client_for(world.operator)
    client.handler.enforce_csrf_checks = True
    body = json.dumps({"facts": "x"})
    response = client.patch(url(world.answer), body, content_type="application/json", headers={"If-Match": '"1"'})
    assert response.status_code == 403
    assert client.get(url(world.answer)).status_code == 200
    assert Answer.objects.get().version == 1


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 18, "9" * 40, "-1", "abc", "1.0", "%00"])
def test_an_unknown_number_is_not_found_in_json(world, api_for, pk):
    response = api_for(world.operator).get(f"{LIST}{pk}/")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/json")

"""The OpenAPI document is valid, complete, true to what the API answers, and readable as a page."""

import io

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings
from rest_framework.throttling import UserRateThrottle
from schemathesis.checks import not_a_server_error, response_schema_conformance

from accounts.services import tokens
from assessments.models import Answer, Assessment, Verdict
from assessments.summaries import matrix
from spbe_portal import documentation
from tests import factories

SCHEMA = "/api/v1/schema/"
PAGE = "/api/v1/dokumentasi/"
schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))


def test_schema_is_valid_and_made_without_a_warning():
    out = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    assert "title: API Portal SPBE" in out.getvalue()


def test_every_operation_has_an_id_a_tag_and_an_indonesian_summary():
    rows = documentation.operations()
    assert len({row.id for row in rows}) == len(rows) >= 28
    assert {row.tag for row in rows} == set(documentation.TAGS)
    assert all(row.summary and row.summary[0].isupper() and not row.summary.endswith(".") for row in rows)


def test_schema_is_for_those_signed_in(client, world, client_for):
    response = client.get(SCHEMA)
    assert (response.status_code, response.headers["Content-Type"]) == (401, "application/json")
    response = client_for(world.operator).get(SCHEMA)
    assert (response.status_code, response.json()["info"]["title"]) == (200, "API Portal SPBE")
    assert client_for(world.operator).get(f"{SCHEMA}?format=yaml").content.startswith(b"openapi:")


def test_page_shows_every_operation_with_an_example(world, client_for, client):
    page = client_for(world.operator).get(PAGE).content.decode()
    for row in documentation.operations():
        assert f'id="{row.id}"' in page
        assert row.summary in page
    assert "style=" not in page
    assert "<script" not in page
    assert client.get(PAGE).status_code == 302


def test_page_writes_a_write_as_a_command_to_copy():
    by_id = {row.id: row for row in documentation.operations()}
    assert by_id["answers_partial_update"].curl == (
        'curl -H "Authorization: Bearer $KUNCI" \\\n'
        "  -X PATCH \\\n"
        "  -H 'If-Match: \"3\"' \\\n"
        "  -H 'Content-Type: application/json' \\\n"
        '  -d \'{"claimed_level": "3.00", "facts": "…", "analysis": "…"}\' \\\n'
        '  "$PORTAL/api/v1/answers/12/"'
    )
    assert "-F file=@perwali.pdf" in by_id["evidence_create"].curl
    assert by_id["instruments_retrieve"].curl.endswith('"$PORTAL/api/v1/instruments/spbe-2020/"')


def test_page_names_parts_inside_others():
    by_id = {row.id: row for row in documentation.operations()}
    fields = {field.name: field.kind for field in by_id["instruments_retrieve"].answer}
    assert fields["indicators[].criteria[].evidence_items[].is_optional"] == "ya/tidak"
    fields = {field.name: field for field in by_id["answers_list"].parameters}
    assert (fields["status"].place, fields["status"].kind) == (
        "kueri",
        "salah satu: assessed, draft, empty, returned, submitted, verified",
    )


def test_words_between_backticks_are_code_and_all_else_is_escaped():
    assert documentation.marked("a <b> `x<y`") == "<span>a &lt;b&gt; </span><code>x&lt;y</code><span></span>"


# Who may do most there; the first word found in the address counts.
MOST_ABLE = {"verdicts": "assessor", "answers": "operator", "evidence": "operator", "": "admin"}


@pytest.fixture
def one_connection():
    """Requests leave the connection open, as with Django's own test client: the test's transaction lives in it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def target(world, one_connection):
    """Rows for random input to meet: what stands in an address, by the resource that it belongs to."""
    evidence = factories.EvidenceFactory(answer=world.answer)
    job = factories.ReportJobFactory(assessment=world.assessment)
    verdict = factories.VerdictFactory(assignment=world.assignment)
    world.known = {
        "answers": {"id": world.answer.pk},
        "assessments": {"id": world.assessment.pk, "code": world.indicator.code},
        "documents": {"id": evidence.document.pk},
        "evidence": {"id": evidence.pk},
        "instruments": {"code": world.instrument.code},
        "report-jobs": {"id": str(job.pk)},
        "verdicts": {"id": verdict.pk},
    }
    return world


def present_version(case):
    """The If-Match that this write would need now; without it, random input never comes past 428."""
    if "verdicts" in case.path:
        return Verdict.objects.get().version
    return Answer.objects.get().version if "answers" in case.path else matrix(Assessment.objects.get()).fingerprint


def whole(environ, start_response):
    """The portal as a server runs it: the answer is read to its end and closed, with it the uploaded files."""
    response = WSGIHandler()(environ, start_response)
    try:
        return [b"".join(response)]
    finally:
        response.close()


@schema.parametrize()
@settings(max_examples=5, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_no_input_makes_the_api_fail_or_answer_untruly(case, target):
    role = next(role for word, role in MOST_ABLE.items() if word in case.path)
    _, key = tokens.issue(user=getattr(target, role), name="acak", days=1)
    known = target.known[case.path.split("/")[3]]
    case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
    if case.method in ("PUT", "PATCH"):
        case.headers["If-Match"] = f'"{present_version(case)}"'
    case.call_and_validate(
        app=whole,
        headers={"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"},
        checks=[not_a_server_error, response_schema_conformance],
    )


def test_an_unknown_address_is_told_in_json_and_only_to_those_signed_in(client, api_for, world):
    response = client.get("/api/v1/tidak-ada/")
    assert (response.status_code, response.headers["Content-Type"]) == (401, "application/json")
    for method in ("get", "post", "delete", "options"):
        response = getattr(api_for(world.operator), method)("/api/v1/answers/1/tidak/ada/")
        assert (response.status_code, response.json()) == (404, {"detail": "Alamat ini tidak ada pada API."})


def test_too_many_requests_are_told_to_wait(api_for, world, monkeypatch):
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min"})
    client = api_for(world.operator)
    answers = [client.get("/api/v1/instruments/") for _ in range(3)]
    assert [row.status_code for row in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60

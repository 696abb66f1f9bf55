"""Evidence over the API: added by its OPD, judged by the admin, downloaded only by who may see it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from activity.models import Event
from assessments.models import Answer, Stage, Status
from evidence.models import Document, Evidence, Review
from tests import factories
from tests.api.test_answers import put_in
from tests.evidence.corpus import pdf

LIST = "/api/v1/evidence/"
ROLES = ["operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger"]
READERS = {"operator", "admin", "assessor", "coordinator"}
PDF = pdf()


def url(evidence, rest=""):
    return f"{LIST}{evidence.pk}/{rest}"


def body(world, **changes):
    criterion = world.indicator.criteria.get(level=2)
    return {"answer": world.answer.pk, "criterion": criterion.pk, "link": "https://jdih.contoh.go.id/1"} | changes


def upload(client, world, content=PDF, name="1.a.Perwali.pdf", **changes):
    values = body(world, file=SimpleUploadedFile(name, content), **changes)
    del values["link"]
    return client.post(LIST, values, format="multipart")


@pytest.fixture
def evidence(world):
    return factories.EvidenceFactory(answer=world.answer)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_what_its_screens_show(world, api_for, evidence, role):
    client, seen = api_for(getattr(world, role)), role in READERS
    assert [row["id"] for row in client.get(LIST).json()["results"]] == ([evidence.pk] if seen else [])
    assert client.get(url(evidence)).status_code == (200 if seen else 404)
    assert client.get(url(evidence, "download/")).status_code == (200 if seen else 404)
    if not seen:
        assert client.delete(url(evidence)).status_code == 404
        assert client.post(url(evidence, "review/"), {"verdict": "accepted"}).status_code == 404
        assert client.post(url(evidence, "restore/")).status_code == 404
        assert client.post(LIST, body(world)).status_code == 400


def test_detail_is_whole(world, api_for, evidence):
    data = api_for(world.operator).get(url(evidence)).json()
    assert data.pop("added_at")
    assert data["document"].pop("uploaded_at")
    assert data == {
        "id": evidence.pk,
        "answer": world.answer.pk,
        "indicator": world.indicator.code,
        "criterion": evidence.criterion_id,
        "level": 1,
        "item": None,
        "document": {
            "id": evidence.document.pk,
            "name": evidence.document.name,
            "size": evidence.document.size,
            "content_type": "application/pdf",
            "sha256": evidence.document.sha256,
            "pages": None,
        },
        "download": f"/api/v1/evidence/{evidence.pk}/download/",
        "link": "",
        "clause": "",
        "page": "",
        "note": "",
        "review": "waiting",
        "review_note": "",
        "reviewed_at": None,
        "removed_at": None,
        "findings": [],
    }


def test_warnings_are_told_by_rule_and_text(world, api_for, evidence):
    factories.FindingFactory(evidence=evidence, rule="draft", text="Dokumen ini berstatus draf.")
    row = api_for(world.operator).get(LIST).json()["results"][0]
    assert row["findings"] == [{"rule": "draft", "text": "Dokumen ini berstatus draf."}]


def test_list_is_filtered_and_takes_as_many_queries_for_many_rows(world, api_for, evidence, queries_of):
    client = api_for(world.admin)
    one = queries_of(client, LIST)
    factories.EvidenceFactory.create_batch(5, answer=world.answer)
    other = factories.EvidenceFactory(
        answer__assignment=factories.AssignmentFactory(assessment=world.assessment, unit=world.other_unit)
    )
    assert (one, queries_of(client, LIST)) == (4, 4)
    assert [row["id"] for row in client.get(LIST, {"answer": other.answer.pk}).json()["results"]] == [other.pk]
    assert len(client.get(LIST, {"assessment": world.assessment.pk}).json()["results"]) == 7
    assert client.get(LIST, {"review": "accepted"}).json()["results"] == []
    assert client.get(LIST, {"answer": "x"}).status_code == 400


def test_upload_stores_the_file_and_links_it(world, api_for):
    criterion = world.indicator.criteria.get(level=2)
    item = criterion.evidence_items.get()
    response = upload(api_for(world.operator), world, item=item.pk, clause="Pasal 3", page="7", note="Asli")
    assert response.status_code == 201, response.json()
    data = response.json()
    assert (data["level"], data["item"], data["clause"], data["page"], data["note"]) == (
        2,
        item.pk,
        "Pasal 3",
        "7",
        "Asli",
    )
    assert (data["document"]["size"], data["document"]["content_type"]) == (len(PDF), "application/pdf")
    got = api_for(world.admin).get(data["download"])
    assert b"".join(got.streaming_content) == PDF
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_link_or_a_known_document_is_evidence_too(world, api_for):
    client = api_for(world.operator)
    link = client.post(LIST, body(world))
    assert (link.status_code, link.json()["link"], link.json()["download"]) == (
        201,
        "https://jdih.contoh.go.id/1",
        None,
    )
    assert client.get(f"{LIST}{link.json()['id']}/download/").status_code == 404
    document = factories.DocumentFactory(unit=world.unit)
    values = body(world, document=document.pk)
    del values["link"]
    assert client.post(LIST, values).json()["document"]["id"] == document.pk


def test_the_same_upload_twice_is_one(world, api_for):
    client = api_for(world.operator)
    first, second = upload(client, world), upload(client, world)
    assert first.json()["id"] == second.json()["id"]
    assert (Document.objects.count(), Evidence.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"answer": 999_999}, {"answer"}),
        ({"answer": 10**40}, {"answer"}),
        ({"answer": True}, {"answer"}),
        ({"answer": [1]}, {"answer"}),
        ({"criterion": "dua"}, {"criterion"}),
        ({"link": "javascript:alert(1)"}, {"link"}),
        ({"link": "x" * 501}, {"link"}),
        ({"document": 999_999}, {"document"}),
        ({"clause": "x" * 101}, {"clause"}),
        ({"note": {"a": 1}}, {"note"}),
        ({"review": "accepted"}, {"review"}),
        ({"file": "teks"}, {"file"}),
    ],
)
def test_bad_input_names_the_field_and_nothing_is_kept(world, api_for, changes, fields):
    response = api_for(world.operator).post(LIST, body(world, **changes))
    assert (response.status_code, set(response.json())) == (400, fields)
    assert not Evidence.objects.exists()


def test_forged_ids_of_others_are_refused(world, api_for):
    foreign = factories.EvidenceFactory()
    other = factories.EvidenceFactory(
        answer__assignment=factories.AssignmentFactory(assessment=world.assessment, unit=world.other_unit)
    )
    client = api_for(world.operator)
    for changes, fields in (
        ({"answer": foreign.answer.pk}, {"answer"}),
        ({"answer": other.answer.pk}, {"answer"}),
        ({"criterion": foreign.criterion.pk}, {"criterion"}),
        ({"item": foreign.criterion.evidence_items.get().pk}, {"item"}),
        ({"document": foreign.document.pk}, {"document"}),
        ({"document": other.document.pk}, {"document"}),
    ):
        values = body(world, **changes)
        if "document" in changes:
            del values["link"]
        response = client.post(LIST, values)
        assert (response.status_code, set(response.json())) == (400, fields)
    assert not world.answer.evidence.exists()


def test_nothing_or_two_things_at_once_is_no_evidence(world, api_for):
    client, values = api_for(world.operator), body(world)
    document = factories.DocumentFactory(unit=world.unit)
    assert client.post(LIST, {**values, "document": document.pk}).status_code == 400
    del values["link"]
    assert client.post(LIST, values).json() == {"non_field_errors": ["Sertakan tepat satu: file, document, atau link."]}


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"<html><script>alert(1)</script>", "a.pdf"), (PDF, "a.exe"), (b"MZ\x90\x00", "a.pdf"), (b"", "a.pdf")],
)
def test_a_file_that_is_not_what_it_says_is_refused(world, api_for, content, name):
    assert upload(api_for(world.operator), world, content, name).status_code == 400
    assert not Document.objects.exists()


def test_a_name_with_a_path_is_only_a_name(world, api_for):
    response = upload(api_for(world.operator), world, name="../../etc/Perwali\n.pdf")
    assert response.status_code == 201
    assert "/" not in response.json()["document"]["name"]


@pytest.mark.parametrize("role", ["admin", "assessor", "coordinator"])
def test_others_do_not_add_or_remove(world, api_for, evidence, role):
    client = api_for(getattr(world, role))
    assert client.post(LIST, body(world)).status_code == 403
    assert upload(client, world).status_code == 403
    assert client.delete(url(evidence)).status_code == 403
    assert client.post(url(evidence, "restore/")).status_code == 403
    assert Evidence.objects.linked().get() == evidence


def test_removed_evidence_leaves_the_list_and_can_be_put_back(world, api_for, evidence):
    client = api_for(world.operator)
    assert client.delete(url(evidence)).status_code == 204
    assert client.delete(url(evidence)).status_code == 204
    assert client.get(LIST).json()["results"] == []
    assert client.get(url(evidence)).json()["removed_at"]
    assert client.post(url(evidence, "restore/")).json()["removed_at"] is None
    assert Evidence.objects.linked().get() == evidence
    assert list(Event.objects.values_list("verb", flat=True)) == ["evidence_remove", "evidence_restore"]


def test_evidence_of_a_submitted_answer_stays(world, api_for, evidence):
    put_in(world.answer, Status.SUBMITTED)
    client = api_for(world.operator)
    assert client.delete(url(evidence)).status_code == 409
    assert client.post(LIST, body(world)).status_code == 409
    assert upload(client, world).status_code == 409
    assert not Document.objects.exclude(pk=evidence.document_id).exists()


@pytest.mark.parametrize(
    ("attempt", "status"),
    [
        (("admin", {"verdict": "accepted"}), 200),
        (("admin", {"verdict": "refused", "note": "Belum ditetapkan."}), 200),
        (("admin", {"verdict": "refused"}), 409),
        (("admin", {"verdict": "waiting"}), 400),
        (("admin", {"verdict": "bagus"}), 400),
        (("admin", {}), 400),
        (("admin", {"verdict": "accepted", "note": "x" * 501}), 400),
        (("operator", {"verdict": "accepted"}), 403),
        (("assessor", {"verdict": "accepted"}), 403),
    ],
)
def test_review_is_the_admins(world, api_for, evidence, attempt, status):
    role, values = attempt
    put_in(world.answer, Status.SUBMITTED)
    response = api_for(getattr(world, role)).post(url(evidence, "review/"), values)
    assert response.status_code == status, response.json()
    evidence.refresh_from_db()
    assert evidence.review == (values["verdict"] if status == 200 else Review.WAITING)


def test_review_before_submission_or_after_closing_is_refused(world, api_for, evidence):
    client = api_for(world.admin)
    assert client.post(url(evidence, "review/"), {"verdict": "accepted"}).status_code == 409
    put_in(world.answer, Status.SUBMITTED)
    type(world.assessment).objects.update(stage=Stage.SCORING)
    assert client.post(url(evidence, "review/"), {"verdict": "accepted"}).status_code == 409
    assert Answer.objects.get().status == Status.SUBMITTED

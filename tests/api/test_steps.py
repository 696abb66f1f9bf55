"""Steps of an answer over the API: the workflow's refusals, each with its own status."""

import pytest

from activity.models import Event
from assessments.models import Answer, Stage, Status
from tests import factories
from tests.api.test_answers import put_in, url


def test_the_steps_of_one_answer_from_draft_to_verified(world, api_for):
    operator, admin = api_for(world.operator), api_for(world.admin)
    put_in(world.answer, Status.DRAFT, claimed_level=1)
    assert operator.post(url(world.answer, "steps/submit/"), {}).json()["status"] == "submitted"
    returned = admin.post(url(world.answer, "steps/return/"), {"note": "Sebut pasalnya."}).json()
    assert (returned["status"], returned["review_note"]) == ("returned", "Sebut pasalnya.")
    assert operator.post(url(world.answer, "steps/submit/"), {}).json()["status"] == "submitted"
    response = admin.post(url(world.answer, "steps/verify/"), {"level": "1"})
    assert (response.json()["status"], response.json()["verified_level"]) == ("verified", "1.00")
    assert response.headers["ETag"] == '"5"'


@pytest.mark.parametrize(
    ("attempt", "status"),
    [
        (("operator", Status.EMPTY, "submit", {}), 409),
        (("operator", Status.DRAFT, "submit", {}), 409),
        (("operator", Status.SUBMITTED, "verify", {"level": 3}), 403),
        (("admin", Status.SUBMITTED, "verify", {}), 409),
        (("admin", Status.SUBMITTED, "verify", {"level": 9}), 400),
        (("admin", Status.SUBMITTED, "verify", {"level": "2.5"}), 400),
        (("admin", Status.SUBMITTED, "verify", {"tingkat": 2}), 400),
        (("admin", Status.SUBMITTED, "return", {}), 409),
        (("admin", Status.SUBMITTED, "return", {"note": "   "}), 409),
        (("admin", Status.SUBMITTED, "return", {"note": "x" * 2001}), 400),
        (("admin", Status.DRAFT, "verify", {"level": 3}), 409),
        (("operator", Status.DRAFT, "save", {}), 404),
        (("operator", Status.RETURNED, "revise", {}), 404),
        (("operator", Status.DRAFT, "terbang", {}), 404),
    ],
)
def test_a_step_that_is_not_possible_is_refused_with_its_own_status(world, api_for, attempt, status):
    role, before, step, body = attempt
    if before != Status.EMPTY:
        put_in(world.answer, before)
    response = api_for(getattr(world, role)).post(url(world.answer, f"steps/{step}/"), body)
    assert response.status_code == status, response.json()
    assert Answer.objects.get().status == before


def test_a_step_may_name_the_version_it_was_decided_on(world, api_for):
    put_in(world.answer, Status.SUBMITTED, version=4)
    client = api_for(world.admin)
    address, body = url(world.answer, "steps/verify/"), {"level": 3}
    stale = client.post(address, body, HTTP_IF_MATCH='"3"')
    assert (stale.status_code, stale.json()["current"]["version"]) == (412, 4)
    assert client.post(address, body, HTTP_IF_MATCH='"4"').status_code == 200


def test_a_step_after_the_stage_has_closed_is_refused(world, api_for):
    put_in(world.answer, Status.SUBMITTED)
    type(world.assessment).objects.update(stage=Stage.SCORING)
    response = api_for(world.admin).post(url(world.answer, "steps/verify/"), {"level": 3})
    assert response.status_code == 409
    assert response.json() == {"detail": "Penilaian berada pada tahap Penilaian asesor; verifikasi sudah ditutup."}


def test_submit_with_missing_evidence_lists_it_and_takes_its_confirmation(world, api_for):
    put_in(world.answer, Status.DRAFT, claimed_level=2)
    items = {row.level: row.evidence_items.get() for row in world.indicator.criteria.all()}
    factories.EvidenceFactory(answer=world.answer, criterion=items[2].criterion, item=items[2], added_by=world.operator)
    operator, address = api_for(world.operator), url(world.answer, "steps/submit/")
    refused = operator.post(address, {})
    code = f"1:{items[1].pk}"
    assert (refused.status_code, refused.json()) == (
        409,
        {
            "detail": "1 bukti yang diminta belum ada. Tambahkan, atau kirim tanpa bukti itu.",
            "missing": [{"level": 1, "text": "Dokumen contoh", "code": code}],
        },
    )
    assert operator.post(address, {"confirm_missing": ["1:0"]}).status_code == 409
    assert operator.post(address, {"confirm_missing": True}).status_code == 400
    assert operator.post(address, {"confirm_missing": [code]}).json()["status"] == "submitted"
    assert Event.objects.get(verb="submit").note == "Dikirim tanpa:\nTingkat 1: Dokumen contoh"

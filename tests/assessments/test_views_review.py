"""The steps on an answer's page: the operator takes it back, the admin verifies or returns it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessments.models import Answer, Stage, Status
from assessments.workflow import take
from tests.assessments.scenes import everything, fresh, set_deadlines, set_stage, set_status, words


@pytest.fixture
def step(world, client_for):
    """`step("verify", level="1")` sends a step's form as the admin, from the version the page would show."""

    def send(name, *, by=None, **data):
        data = {"version": str(fresh(world.answer).version)} | data
        return client_for(by or world.admin).post(f"/isian/{world.answer.pk}/langkah/{name}/", data)

    return send


def test_admin_page_offers_review_of_what_was_submitted(world, page):
    set_status(world.answer, "submitted")
    text = words(page(by=world.admin))
    for name in ("verify", "return"):
        assert f'action="/isian/{world.answer.pk}/langkah/{name}/"' in text
    assert "OPD mengajukan tingkat 1." in text


@pytest.mark.parametrize("name", ["assessor", "coordinator", "operator"])
def test_others_are_not_offered_the_review(world, page, name):
    set_status(world.answer, "submitted")
    assert "/langkah/verify/" not in words(page(by=getattr(world, name)))


def test_verify_keeps_the_level_and_comes_back(world, step):
    set_status(world.answer, "submitted")
    response = step("verify", level="1", note="Sesuai\r\nbukti")
    assert (response.status_code, response.url) == (302, f"/isian/{world.answer.pk}/")
    now = fresh(world.answer)
    assert (now.status, now.verified_level, now.review_note) == (Status.VERIFIED, 1, "Sesuai\nbukti")


def test_return_and_unverify_and_withdraw(world, step):
    set_status(world.answer, "verified")
    assert step("unverify").status_code == 302
    assert step("return", note="Lengkapi", level="1").status_code == 302
    set_status(world.answer, "submitted")
    assert step("withdraw", by=world.operator).status_code == 302
    assert fresh(world.answer).status == Status.DRAFT


def test_submit_as_a_step_of_its_own(world, step):
    set_status(world.answer, "draft")
    assert step("submit", by=world.operator).status_code == 302
    assert fresh(world.answer).status == Status.SUBMITTED


def test_return_without_a_reason_is_refused_on_the_page(world, step):
    set_status(world.answer, "submitted")
    before = everything()
    response = step("return", note="  ")
    assert (response.status_code, everything()) == (409, before)
    assert "Tulis alasannya" in words(response)


def test_stale_step_keeps_the_note_and_can_be_sent_again(world, step):
    """The operator took it back, mended it and sent it again while the admin was writing."""
    set_status(world.answer, "submitted")
    Answer.objects.filter(pk=world.answer.pk).update(version=4, facts="Fakta yang diperbaiki")
    before = everything()
    response = step("return", version="1", note="Pasal belum disebut")
    text = words(response)
    assert (response.status_code, everything()) == (409, before)
    assert "Isian ini berubah sejak Anda membukanya" in text
    assert "Fakta yang diperbaiki" in text
    assert "Pasal belum disebut</textarea>" in text
    assert 'name="version" value="4"' in text
    assert step("return", version="4", note="Pasal belum disebut").status_code == 302


def test_step_on_what_was_taken_back_shows_the_note_to_copy(world, step):
    set_status(world.answer, "submitted")
    take("withdraw", world.answer, by=world.operator)
    before = everything()
    response = step("return", version="1", note="Pasal belum disebut")
    assert (response.status_code, everything()) == (409, before)
    assert "Catatan Anda belum tersimpan" in words(response)
    assert "Pasal belum disebut" in words(response)


def test_verify_sent_twice_verifies_once(world, step):
    set_status(world.answer, "submitted")
    step("verify", level="1", version="1")
    before = everything()
    assert step("verify", level="1", version="1").status_code == 409
    assert everything() == before


@pytest.mark.parametrize("data", [{"level": "abc"}, {"level": "9e999999999"}, {"level": "1", "note": "x" * 2001},
                                  {"level": "1", "note": "\x00"}])  # fmt: skip
def test_bad_review_is_told_and_changes_nothing(world, step, data):
    set_status(world.answer, "submitted")
    before = everything()
    assert step("verify", **data).status_code == 422
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "by", "status"),
    [
        ("verify", "operator", 403),
        ("return", "assessor", 403),
        ("unverify", "coordinator", 403),
        ("withdraw", "admin", 403),
        ("submit", "admin", 403),
        ("verify", "other_operator", 404),
        ("verify", "stranger", 404),
        ("verify", "technician", 404),
        ("save", "operator", 404),  # writing goes through the form
        ("revise", "operator", 404),
        ("approve", "admin", 404),
    ],
)
def test_step_by_the_wrong_person_or_name(world, step, name, by, status):
    set_status(world.answer, "submitted")
    before = everything()
    assert step(name, by=getattr(world, by), level="1", note="Alasan").status_code == status
    assert everything() == before


@pytest.mark.parametrize("stage", [Stage.SCORING, Stage.FINAL])
def test_step_after_the_stage_is_refused_on_the_page(world, step, stage):
    set_status(world.answer, "submitted")
    set_stage(world.assessment, stage)
    before = everything()
    response = step("verify", level="1", note="Sesuai")
    assert (response.status_code, everything()) == (409, before)
    assert "verifikasi sudah ditutup" in words(response)
    assert "Sesuai" in words(response)


def test_review_after_the_deadline_is_refused_on_the_page(world, page, step):
    set_status(world.answer, "submitted")
    set_deadlines(world.assessment, -3, -1)
    assert "Verifikasi sudah ditutup" in words(page(by=world.admin))
    assert step("verify", level="1").status_code == 409
    assert fresh(world.answer).status == Status.SUBMITTED


def test_reading_the_address_of_a_step_shows_the_answer(world, client_for):
    """Whoever reloads the page of a refusal, or comes back to it from signing in."""
    path = f"/isian/{world.answer.pk}/langkah/verify/"
    assert world.indicator.question in words(client_for(world.admin).get(path))
    assert client_for(world.other_operator).get(path).status_code == 404


def test_decimal_scale_is_verified_with_a_comma(world, step, page):
    set_status(world.answer, "submitted")
    world.instrument.scale_step = Decimal("0.01")
    world.instrument.save()
    assert 'value="1"' in words(page(by=world.admin)) or 'value="1,00"' in words(page(by=world.admin))
    assert step("verify", level="1,25").status_code == 302
    assert fresh(world.answer).verified_level == Decimal("1.25")

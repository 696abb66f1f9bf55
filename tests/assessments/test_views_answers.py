"""One answer in the browser: read, written, saved and handed in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessments.models import Answer, Stage, Status
from assessments.workflow import save_draft
from tests import factories
from tests.assessments.scenes import everything, extend, fresh, set_deadlines, set_stage, set_status, words

TEXT = {"version": "1", "level": "1", "facts": "Fakta saya", "analysis": "Analisis saya"}


def test_answer_page_shows_question_criteria_and_form(world, page):
    text = words(page())
    assert world.indicator.question in text
    assert [f"Tingkat {level}:" in text for level in range(1, 6)] == [True] * 5
    for name in ('name="facts"', 'name="analysis"', 'name="level"', 'value="submit"', 'value="save"'):
        assert name in text


def test_answer_page_query_count_is_constant(world, client_for, django_assert_num_queries):
    client = client_for(world.operator)
    factories.FindingFactory(evidence__answer=world.answer)
    with django_assert_num_queries(13):
        client.get(f"/isian/{world.answer.pk}/")
    for criterion in world.indicator.criteria.all():
        for row in factories.EvidenceFactory.create_batch(2, answer=world.answer, criterion=criterion):
            factories.FindingFactory(evidence=row)
    with django_assert_num_queries(13):
        client.get(f"/isian/{world.answer.pk}/")


@pytest.mark.parametrize("name", ["other_operator", "technician", "stranger"])
def test_answer_of_others_is_not_found_nor_written(world, page, name):
    before = everything()
    assert page(by=getattr(world, name)).status_code == 404
    assert page(TEXT, by=getattr(world, name)).status_code == 404
    assert everything() == before


@pytest.mark.parametrize("name", ["admin", "assessor", "coordinator"])
def test_staff_reads_the_answer_but_may_not_write_it(world, page, name):
    set_status(world.answer, "draft")
    before = everything()
    response = page(by=getattr(world, name))
    assert (response.status_code, 'name="facts"' in words(response)) == (200, False)
    assert page(TEXT, by=getattr(world, name)).status_code == 403
    assert everything() == before


@pytest.mark.parametrize("path", ["/isian/99999/", "/isian/99999999999999999999999/", "/isian/99999/riwayat/"])
def test_unknown_answer_is_not_found(world, client_for, path):
    assert client_for(world.operator).get(path).status_code == 404


def test_save_writes_and_comes_back(world, page):
    response = page(TEXT, langkah="save")
    assert (response.status_code, response.url) == (302, f"/isian/{world.answer.pk}/")
    now = fresh(world.answer)
    assert (now.status, now.claimed_level, now.facts, now.analysis, now.version) == (
        Status.DRAFT, 1, "Fakta saya", "Analisis saya", 2,
    )  # fmt: skip


def test_save_asks_at_most_eight_queries(world, client_for, django_assert_num_queries):
    """Session, person, answer, the locked answer, the write, the event, and the savepoint's two."""
    client = client_for(world.operator)
    with django_assert_num_queries(8):
        client.post(f"/isian/{world.answer.pk}/", TEXT)


def test_submit_saves_and_hands_in(world, page):
    response = page(TEXT, langkah="submit")
    assert response.status_code == 302
    now = fresh(world.answer)
    assert (now.status, now.submitted_by, now.facts) == (Status.SUBMITTED, world.operator, "Fakta saya")


def test_submit_sent_twice_is_taken_kindly(world, page):
    page(TEXT, langkah="submit")
    before = everything()
    response = page(TEXT, langkah="submit")
    assert (response.status_code, everything()) == (302, before)


def test_submit_refused_keeps_the_draft_and_says_both(world, page):
    response = page(TEXT, langkah="submit", level="3")
    text = words(response)
    assert response.status_code == 409
    assert "Draf tersimpan, tetapi belum dikirim." in text
    assert "Tautkan paling sedikit satu data dukung pada tingkat 3." in text
    now = fresh(world.answer)
    assert (now.status, now.claimed_level, now.facts) == (Status.DRAFT, 3, "Fakta saya")
    assert f'name="version" value="{now.version}"' in text  # the same page can be sent again


def test_submit_of_the_same_text_after_the_deadline_says_why_not(world, page):
    page(TEXT)
    set_deadlines(world.assessment, -1)
    response = page(TEXT, langkah="submit", version="2")
    assert response.status_code == 409
    assert "Masa pengisian sudah berakhir" in words(response)
    assert fresh(world.answer).status == Status.DRAFT


@pytest.mark.parametrize(
    ("pressed", "address"),
    [
        ("2:{item}", "bukti/tambah/?tingkat=2&item={item}"),
        ("4", "bukti/tambah/?tingkat=4"),
        ("4:abc", "bukti/tambah/?tingkat=4"),
        ("abc", ""),
        ("²:1", ""),
        ("//elsewhere.example:1", ""),
    ],
)
def test_save_leads_on_to_evidence(world, page, pressed, address):
    item = world.indicator.criteria.get(level=2).evidence_items.get().pk
    response = page(TEXT, lanjut=pressed.format(item=item))
    assert response.url == f"/isian/{world.answer.pk}/{address.format(item=item)}"
    assert fresh(world.answer).facts == "Fakta saya"


def test_stale_save_shows_both_texts_and_can_be_sent_again(world, page):
    save_draft(fresh(world.answer), level=Decimal(2), facts="Fakta rekan", analysis="B", version=1, by=world.operator)
    before = everything()
    response = page(TEXT)
    text = words(response)
    assert (response.status_code, everything()) == (409, before)
    assert "Isian ini sudah diubah orang lain" in text
    assert "Fakta rekan" in text
    assert text.count("Fakta saya") == 2  # beside the other text, and still in the form
    assert 'name="version" value="2"' in text
    assert page(TEXT, version="2").status_code == 302
    assert fresh(world.answer).facts == "Fakta saya"


def test_stale_save_with_mistakes_stays_stale(world, page):
    """The page of the mistake carries the old version on: text nobody was shown is never overwritten."""
    save_draft(fresh(world.answer), level=None, facts="Fakta rekan", analysis="", version=1, by=world.operator)
    response = page(TEXT, level="9")
    assert (response.status_code, 'name="version" value="1"' in words(response)) == (422, True)
    assert page(TEXT, level="2").status_code == 409
    assert fresh(world.answer).facts == "Fakta rekan"


def test_save_into_a_closed_answer_shows_the_text_to_copy(world, page):
    set_deadlines(world.assessment, -1)
    response = page(TEXT)
    text = words(response)
    assert response.status_code == 409
    assert "Masa pengisian sudah berakhir" in text
    assert "Tulisan Anda belum tersimpan" in text
    assert "Fakta saya" in text
    assert 'name="facts"' not in text


def test_save_after_a_colleague_handed_it_in_shows_the_text_to_copy(world, page):
    Answer.objects.filter(pk=set_status(world.answer, "submitted").pk).update(version=3)
    response = page(TEXT)
    assert response.status_code == 409
    assert "Salin tulisan Anda" in words(response)
    assert "Fakta saya" in words(response)


def test_decimal_scale_has_a_field_that_takes_a_comma(world, page):
    world.instrument.scale_step = Decimal("0.01")
    world.instrument.save()
    assert 'type="text" name="level"' in words(page())
    assert page(TEXT, level="2,75").status_code == 302
    assert fresh(world.answer).claimed_level == Decimal("2.75")
    assert 'value="2,75"' in words(page())


def test_returned_answer_shows_the_reason_and_takes_a_revision(world, page):
    set_status(world.answer, "returned")
    assert "Dikembalikan oleh Diskominfo" in words(page())
    assert page(TEXT, langkah="submit").status_code == 302
    assert fresh(world.answer).status == Status.SUBMITTED


def test_extension_opens_the_form_again(world, page):
    set_deadlines(world.assessment, -1)
    assert 'name="facts"' not in words(page())
    extend(world.answer, 2)
    assert 'name="facts"' in words(page())


def test_final_answer_shows_the_verdict_to_its_operator(world, page):
    factories.VerdictFactory(
        assignment=world.assignment, final_level=2, justification="Bukti kurang.", decided_at=world.answer.updated_at,
        decided_by=world.assessor,
    )  # fmt: skip
    assert "Bukti kurang." not in words(page())
    set_stage(world.assessment, Stage.FINAL)
    assert "Bukti kurang." in words(page())


def test_history_lists_the_steps_to_those_who_see_the_answer(world, client_for, page):
    page(TEXT)
    path = f"/isian/{world.answer.pk}/riwayat/"
    assert f"{world.operator} menyimpan draf" in words(client_for(world.operator).get(path))
    assert client_for(world.admin).get(path).status_code == 200
    assert client_for(world.other_operator).get(path).status_code == 404
    assert client_for(world.operator).get(f"{path}?hal=abc").status_code == 200


def test_text_typed_before_the_session_ran_out_is_back_after_signing_in(world, client_for):
    client = client_for()
    path = f"/isian/{world.answer.pk}/"
    assert client.post(path, TEXT).status_code == 302
    session = client.session
    kept = dict(session)
    client.force_login(world.operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session.update(kept)
    session.save()
    text = words(client.get(path))
    assert "Tulisan Anda sebelum sesi berakhir ditampilkan kembali" in text
    assert "Fakta saya" in text
    assert "Fakta saya" not in words(client.get(path))

"""Who may open which page of evidence; taking off, putting back, judging."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from assessments.models import Status
from evidence.models import Evidence
from tests import factories
from tests.evidence.scenes import set_status, text_of


@pytest.mark.parametrize("who", ["other_operator", "technician", "stranger"])
def test_pages_about_evidence_not_visible_are_404(world, evidence, client_for, who):
    client = client_for(getattr(world, who))
    for name, pk in (
        ("evidence-add", world.answer.pk),
        ("evidence-remove", evidence.pk),
        ("evidence-review", evidence.pk),
        ("document-download", evidence.document.pk),
    ):
        assert client.get(reverse(name, args=[pk])).status_code == 404, name
    for name in ("evidence-remove", "evidence-restore", "evidence-review"):
        assert client.post(reverse(name, args=[evidence.pk]), {"verdict": "accepted"}).status_code == 404, name
    assert evidence.document.name not in text_of(client.get(reverse("documents")))


@pytest.mark.parametrize(
    ("who", "name", "method"),
    [
        ("admin", "evidence-add", "get"),
        ("assessor", "evidence-add", "post"),
        ("admin", "evidence-remove", "get"),
        ("coordinator", "evidence-remove", "post"),
        ("admin", "evidence-restore", "post"),
        ("operator", "evidence-review", "get"),
        ("operator", "evidence-review", "post"),
        ("assessor", "evidence-review", "post"),
    ],
)
def test_step_of_another_role_is_403(world, client_for, who, name, method):
    evidence = factories.EvidenceFactory(answer=world.answer)
    pk = world.answer.pk if name == "evidence-add" else evidence.pk
    response = getattr(client_for(getattr(world, who)), method)(reverse(name, args=[pk]), {"verdict": "accepted"})
    assert response.status_code == 403


def test_remove_asks_first_then_offers_to_undo(world, operator, evidence):
    url = reverse("evidence-remove", args=[evidence.pk])
    assert "Lepas bukti ini dari isian?" in text_of(operator.get(url))
    assert Evidence.objects.linked().count() == 1
    response = operator.post(url, follow=True)
    page = text_of(response)
    assert Evidence.objects.linked().count() == 0
    assert response.redirect_chain == [(world.answer.get_absolute_url(), 302)]
    assert f'action="{reverse("evidence-restore", args=[evidence.pk])}"' in page
    assert re.search(r"csrfmiddlewaretoken.*Batalkan", page, re.DOTALL)
    operator.post(reverse("evidence-restore", args=[evidence.pk]))
    assert Evidence.objects.linked().count() == 1


def test_change_shows_the_place_and_saves_it(world, operator, evidence):
    url = reverse("evidence-change", args=[evidence.pk])
    assert f'href="{url}"' in text_of(operator.get(world.answer.get_absolute_url()))
    response = operator.post(url, {"clause": "Pasal 9", "page": "12-14", "note": "Ayat 2"})
    assert response["Location"] == f"{world.answer.get_absolute_url()}#tingkat-{evidence.criterion.level}"
    page = text_of(operator.get(url))
    for value in ('value="Pasal 9"', 'value="12-14"', "Ayat 2</textarea>"):
        assert value in page


def test_change_that_is_refused_says_why_and_keeps_what_was_typed(world, operator, evidence):
    set_status(world.answer, Status.SUBMITTED)
    response = operator.post(reverse("evidence-change", args=[evidence.pk]), {"clause": "Pasal 9"})
    assert response.status_code == 409
    assert "buktinya tidak dapat diubah" in text_of(response)
    assert 'value="Pasal 9"' in text_of(response)


def test_remove_and_restore_when_submitted_say_why_not(world, operator, evidence):
    set_status(world.answer, Status.SUBMITTED)
    for name in ("evidence-remove", "evidence-restore"):
        page = text_of(operator.post(reverse(name, args=[evidence.pk]), follow=True))
        assert "buktinya tidak dapat diubah" in page
    assert Evidence.objects.linked().count() == 1


def test_review_from_the_answers_page_has_a_form_per_evidence_with_token(world, client_for, evidence):
    set_status(world.answer, Status.SUBMITTED)
    page = text_of(client_for(world.admin).get(world.answer.get_absolute_url()))
    url = reverse("evidence-review", args=[evidence.pk])
    form = page.split(f'action="{url}"')[1].split("</form>")[0]
    assert 'name="csrfmiddlewaretoken"' in form
    assert re.findall(r'name="verdict" value="(\w+)"', form) == ["accepted", "needs_work", "refused"]


def test_review_without_note_asks_for_it_and_keeps_the_choice(world, client_for, evidence):
    set_status(world.answer, Status.SUBMITTED)
    client = client_for(world.admin)
    url = reverse("evidence-review", args=[evidence.pk])
    response = client.post(url, {"verdict": "refused", "note": ""})
    assert response.status_code == 422
    assert "Tulis catatan agar OPD tahu" in text_of(response)
    assert re.search(r'value="refused"[^>]*checked', text_of(response))
    response = client.post(url, {"verdict": "refused", "note": "Salah <tahun>."}, follow=True)
    assert response.redirect_chain == [(f"{world.answer.get_absolute_url()}#periksa", 302)]
    assert "Salah &lt;tahun&gt;." in text_of(response)
    evidence.refresh_from_db()
    assert (evidence.review, evidence.reviewed_by) == ("refused", world.admin)


def test_review_too_early_says_so_and_keeps_the_note(world, client_for, evidence):
    response = client_for(world.admin).post(
        reverse("evidence-review", args=[evidence.pk]), {"verdict": "refused", "note": "catatan panjang"}
    )
    assert response.status_code == 422
    assert "tidak sedang menunggu pemeriksaan" in text_of(response)
    assert "catatan panjang" in text_of(response)

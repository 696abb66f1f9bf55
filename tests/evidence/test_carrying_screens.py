"""The pages about last year's evidence: plain forms, words before the choice, nothing taken that was not shown."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from evidence.models import CarryOver, Document, Evidence
from tests import factories
from tests.evidence.scenes import set_status, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier(world):
    return factories.earlier_evidence(world.answer, clause="Pasal 5", page="7")


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def url(world) -> str:
    return reverse("carry-overs", args=[world.answer.pk])


def post(client, world, earlier, decision):
    return client.post(reverse("carry-over", args=[world.answer.pk, earlier.pk]), {"putusan": decision})


def test_answers_page_leads_to_what_waits_and_to_what_was_decided(world, operator, earlier):
    page = reverse("answer", args=[world.answer.pk])
    assert "Bukti tahun 2025: 1 menunggu keputusan." in text_of(operator.get(page))
    post(operator, world, earlier, "no")
    assert "Bukti tahun 2025: semua 1 sudah diputuskan." in text_of(operator.get(page))
    set_status(world.answer, "submitted")
    assert "Bukti tahun 2025" not in text_of(operator.get(page))


def test_page_shows_what_where_and_how_it_was_judged(world, operator, earlier):
    text = text_of(operator.get(url(world)))
    for words in (
        earlier.document.label, "Tingkat 2: Dokumen contoh", "Pasal 5, halaman 7", "Hasil pemeriksaan 2025: menunggu",
        "0 dari 1 diputuskan", "Ya, masih berlaku", "Ganti", "Tidak",
    ):  # fmt: skip
        assert words in text, words
    assert "Semua masih berlaku" not in text


def test_page_without_earlier_evidence_says_so(world, operator):
    assert "Tidak ada bukti yang ditawarkan" in text_of(operator.get(url(world)))


def test_yes_leads_back_to_its_line_and_can_be_taken_back(world, operator, earlier):
    done = post(operator, world, earlier, "yes")
    assert done.url == f"{url(world)}#bukti-{earlier.pk}"
    text = text_of(operator.get(url(world)))
    assert ("1 dari 1 diputuskan" in text, "Ditautkan" in text, "Ubah keputusan" in text) == (True, True, True)
    post(operator, world, earlier, "batal")
    assert "0 dari 1 diputuskan" in text_of(operator.get(url(world)))
    assert not world.answer.evidence.linked().exists()


def test_replace_leads_to_adding_at_the_same_place(world, operator, earlier):
    done = post(operator, world, earlier, "replace")
    assert done.url == f"{reverse('evidence-add', args=[world.answer.pk])}?tingkat=2&item={earlier.item_id}"
    assert "Penggantinya belum ada." in text_of(operator.get(url(world)))
    data = {"target": f"2:{earlier.item_id}", "link": "https://contoh.go.id/baru"}
    operator.post(reverse("evidence-add", args=[world.answer.pk]), data)
    assert CarryOver.objects.get().result == world.answer.evidence.get()
    assert "Diganti dengan https://contoh.go.id/baru" in text_of(operator.get(url(world)))


def test_document_of_a_predecessor_is_named_and_not_opened_before_the_choice(world, operator):
    world.unit.predecessors.set([world.other_unit])
    earlier = factories.earlier_evidence(world.answer, unit=world.other_unit)
    theirs = reverse("document", args=[earlier.document.pk])
    text = text_of(operator.get(url(world)))
    assert (earlier.document.label in text, theirs in text, operator.get(theirs).status_code) == (True, False, 404)
    assert f"Dokumen {world.other_unit.short_name}, yang dilanjutkan OPD Anda." in text
    post(operator, world, earlier, "yes")
    own = reverse("document", args=[Document.objects.get(unit=world.unit).pk])
    assert own in text_of(operator.get(url(world)))
    assert operator.get(own).status_code == 200


def test_refusal_is_told_and_changes_nothing(world, operator, earlier):
    set_status(world.answer, "submitted")
    done = post(operator, world, earlier, "yes")
    assert (done.url, CarryOver.objects.count()) == (url(world), 0)
    assert "tidak dapat diubah" in said(done)[0]
    page = text_of(operator.get(url(world)))
    assert ("berstatus diajukan" in page, 'name="putusan"' in page) == (True, False)


def test_forged_evidence_is_not_found(world, operator, earlier):
    foreign = factories.earlier_evidence(world.answer, unit=world.other_unit)
    assert post(operator, world, foreign, "yes").status_code == 404
    assert not CarryOver.objects.exists()


def test_all_plain_ones_are_shown_counted_and_taken(world, operator, earlier):
    second = factories.earlier_evidence(world.answer, level=3)
    doubtful = factories.earlier_evidence(world.answer, level=4)
    Document.objects.filter(pk=doubtful.document_id).update(valid_until=datetime.date(2020, 1, 1))
    assert "2 lainnya masih berlaku" in text_of(operator.get(url(world)))
    everything = reverse("carry-overs-all", args=[world.answer.pk])
    text = text_of(operator.get(everything))
    assert ("2 bukti tahun 2025 masih berlaku?" in text, doubtful.document.label in text) == (True, False)
    assert not Evidence.objects.filter(answer=world.answer).exists()
    done = operator.post(everything, {"bukti": [earlier.pk, second.pk]})
    assert (done.url, said(done)) == (url(world), ["2 bukti masih berlaku dan ditautkan ke isian tahun ini."])
    assert set(CarryOver.objects.values_list("earlier", flat=True)) == {earlier.pk, second.pk}
    assert "Tidak ada yang menunggu" in text_of(operator.get(everything))


@pytest.mark.parametrize("forged", [["0"], ["x", "²"], []])
def test_all_with_forged_keys_takes_nothing(world, operator, earlier, forged):
    done = operator.post(reverse("carry-overs-all", args=[world.answer.pk]), {"bukti": [*forged]})
    assert "tidak lagi ditawarkan" in said(done)[0]
    assert not CarryOver.objects.exists()

"""The page of an answer on what is missing: before it is sent, when it is sent, and after."""

from __future__ import annotations

import re

import pytest

from assessments.models import Status
from tests import factories
from tests.assessments.scenes import everything, fresh, set_status, words

TEXT = {"version": "1", "level": "3", "facts": "Fakta saya", "analysis": "Analisis saya"}


@pytest.fixture
def items(world):
    return {row.level: row.evidence_items.get() for row in world.indicator.criteria.all()}


@pytest.fixture
def partial(world, items):
    """The wanted evidence of level 3 is linked, that of 1 and 2 is not."""
    return factories.EvidenceFactory(
        answer=world.answer, criterion=items[3].criterion, item=items[3], added_by=world.operator
    )


def confirmed(response) -> str:
    """What the button of the page confirms."""
    return re.search(r'name="tanpa" value="([^"]*)"', words(response))[1]


def test_ladder_says_how_much_of_each_level_is_there(world, page, items, partial):
    items[5].__class__.objects.filter(criterion=items[5].criterion).update(is_optional=True)
    text = words(page())
    assert [re.search(rf"Bukti tingkat {level}: ([^<]*)</summary>", text)[1] for level in range(1, 6)] == [
        "0 dari 1 ada", "0 dari 1 ada", "1 dari 1 ada", "0 dari 1 ada", "opsional",
    ]  # fmt: skip


def test_page_sums_the_evidence_up_to_the_level_claimed(world, page, partial):
    assert "Pilih tingkat untuk melihat berapa buktinya yang sudah ada" in words(page())
    set_status(world.answer, "draft", level=3)
    assert 'role="status">Bukti sampai tingkat 3: 1 dari 3 ada</span>' in words(page())
    assert 'id="tingkat-4" data-total="Bukti sampai tingkat 4: 1 dari 4 ada"' in words(page())


def test_refused_evidence_is_shown_as_not_there(world, page, partial):
    type(partial).objects.update(
        review="refused", review_note="Buram.", reviewed_at=partial.added_at, reviewed_by=world.admin
    )
    text = words(page())
    assert "Bukti tingkat 3: 0 dari 1 ada, 1 ditautkan</summary>" in text
    assert '<li class="no">' in text


def test_submit_names_what_is_missing_and_keeps_the_draft(world, page, items, partial):
    response = page(TEXT, langkah="submit")
    text = words(response)
    assert response.status_code == 409
    assert "2 bukti yang diminta belum ada" in text
    for level in (1, 2):
        assert f'href="/isian/{world.answer.pk}/bukti/tambah/?tingkat={level}&amp;item={items[level].pk}"' in text
    assert confirmed(response) == f"1:{items[1].pk} 2:{items[2].pk}"
    now = fresh(world.answer)
    assert (now.status, now.facts, now.claimed_level) == (Status.DRAFT, "Fakta saya", 3)


def test_submit_confirmed_hands_in_and_tells_the_reviewer(world, page, partial):
    codes = confirmed(page(TEXT, langkah="submit"))
    response = page(TEXT, version="2", tanpa=codes)
    assert response.status_code == 302
    assert fresh(world.answer).status == Status.SUBMITTED
    for person in (world.admin, world.operator):
        text = words(page(by=person))
        assert "<b>Dikirim tanpa:</b>" in text
        assert "<li>Tingkat 1: Dokumen contoh</li><li>Tingkat 2: Dokumen contoh</li>" in text


def test_submit_confirmed_for_another_level_is_asked_again(world, page, partial, items):
    codes = confirmed(page(TEXT, langkah="submit"))
    factories.EvidenceFactory(answer=world.answer, criterion=items[4].criterion, added_by=world.operator)
    response = page(TEXT, version="2", level="4", tanpa=codes)
    assert (response.status_code, fresh(world.answer).status) == (409, Status.DRAFT)
    assert confirmed(response) == f"{codes} 4:{items[4].pk}"


@pytest.mark.parametrize("codes", ["x", "1:99999999999999999999 2:1", "<script>"])
def test_submit_confirming_what_was_never_asked_is_asked(world, page, partial, codes):
    response = page(TEXT, tanpa=codes)
    assert (response.status_code, fresh(world.answer).status) == (409, Status.DRAFT)


def test_submit_confirmed_twice_is_taken_kindly(world, page, partial):
    codes = confirmed(page(TEXT, langkah="submit"))
    page(TEXT, version="2", tanpa=codes)
    before = everything()
    response = page(TEXT, version="2", tanpa=codes)
    assert (response.status_code, everything()) == (302, before)


def test_submit_without_evidence_at_the_level_names_it_but_cannot_be_confirmed(world, page):
    response = page(TEXT, langkah="submit")
    text = words(response)
    assert response.status_code == 409
    assert "Tautkan paling sedikit satu data dukung pada tingkat 3." in text
    assert "3 bukti yang diminta belum ada" in text
    assert 'name="tanpa"' not in text


def test_enter_in_a_field_still_saves_beside_the_list(world, page, partial):
    """The first button of the form in the page is the one that Enter presses."""
    text = words(page(TEXT, langkah="submit"))
    buttons = re.findall(r"<button[^>]*>", text[text.index('id="isi"') :])
    own = [button for button in buttons if 'form="isian"' in button or "langkah" in button]
    assert 'value="save"' in own[0]


def test_ticks_follow_what_was_typed_though_it_is_not_saved(world, page):
    text = words(page(TEXT, facts="Menurut dokumen tahun 2024.", analysis="", level="9"))
    met = [re.sub(r"<[^>]*>", "", part).split(": ")[-1] for part in re.findall(r'<li class="ok" data-p.*?</li>', text)]
    assert met == ["dokumen", "tahun", "tidak ada tanda kosong seperti (nomor)"]


def test_texts_can_be_copied_by_those_who_only_read(world, page):
    assert "Salin keduanya" not in words(page(by=world.admin))
    set_status(world.answer, "submitted")
    text = words(page(by=world.admin))
    assert 'data-copy="fakta analisis">Salin keduanya</button>' in text
    assert 'id="fakta">Fakta</p>' in text


def test_page_of_a_reviewer_asks_a_constant_number_of_queries(world, client_for, django_assert_num_queries):
    """One more than its operator's while he writes: what was confirmed to be missing."""
    client = client_for(world.admin)
    set_status(world.answer, "submitted", level=3)
    factories.EvidenceFactory(answer=world.answer)
    with django_assert_num_queries(12):
        client.get(f"/isian/{world.answer.pk}/")
    for criterion in world.indicator.criteria.all():
        factories.EvidenceFactory.create_batch(2, answer=world.answer, criterion=criterion)
    with django_assert_num_queries(12):
        client.get(f"/isian/{world.answer.pk}/")

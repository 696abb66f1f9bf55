"""What there is to look at, and when the worker is asked for more."""

from __future__ import annotations

import pytest
from kombu.exceptions import OperationalError

from evidence import previews, tasks
from evidence.previews import PAGE, THUMB, Preview
from tests import factories
from tests.evidence import corpus
from tests.evidence.previews.scenes import folder, smuggled, stored


@pytest.fixture
def asked(monkeypatch):
    """The messages to the worker, which does nothing."""
    sent = []
    monkeypatch.setattr(tasks.picture_block, "delay", lambda *args: sent.append(args))
    return sent


def test_page_not_drawn_is_awaited_and_asked_for_once(world, asked):
    document = stored(world, corpus.pdf(45))
    for _ in range(2):
        assert previews.preview(document, 30) == Preview(page=30, pages=45, is_ready=False, is_waiting=True)
    assert asked == [(document.pk, 30)]


def test_page_asked_for_is_ready_after_the_worker(world):
    document = stored(world, corpus.pdf(45))
    assert previews.preview(document, 30).is_waiting
    assert previews.preview(document, 30) == Preview(page=30, pages=45, is_ready=True, is_waiting=False)


@pytest.mark.parametrize(("page", "sent"), [(17, []), (18, [21]), (20, [23])])
def test_next_block_is_asked_for_before_it_is_reached(world, asked, page, sent):
    document = stored(world, corpus.pdf(45))
    previews.picture(document)
    assert previews.preview(document, page).is_ready
    assert asked == [(document.pk, number) for number in sent]


@pytest.mark.parametrize(("asked_for", "page"), [(-5, 1), (0, 1), (1, 1), (3, 3), (4, 3), (10**9, 3)])
def test_page_is_between_the_first_and_the_last(world, asked, asked_for, page):
    assert previews.preview(stored(world), asked_for).page == page


def test_page_that_cannot_be_drawn_is_neither_ready_nor_awaited(world, asked):
    document = smuggled(world, b"%PDF-1.7 nothing")
    previews.picture(document)
    assert previews.preview(document, 1) == Preview(page=1, pages=1, is_ready=False, is_waiting=False)
    assert asked == []


@pytest.mark.parametrize(("page", "size"), [(0, PAGE), (4, PAGE), (2, THUMB), (1, PAGE._replace(width=500))])
def test_picture_that_is_never_drawn_is_not_looked_for(world, asked, page, size):
    assert previews.found(stored(world), page, size) is None
    assert asked == []


def test_pictures_that_got_lost_are_asked_for_again(world, asked):
    document = stored(world)
    previews.picture(document)
    assert previews.found(document, 1, THUMB) == f"previews/{document.sha256[:2]}/{document.sha256}/1-320.webp"
    for path in folder(document).iterdir():
        path.unlink()
    assert previews.found(document, 1, THUMB) is None
    assert asked == [(document.pk, 1)]


def test_office_file_has_nothing_to_draw(world, asked):
    document = factories.DocumentFactory(unit=world.unit, name="a.docx", content_type="application/x-office")
    assert previews.preview(document, 1) == Preview(page=1, pages=1, is_ready=False, is_waiting=False)
    assert asked == []


def test_broker_out_of_reach_is_logged_and_the_page_waits(world, monkeypatch, caplog):
    def fails(*args):
        raise OperationalError

    monkeypatch.setattr(tasks.picture_block, "delay", fails)
    assert previews.preview(stored(world), 1).is_waiting
    assert "no message could be sent" in caplog.text

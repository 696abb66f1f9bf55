"""Every hostile file ends as the table says, from the door to the disk, and the page shows that table."""

from __future__ import annotations

import io
from hashlib import sha256

import pytest

from activity.models import Event
from evidence import services
from evidence.inspection import Unacceptable
from evidence.models import Document, Evidence, Reading
from tests.evidence.hostile.page import PAGE, with_table
from tests.evidence.hostile.table import ROWS, Refused, Taken
from tests.evidence.scenes import criterion_of, on_disk, originals


def rows(kind):
    return [pytest.param(row, id=f"{row.what} as {row.name[:30]}") for row in ROWS if isinstance(row.expect, kind)]


def add(world, row):
    return services.add_evidence(
        answer=world.answer,
        criterion=criterion_of(world.answer),
        file=io.BytesIO(row.make()),
        name=row.name,
        by=world.operator,
    )


@pytest.mark.parametrize("row", rows(Refused))
def test_refused_file_leaves_nothing_but_a_reason(world, settings, row):
    with pytest.raises(Unacceptable) as refusal:
        add(world, row)
    assert row.expect.words in str(refusal.value)
    assert str(refusal.value).count(".") >= 2, "says what is wrong, then what to do"
    assert (Document.objects.count(), Evidence.objects.count(), Event.objects.count()) == (0, 0, 0)
    assert on_disk(settings) == []


@pytest.mark.parametrize("row", rows(Taken))
def test_taken_file_is_named_and_marked_as_the_table_says(world, settings, row, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document = add(world, row).document
    marked = Reading.objects.filter(document=document).values_list("active", flat=True).first() or ""
    assert (document.name, marked) == (row.expect.shown or row.name, row.expect.active)
    assert [sha256(path.read_bytes()).hexdigest() for path in originals(settings)] == [document.sha256]


def test_page_shows_the_table_of_now():
    """`python -m tests.evidence.hostile` writes it."""
    assert with_table(PAGE.read_text()) == PAGE.read_text()

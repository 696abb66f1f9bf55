"""Who may look into a file, whatever it is."""

from __future__ import annotations

import pytest
from django.utils import timezone

from evidence import permissions
from tests import factories

PEOPLE = ("operator", "other_operator", "admin", "assessor", "coordinator")


@pytest.mark.parametrize(
    ("scan", "allowed"),
    [("unscanned", set(PEOPLE)), ("clean", set(PEOPLE)), ("waiting", {"operator"}), ("infected", set())],
)
def test_can_open_depends_on_what_the_scanner_said(world, scan, allowed):
    """May they know of it? is asked before, by `visible_to`."""
    scanned_at = timezone.now() if scan in ("clean", "infected") else None
    document = factories.DocumentFactory(unit=world.unit, scan=scan, scanned_at=scanned_at)
    assert {who for who in PEOPLE if permissions.can_open(getattr(world, who), document)} == allowed

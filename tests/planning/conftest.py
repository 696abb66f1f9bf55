"""A priority as the leadership picks it."""

import datetime

import pytest
from django.utils import timezone

from planning.services.priorities import pick_priority


@pytest.fixture
def due_on():
    return timezone.localdate() + datetime.timedelta(days=45)


@pytest.fixture
def pick(world, due_on):
    """`pick(unit=...)`: the coordinator makes the first indicator's level 1 a priority of the first OPD."""
    world.instrument.refresh_from_db()

    def make(**changes):
        values = {
            "assessment": world.assessment, "indicator": world.indicator, "level": 1, "unit": world.unit,
            "person": None, "due_on": due_on, "note": " Paling menahan indeks ", "by": world.coordinator,
        }  # fmt: skip
        return pick_priority(**(values | changes))

    return make

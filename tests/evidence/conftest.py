"""Evidence to begin with."""

from __future__ import annotations

import pytest

from evidence import services
from tests import factories
from tests.evidence.scenes import criterion_of, file


@pytest.fixture
def linked(world):
    return services.add_evidence(
        answer=world.answer, criterion=criterion_of(world.answer), file=file(), name="Perbup 4.pdf", by=world.operator
    )


@pytest.fixture
def evidence(world):
    """A row made by the factory, without the event that linking records."""
    return factories.EvidenceFactory(answer=world.answer, added_by=world.operator)


@pytest.fixture
def operator(world, client_for):
    return client_for(world.operator)

"""Everything here needs the servers of `make test-servers`; without them it fails, never skips.

Two portals are made once per run and lent to one test at a time, which starts what it needs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from django.db import connection

from tests.servers.portal import Embedded, Portal, Production

# One process makes each portal (`--dist loadgroup`); both may be at work at the same time.
BOTH = [pytest.param(kind, marks=pytest.mark.xdist_group(kind.__name__)) for kind in (Embedded, Production)]


@pytest.fixture(autouse=True)
def _real_servers(request: pytest.FixtureRequest) -> None:
    grouped = request.node.get_closest_marker("xdist_group") and os.environ.get("PYTEST_XDIST_WORKER")
    assert not grouped or "@" in request.node.nodeid, "pytest-xdist ignored the groups: use --dist loadgroup"
    assert connection.vendor == "postgresql", "run these with: make test-servers"
    assert os.environ.get("REDIS_URL"), "run these with: make test-servers"


@pytest.fixture(scope="session")
def portals(tmp_path_factory: pytest.TempPathFactory) -> Callable[[type[Portal]], Portal]:
    return cache(lambda kind: kind(tmp_path_factory.mktemp(kind.__name__)))


@pytest.fixture(params=BOTH)
def portal(request: pytest.FixtureRequest, portals: Callable[[type[Portal]], Portal]) -> Iterator[Portal]:
    """Each kind of portal, with the demo loaded and nothing started."""
    portal = portals(request.param)
    yield portal
    portal.stop()


@pytest.fixture
def embedded(portals: Callable[[type[Portal]], Portal]) -> Iterator[Portal]:
    portal = portals(Embedded)
    yield portal
    portal.stop()

"""Evidence to begin with."""

from __future__ import annotations

import logging

import pytest
from moto.server import ThreadedMotoServer

from evidence import services
from tests import factories
from tests.evidence import scanner, stores
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


@pytest.fixture(scope="session")
def s3_endpoint():
    """The address of an S3 server on this machine."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(settings, monkeypatch, s3_endpoint):
    """An empty bucket in which the documents live."""
    bucket = stores.Bucket(s3_endpoint)
    stores.use_s3(settings, monkeypatch, s3_endpoint, bucket.name)
    return bucket


@pytest.fixture(params=["local", "s3"])
def store(request):
    """Each of the two stores, as it looks from outside."""
    return stores.Disk() if request.param == "local" else request.getfixturevalue("bucket")


@pytest.fixture
def clamd(settings):
    """A scanner that answers, and the setting that names it."""
    with scanner.running() as server:
        settings.CLAMD_SOCKET = server.address
        yield server

"""Every address, tried by every role: the table in addresses.txt says who gets what, and nothing ever breaks."""

import pytest
from django.db import transaction

from tests.sweeps.routes import FOUND, ROLES, ROUTES, Route, address

REFUSED = (401, 403, 404, 405, 412)  # 412: not in the version of the protocol, whoever asks


def status(client, method: str, url: str) -> int:
    """The status of one request, whose effects are undone."""
    json = {"content_type": "application/json", "data": {}} if url.startswith("/api/") else {}
    client.raise_request_exception = False
    before = transaction.savepoint()  # no atomic block, as documents are frozen where none is open
    try:
        response = getattr(client, method)(url, **(json if method != "get" else {}))
        if response.streaming:
            b"".join(response)  # to its end, so that the file is closed
    finally:
        transaction.savepoint_rollback(before)
    return response.status_code


def statuses(world, client_for, method: str, url: str) -> str:
    return " ".join(str(status(client_for(getattr(world, role, None)), method, url)) for role in ROLES)


def test_every_route_has_a_name_and_a_line():
    assert [pattern for name, pattern in FOUND if name is None] == []
    missing = [f"{name} | ... | ... | ...   (/{pattern})" for name, pattern in FOUND if name not in ROUTES]
    assert missing == [], "Add these lines to tests/sweeps/addresses.txt:\n" + "\n".join(missing)


def test_every_line_has_a_route():
    assert set(ROUTES) - {name for name, _ in FOUND} == set(), "These addresses are gone; delete their lines."


@pytest.mark.django_db
@pytest.mark.parametrize("name", ROUTES)
def test_address_answers_each_role_as_the_table_says(full_world, client_for, name):
    route = ROUTES[name]
    url = address(name, full_world)
    found = Route(
        route.args, statuses(full_world, client_for, "get", url), statuses(full_world, client_for, "post", url)
    )
    assert found == route
    assert not any(status.startswith("5") for status in f"{route.get} {route.post}".split())


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if "." in route.args])
def test_address_takes_no_change_from_outside(full_world, client_for, name):
    """The other methods change things, too: nobody who may not see an object may even try."""
    url = address(name, full_world)
    for method in ("put", "patch", "delete"):
        assert status(client_for(full_world.stranger), method, url) in REFUSED, method
        assert status(client_for(), method, url) in (302, *REFUSED), method

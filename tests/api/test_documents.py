"""The library over the API: read only, the newest versions, for those whose screens show them."""

import pytest
from django.utils import timezone

from tests import factories

LIST = "/api/v1/documents/"


def ids(client, query="") -> list[int]:
    return [row["id"] for row in client.get(LIST + query).json()["results"]]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("operator", True), ("other_operator", False), ("admin", True), ("assessor", True), ("coordinator", True),
        ("technician", False), ("stranger", False),
    ],
)  # fmt: skip
def test_each_role_sees_what_its_screens_show(world, api_for, role, sees):
    document = factories.DocumentFactory(unit=world.unit)
    client = api_for(getattr(world, role))
    assert ids(client) == ([document.pk] if sees else [])
    assert client.get(f"{LIST}{document.pk}/").status_code == (200 if sees else 404)


def test_list_leaves_out_old_and_deleted_versions_that_have_a_page_of_their_own(world, api_for):
    old = factories.DocumentFactory(unit=world.unit)
    new = factories.DocumentFactory(unit=world.unit, replaces=old)
    gone = factories.DocumentFactory(unit=world.unit, deleted_at=timezone.now(), deleted_by=world.operator)
    client = api_for(world.operator)
    assert ids(client) == [new.pk]
    assert [client.get(f"{LIST}{row.pk}/").status_code for row in (old, new, gone)] == [200] * 3


def test_list_is_narrowed_and_says_what_a_document_is(world, api_for):
    said = {"kind": "decree", "number": "12", "date": "2023-05-01", "title": "Tim", "standing": "enacted"}
    decree = factories.DocumentFactory(unit=world.unit, **said)
    other = factories.DocumentFactory(unit=world.other_unit, kind="video", standing="draft")
    client = api_for(world.admin)
    found = {
        query: ids(client, query) for query in ("?kind=decree", "?standing=draft", f"?unit={world.other_unit.code}")
    }
    assert list(found.values()) == [[decree.pk], [other.pk], [other.pk]]
    row = client.get(f"{LIST}{decree.pk}/").json()
    assert row | said | {"label": "SK 12/2023", "unit": world.unit.code, "revoked_by": "", "version": 1} == row
    assert client.get(f"{LIST}?kind=letter").status_code == 400


def test_nothing_is_written(world, api_for):
    document = factories.DocumentFactory(unit=world.unit)
    client = api_for(world.operator)
    for method in ("put", "patch", "delete", "post"):
        assert getattr(client, method)(f"{LIST}{document.pk}/", {}).status_code == 405


def test_list_asks_the_database_the_same_for_one_and_many(world, api_for, queries_of):
    client = api_for(world.admin)
    factories.DocumentFactory(unit=world.unit)
    one = queries_of(client, LIST)
    factories.DocumentFactory.create_batch(5, unit=world.other_unit)
    assert queries_of(client, LIST) == one

"""Instruments over the API: everybody signed in reads them, nobody writes them."""

import pytest

from domains.models import EvidenceItem, Instrument
from tests import factories

LIST = "/api/v1/instruments/"


def test_list_gives_the_newest_revision_of_each_code(world, api_for):
    factories.InstrumentFactory(code="lama", revision=1)
    newest = factories.InstrumentFactory(code="lama", revision=2, is_provisional=True)
    rows = api_for(world.operator).get(LIST).json()["results"]
    assert [(row["code"], row["revision"]) for row in rows] == sorted([(world.instrument.code, 1), (newest.code, 2)])
    assert [row["is_provisional"] for row in rows if row["code"] == "lama"] == [True]


def test_detail_gives_every_tier_in_order(world, api_for):
    data = api_for(world.operator).get(f"{LIST}{world.instrument.code}/").json()
    indicators = world.instrument.indicators.order_by("position")
    assert [row["name"] for row in data["bands"]] == [name for _, name, _ in factories.BANDS]
    assert [row["code"] for row in data["domains"]] == ["D1", "D2"]
    assert [(row["code"], row["domain"], row["weight_units"]) for row in data["aspects"]] == [
        ("A1", "D1", 200),
        ("A2", "D2", 200),
    ]
    assert [row["code"] for row in data["indicators"]] == [row.code for row in indicators]
    first = data["indicators"][0]
    assert (first["aspect"], first["legal_basis"]) == ("A1", [])
    assert [row["level"] for row in first["criteria"]] == [1, 2, 3, 4, 5]
    item = EvidenceItem.objects.get(criterion=first["criteria"][0]["id"])
    assert first["criteria"][0]["evidence_items"] == [
        {"id": item.pk, "position": 1, "text": "Dokumen contoh", "is_optional": False}
    ]
    assert (data["scale_min"], data["scale_max"], data["scale_step"]) == ("1.00", "5.00", "1.00")


def test_detail_of_an_instrument_without_domains_says_null(world, api_for):
    aspect = factories.AspectFactory(domain=None, instrument=factories.InstrumentFactory(code="datar"))
    data = api_for(world.admin).get(f"{LIST}datar/").json()
    assert (data["domains"], data["aspects"][0]["code"], data["aspects"][0]["domain"]) == ([], aspect.code, None)


def test_detail_takes_as_many_queries_for_many_indicators(world, api_for, queries_of):
    factories.small_instrument(indicators=2, code="kecil")
    factories.small_instrument(indicators=12, code="besar")
    client = api_for(world.operator)
    assert queries_of(client, f"{LIST}kecil/") == queries_of(client, f"{LIST}besar/") == 8


@pytest.mark.parametrize("code", ["tidak-ada", "a b", "..%2f", "%00", "x" * 300])
def test_detail_of_an_unknown_code_is_not_found(world, api_for, code):
    response = api_for(world.operator).get(f"{LIST}{code}/")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writing_is_refused_to_every_role(world, api_for, method):
    for user in (world.operator, world.admin, world.technician):
        assert getattr(api_for(user), method)(f"{LIST}{world.instrument.code}/", {}).status_code == 405
    assert Instrument.objects.count() == 1

"""The letterhead inside an order."""

import json

import pytest

from directory.services.letterheads import set_logo
from reports.documents.letterhead import LOGO, images_of, letterhead_of
from tests import factories
from tests.directory.pictures import drawn, opened

pytestmark = pytest.mark.django_db


def test_letterhead_is_plain_json_with_everything_to_print():
    instansi = factories.InstansiFactory(name="Pemerintah Kabupaten Contoh", address="Jalan Contoh 1")
    factories.LetterheadFactory(instansi=instansi, phone="0361")
    data = letterhead_of(instansi)
    assert json.loads(json.dumps(data)) == data
    assert data == {
        "government": "Pemerintah Kabupaten Contoh", "office": "Dinas Komunikasi dan Informatika",
        "address": "Jalan Contoh 1", "contacts": ["Telepon 0361"], "city": "Tabanan", "logo": None,
        "signatories": {
            "head": {"position": "Kepala Dinas", "name": "", "nip": ""},
            "assessor": {"position": "Ketua Tim Asesor Internal SPBE", "name": "", "nip": ""},
            "coordinator": {
                "position": "Koordinator SPBE", "name": "Ida Bagus Contoh", "nip": "00000000 000000 0 001",
            },
        },
    }  # fmt: skip


def test_institution_without_a_letterhead_has_its_name_and_no_picture():
    instansi = factories.InstansiFactory()
    data = letterhead_of(instansi)
    assert (data["government"], data["office"], images_of(data)) == (instansi.name, "", {})


def test_logo_travels_inside_the_order(world):
    set_logo(world.instansi, content=drawn((900, 300)), by=world.admin)
    data = json.loads(json.dumps(letterhead_of(world.instansi)))
    content, content_type = images_of(data)[LOGO]
    assert (opened(content).size, content_type) == ((600, 200), "image/png")
    set_logo(world.instansi, content=drawn(), by=world.admin)
    assert images_of(data)[LOGO][0] == content

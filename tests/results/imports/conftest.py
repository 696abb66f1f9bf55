"""An institution with its people, and the shipped instruments."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command

from accounts.models import Role
from tests import factories


@pytest.fixture
def place(db):
    """Kota Contoh with an admin and a coordinator, and the instruments of 2018, 2020 and 2026."""
    call_command("load_instruments", verbosity=0)
    instansi = factories.InstansiFactory(name="Pemerintah Kota Contoh", short_name="Kota Contoh")
    return SimpleNamespace(
        instansi=instansi,
        admin=factories.UserFactory(role=Role.ADMIN, instansi=instansi),
        coordinator=factories.UserFactory(role=Role.COORDINATOR, instansi=instansi),
        assessor=factories.UserFactory(role=Role.ASSESSOR, instansi=instansi),
        operator=factories.UserFactory(instansi=instansi),
        technician=factories.UserFactory(role=Role.TECHNICIAN),
        stranger=factories.UserFactory(role=Role.ADMIN),
    )

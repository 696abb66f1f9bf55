"""What every test may ask for: one institution at work, with a person in each role."""

from __future__ import annotations

import gc
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Role
from tests import factories


def pytest_make_parametrize_id(config, val, argname):
    """A file's bytes are named, not spelt: some hold the time they were made, and ids must be the same everywhere."""
    return argname if isinstance(val, bytes) and len(val) > 20 else None


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """What is imported and collected lives to the end: no later search for garbage looks at it again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.REPORT_ROOT = tmp_path / "reports"


@pytest.fixture
def world(db):
    """An institution with two OPD, a person in each role, a small instrument and an assessment open for filling.

    The first indicator is assigned to the first OPD; `answer` is its empty answer. `stranger` is the
    admin of another institution.
    """
    instansi = factories.InstansiFactory()
    unit, other_unit = factories.UnitFactory.create_batch(2, instansi=instansi)
    people = {
        "operator": factories.UserFactory(instansi=instansi, unit=unit),
        "other_operator": factories.UserFactory(instansi=instansi, unit=other_unit),
        **{
            role: factories.UserFactory(instansi=instansi, role=role)
            for role in (Role.ADMIN, Role.ASSESSOR, Role.COORDINATOR)
        },
        "technician": factories.UserFactory(role=Role.TECHNICIAN),
        "stranger": factories.UserFactory(role=Role.ADMIN),
    }
    instrument = factories.small_instrument()
    assessment = factories.AssessmentFactory(instansi=instansi, instrument=instrument)
    assignment = factories.AssignmentFactory(assessment=assessment, unit=unit)
    answer = factories.AnswerFactory(assignment=assignment)
    return SimpleNamespace(
        instansi=instansi,
        unit=unit,
        other_unit=other_unit,
        instrument=instrument,
        assessment=assessment,
        indicator=assignment.indicator,
        assignment=assignment,
        answer=answer,
        **people,
    )


@pytest.fixture
def client_for():
    """A signed-in test client: `client_for(user)`; None gives an anonymous one."""

    def make(user=None) -> Client:
        client = Client()
        if user:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make

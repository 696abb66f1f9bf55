"""One institution of realistic size in an empty database: 47 tasks, 41 OPD, 41 assessments."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts.models import Instansi, Role, Unit, User
from assessments.models import Answer, Assessment, Assignment, Stage, Status, Verdict
from domains.models import Instrument

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SIZE = 41
TEXT = "Diatur dalam Peraturan Wali Kota Nomor 18 Tahun 2025, Pasal 5 sampai Pasal 11, halaman 14 sampai 62. " * 3


@dataclass
class World:
    operator: User
    admin: User
    coordinator: User
    assessments: list[Assessment]
    answers: list[Answer]


def create() -> World:
    """Everything through the models in bulk: what is measured is the portal, not its filling."""
    instrument = Instrument.objects.current().get(code="spbe-2020")
    instansi = Instansi.objects.create(name="Pemerintah Kota Tolok Ukur", short_name="Tolok Ukur", kind="city")
    units = Unit.objects.bulk_create(
        Unit(instansi=instansi, code=f"OPD{n}", name=f"Dinas Ukur {n}", short_name=f"Dinas {n}") for n in range(SIZE)
    )
    operator, admin, coordinator = (_person(instansi, role, units[0]) for role in ("operator", "admin", "coordinator"))
    assessments = [_assessment(instansi, instrument, 2026 + n, admin) for n in range(SIZE)]
    answers = [row for assessment in assessments[-9:] for row in _fill(assessment, units[0], operator, coordinator)]
    return World(operator, admin, coordinator, assessments, answers)


def _person(instansi: Instansi, role: str, unit: Unit) -> User:
    return User.objects.create(
        username=f"ukur-{role}", full_name=f"Pengukur {role}", email=f"{role}@ukur.invalid", role=role,
        instansi=instansi, unit=unit if role == Role.OPERATOR else None, wants_mail=False,
    )  # fmt: skip


def _assessment(instansi: Instansi, instrument: Instrument, year: int, admin: User) -> Assessment:
    ends = [timezone.localdate() + datetime.timedelta(days=days) for days in (30, 60, 90, 120)]
    return Assessment.objects.create(
        instansi=instansi, year=year, instrument=instrument, stage=Stage.FILLING, created_by=admin,
        filling_until=ends[0], verification_until=ends[1], scoring_until=ends[2], approval_until=ends[3],
    )  # fmt: skip


def _fill(assessment: Assessment, unit: Unit, operator: User, assessor: User) -> list[Answer]:
    indicators = assessment.instrument.indicators.order_by("position")
    assignments = Assignment.objects.bulk_create(
        Assignment(assessment=assessment, indicator=indicator, unit=unit, person=operator) for indicator in indicators
    )
    Verdict.objects.bulk_create(
        Verdict(
            assessment=assessment, indicator=row.indicator, final_level=3, justification=TEXT,
            decided_at=timezone.now(), decided_by=assessor,
        )
        for row in assignments
    )  # fmt: skip
    return Answer.objects.bulk_create(
        Answer(assignment=row, status=Status.DRAFT, claimed_level=3, facts=TEXT, analysis=TEXT) for row in assignments
    )


def session_of(user: User) -> str:
    """A signed-in session, as the sign-in page would have made it; returns its key."""
    store = SessionStore()
    store.update(
        {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash()}
    )
    store.create()
    return store.session_key

"""Institutions with finished assessments, for the tests of comparing them."""

from decimal import Decimal

from django.utils import timezone

from accounts.models import Role
from assessments.models import Stage
from tests import factories


def final(instansi, instrument, levels, *, year=2025, **kwargs):
    """A finished assessment with these final levels, in the order of the indicators."""
    person = instansi.users.first() or factories.UserFactory(instansi=instansi, role=Role.COORDINATOR)
    given = {"stage": Stage.FINAL, "finalised_at": timezone.now(), "finalised_by": person} | kwargs
    assessment = factories.AssessmentFactory(instansi=instansi, instrument=instrument, year=year, **given)
    for indicator, level in zip(instrument.indicators.order_by("position"), levels, strict=False):
        factories.VerdictFactory(
            assignment=None, assessment=assessment, indicator=indicator, final_level=Decimal(level),
            justification="Sesuai bukti", decided_at=timezone.now(), decided_by=person,
        )  # fmt: skip
    return assessment


def peer(instrument, levels, *, agrees=True, **kwargs):
    """Another institution with one finished assessment, taking part or not."""
    instansi = factories.InstansiFactory()
    final(instansi, instrument, levels, **kwargs)
    if agrees:
        factories.ComparisonConsentFactory(instansi=instansi)
    return instansi


def four_domains(**kwargs):
    """An instrument of four domains with one indicator each, weighing 1, 2, 3 and 4 tenths."""
    instrument = factories.InstrumentFactory(weight_total=1000, **kwargs)
    for code, name, floor in factories.BANDS:
        factories.BandFactory(instrument=instrument, code=code, name=name, floor=floor)
    for number in range(1, 5):
        domain = factories.DomainFactory(instrument=instrument, number=number, weight_units=number * 100)
        aspect = factories.AspectFactory(domain=domain, number=number, weight_units=number * 100)
        factories.criteria_for(factories.IndicatorFactory(aspect=aspect, position=number, weight_units=number * 100))
    return instrument

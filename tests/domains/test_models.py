"""What can never be false about an instrument."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from domains.models import Instrument
from domains.services import check_scale
from tests import factories


@pytest.fixture
def instrument(db):
    return factories.small_instrument()


def domain_of(instrument):
    return instrument.domains.get(number=1)


def aspect_of(instrument):
    return instrument.aspects.get(number=1)


def first(instrument):
    return instrument.indicators.get(position=1)


def changed(**values):
    return lambda instrument: Instrument.objects.filter(pk=instrument.pk).update(**values)


BROKEN = {
    "instrument_code_revision_unique": lambda i: factories.InstrumentFactory(code=i.code, revision=i.revision),
    "instrument_content_loaded_once": lambda i: factories.InstrumentFactory(
        code=i.code, revision=2, checksum=i.checksum
    ),
    "instrument_scale_ascends": changed(scale_max=1),
    "instrument_step_positive": changed(scale_step=0),
    "instrument_weight_positive": changed(weight_total=0),
    "instrument_years_ascend": changed(last_year=2020),
    "instrument_basis_known": changed(predikat_basis="shown"),
    "basis_year_unique": lambda i: [factories.BasisYearFactory(instrument=i, year=2023) for _ in "12"],
    "basis_year_basis_known": lambda i: factories.BasisYearFactory(instrument=i, basis="shown"),
    "band_code_unique": lambda i: factories.BandFactory(instrument=i, code="cukup", floor=3),
    "band_floor_unique": lambda i: factories.BandFactory(instrument=i, code="lain", floor=Decimal("1.8")),
    "band_floor_not_negative": lambda i: factories.BandFactory(instrument=i, code="minus", floor=-1),
    "domain_code_unique": lambda i: factories.DomainFactory(instrument=i, code="D1", number=9),
    "domain_number_unique": lambda i: factories.DomainFactory(instrument=i, code="D9", number=1),
    "domain_weight_positive": lambda i: i.domains.update(weight_units=0),
    "aspect_code_unique": lambda i: factories.AspectFactory(domain=domain_of(i), code="A1", number=9),
    "aspect_number_unique": lambda i: factories.AspectFactory(domain=domain_of(i), code="A9", number=1),
    "aspect_weight_positive": lambda i: i.aspects.update(weight_units=0),
    "indicator_code_unique": lambda i: factories.IndicatorFactory(aspect=aspect_of(i), code="I1", position=99),
    "indicator_position_unique": lambda i: factories.IndicatorFactory(aspect=aspect_of(i), code="I99", position=1),
    "indicator_weight_positive": lambda i: i.indicators.update(weight_units=0),
    "indicator_maturity_known": lambda i: i.indicators.update(maturity="cloud"),
    "level_criterion_unique": lambda i: factories.LevelCriterionFactory(indicator=first(i), level=1),
    "evidence_item_position_unique": lambda i: factories.EvidenceItemFactory(
        criterion=first(i).criteria.get(level=1), position=1
    ),
}
# SQLite names the columns of a broken unique constraint, PostgreSQL the constraint.
COLUMNS = {
    "instrument_code_revision_unique": "instrument.code, domains_instrument.revision",
    "instrument_content_loaded_once": "instrument.code, domains_instrument.checksum",
    "basis_year_unique": "basisyear.instrument_id, domains_basisyear.year",
    "band_code_unique": "band.instrument_id, domains_band.code",
    "band_floor_unique": "band.instrument_id, domains_band.floor",
    "domain_code_unique": "domain.instrument_id, domains_domain.code",
    "domain_number_unique": "domain.instrument_id, domains_domain.number",
    "aspect_code_unique": "aspect.instrument_id, domains_aspect.code",
    "aspect_number_unique": "aspect.instrument_id, domains_aspect.number",
    "indicator_code_unique": "indicator.instrument_id, domains_indicator.code",
    "indicator_position_unique": "indicator.instrument_id, domains_indicator.position",
    "level_criterion_unique": "levelcriterion.indicator_id, domains_levelcriterion.level",
    "evidence_item_position_unique": "evidenceitem.criterion_id, domains_evidenceitem.position",
}


@pytest.mark.parametrize("name", BROKEN)
def test_constraint_broken_is_refused_by_the_database(name, instrument):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BROKEN[name](instrument)

    assert name in str(refusal.value) or COLUMNS[name] in str(refusal.value)


def test_current_holds_the_newest_revision_of_every_code(instrument):
    newest = factories.InstrumentFactory(code=instrument.code, revision=2)
    other = factories.InstrumentFactory()

    assert set(Instrument.objects.current()) == {newest, other}


def test_basis_for_a_year_falls_back_to_the_instrument(instrument):
    factories.BasisYearFactory(instrument=instrument, year=2023, basis="rounded")

    assert (instrument.basis_for(2023), instrument.basis_for(2024)) == ("rounded", "exact")


@pytest.mark.parametrize(
    ("status", "text", "is_secondary"),
    [
        ("official figures; criteria paraphrased", "Angka resmi; kalimat kriteria disarikan.", False),
        ("secondary source; criteria paraphrased", "Dari sumber sekunder; kalimat kriteria disarikan.", True),
        ("Naskah sendiri", "Naskah sendiri", False),
        ("", "", False),
    ],
)
def test_source_text_speaks_indonesian(status, text, is_secondary):
    instrument = Instrument(status=status)

    assert (instrument.source_text, instrument.is_secondary) == (text, is_secondary)


@pytest.mark.parametrize("level", ["1", "2.50", "5", None])
def test_check_scale_lets_a_level_on_the_scale_pass(level):
    instrument = Instrument(scale_min=1, scale_max=5, scale_step=Decimal("0.5"))
    level = level and Decimal(level)

    assert check_scale(instrument, level) == level


@pytest.mark.parametrize("level", ["0", "5.5", "2.25", "NaN", "Infinity"])
def test_check_scale_refuses_a_level_off_the_scale(level):
    instrument = Instrument(scale_min=Decimal("1.00"), scale_max=Decimal("5.00"), scale_step=Decimal("0.50"))

    with pytest.raises(ValidationError) as refusal:
        check_scale(instrument, Decimal(level))

    assert refusal.value.messages == ["Tingkat harus antara 1 dan 5 dengan langkah 0.5."]

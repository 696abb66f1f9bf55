"""The bridge from an instrument's rows to what the arithmetic needs."""

from __future__ import annotations

from collections.abc import Iterable

from assessments.scoring import Band, Item, Questionnaire
from domains.loading import read, shipped_file
from domains.models import Band as BandRow
from domains.models import Indicator, Instrument


def questionnaire_of(instrument: Instrument) -> Questionnaire:
    """The instrument as it is stored; two queries."""
    indicators = instrument.indicators.select_related("aspect__domain").order_by("position")
    return build(instrument, indicators, instrument.bands.order_by("floor"))


def shipped_questionnaire(code: str) -> Questionnaire:
    """The instrument as it is shipped with the portal, without a database; LoadingError when there is none."""
    draft = read(shipped_file(code))
    return build(draft.instrument, draft.indicators, draft.bands)


def build(instrument: Instrument, indicators: Iterable[Indicator], bands: Iterable[BandRow]) -> Questionnaire:
    """From rows saved or not; indicators in the order of the questionnaire, bands from the lowest."""
    return Questionnaire(
        code=instrument.code,
        items=tuple(_item(indicator) for indicator in indicators),
        bands=tuple(Band(band.code, band.name, band.floor) for band in bands),
        weight_total=instrument.weight_total,
        scale_min=instrument.scale_min,
        scale_max=instrument.scale_max,
        scale_step=instrument.scale_step,
        unanswered_as=instrument.unanswered_as,
    )


def _item(indicator: Indicator) -> Item:
    domain = indicator.aspect.domain
    return Item(indicator.code, indicator.weight_units, indicator.aspect.code, domain.code if domain else None)

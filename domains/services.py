"""What the instrument says about a single value."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError

from domains.models import Instrument


def check_scale(instrument: Instrument, level: Decimal | None) -> Decimal | None:
    """The level itself when it is on the instrument's scale and step, None unchanged; else ValidationError."""
    if level is None:
        return None
    low, high, step = instrument.scale_min, instrument.scale_max, instrument.scale_step
    if not level.is_finite() or not low <= level <= high or (level - low) % step:
        raise ValidationError(
            f"Tingkat harus antara {low.normalize():f} dan {high.normalize():f} dengan langkah {step.normalize():f}."
        )
    return level

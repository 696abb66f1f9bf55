"""What input is acceptable for a prerequisite."""

from __future__ import annotations

from typing import Any

from django import forms

from directory.forms import FeedingForm
from domains.models import Instrument
from planning.models import InstansiPrerequisite


class PrerequisiteForm(FeedingForm):
    """One of the institution's own, for the indicators of an instrument."""

    class Meta:
        model = InstansiPrerequisite
        fields = ["code", "level", "needs", "needs_level", "reason"]
        help_texts = {"reason": "Ditampilkan di daftar prasyarat, misalnya: pedoman diturunkan dari peraturan bupati."}

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        indicators = instrument.indicators.order_by("position")
        choices = [("", "Pilih indikator"), *((row.code, f"{row.code} {row.short_name}") for row in indicators)]
        levels = [(level, str(level)) for level in range(int(instrument.scale_min), int(instrument.scale_max) + 1)]
        for name, wanted in (("code", choices), ("needs", choices), ("level", levels), ("needs_level", levels)):
            label = self.fields[name].label
            kind = forms.ChoiceField if wanted is choices else forms.TypedChoiceField
            extra = {} if wanted is choices else {"coerce": int, "initial": 2}
            self.fields[name] = kind(label=label, choices=wanted, **extra)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("code") and cleaned.get("code") == cleaned.get("needs"):
            self.add_error("needs", "Pilih indikator lain: sebuah indikator tidak menunggu dirinya sendiri.")
        return cleaned

"""What input about targets is acceptable."""

from __future__ import annotations

from typing import Any

from django import forms

from assessments.forms import VersionedForm
from domains.models import Indicator, Instrument
from planning.models import Target

INDEX = "indeks"


class TargetForm(VersionedForm):
    """A value and where it is written."""

    value = forms.DecimalField(label="Target", max_digits=3, decimal_places=2, localize=True)
    source = forms.ChoiceField(label="Dokumen sumber", choices=Target.Source)
    source_text = forms.CharField(
        label="Judul, nomor, dan halaman", required=False, max_length=200,
        help_text="Misalnya RPJMD 2021–2026, Perda Nomor 6 Tahun 2021, halaman 214.",
    )  # fmt: skip

    def __init__(self, *args: Any, target: Target | None = None, **kwargs: Any) -> None:
        if target:
            stored = {name: getattr(target, name) for name in ("version", "value", "source", "source_text")}
            kwargs["initial"] = stored | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["value"].widget.attrs["inputmode"] = "decimal"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("source") == Target.Source.OTHER and not data.get("source_text", "").strip():
            self.add_error("source_text", "Sebutkan judul dokumen sumbernya.")
        return data


class NewTargetForm(TargetForm):
    """The same with what it is a target of: the index, a domain, an aspect or an indicator of one instrument."""

    place = forms.ChoiceField(label="Target untuk")
    field_order = ("place", "value", "source", "source_text", "version")

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places_of(instrument)
        groups = [
            (heading, [(f"{kind}-{row.pk}", _label(row)) for row in rows])
            for (heading, kind), rows in self.places.items()
            if rows
        ]
        self.fields["place"].choices = [(INDEX, "Indeks SPBE"), *groups]  # type: ignore[attr-defined]

    def clean_place(self) -> Any:
        """The row that was chosen; None for the index."""
        rows = {f"{kind}-{row.pk}": row for (_, kind), found in self.places.items() for row in found}
        return rows.get(self.cleaned_data["place"])


def places_of(instrument: Instrument) -> dict[tuple[str, str], list[Any]]:
    """What may have a target besides the index, by heading and kind; three queries."""
    return {
        ("Domain", "domain"): list(instrument.domains.order_by("number")),
        ("Aspek", "aspek"): list(instrument.aspects.order_by("number")),
        ("Indikator", "indikator"): list(instrument.indicators.order_by("position")),
    }


def _label(row: Any) -> str:
    return str(row) if isinstance(row, Indicator) else f"{row.number}. {row.name}"

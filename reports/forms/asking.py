"""Asking for a document: its format, the OPD of a unit's own report, and the options of its kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict

from reports.catalogue import Choice
from reports.forms.documents import OPTION_FORMS
from reports.models import Format


class AskForm(forms.Form):
    """Without a format the first one is meant, and without an OPD the only one."""

    unit = forms.TypedChoiceField(label="OPD")
    format = forms.ChoiceField(required=False)

    def __init__(self, choice: Choice, data: Mapping[str, Any] | QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"{choice.kind}-%s")
        self.formats = [(code, Format(code).label) for code in choice.document.formats]
        self.fields["format"].choices = self.formats  # type: ignore[attr-defined]
        self.units = choice.units
        if len(self.units) > 1:
            named = {str(unit.pk): unit for unit in self.units}
            self.fields["unit"].choices = [("", "Pilih OPD"), *((key, unit.short_name) for key, unit in named.items())]  # type: ignore[attr-defined]
            self.fields["unit"].coerce = named.__getitem__  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]
        options = OPTION_FORMS.get(choice.kind)
        self.options = options(data, auto_id=f"{choice.kind}-%s") if options else None

    def is_valid(self) -> bool:
        return super().is_valid() and (self.options is None or self.options.is_valid())

    @property
    def must_be_filled(self) -> bool:
        """Whether an option has no answer of its own, so that nothing can be made before somebody typed."""
        return bool(self.options and any(field.required for field in self.options.fields.values()))

    def refused(self) -> list[forms.BoundField]:
        """The fields to be corrected, as the page lists them."""
        return [field for field in (*self, *(self.options or ())) if field.errors]

    def all_errors(self) -> dict[str, list[str]]:
        both = dict(self.errors) | (dict(self.options.errors) if self.options else {})
        return {field: [str(error) for error in errors] for field, errors in both.items()}

    def order(self) -> dict[str, Any]:
        """What `request_report` wants to know, the options as JSON."""
        options = self.options.cleaned_data if self.options else {}
        return {
            "unit": self.cleaned_data.get("unit") or next(iter(self.units), None),
            "format": self.cleaned_data["format"] or self.formats[0][0],
            "options": json.loads(json.dumps(options, cls=DjangoJSONEncoder)),
        }

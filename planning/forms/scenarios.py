"""What a scenario is called."""

from __future__ import annotations

from typing import Any

from django import forms

from assessments.forms import PlainText
from planning.models import Scenario


class ScenarioForm(forms.Form):
    name = forms.CharField(
        label="Nama skenario", max_length=100, help_text="Misalnya: Baik dengan usaha paling sedikit."
    )
    note = PlainText(label="Catatan", max_length=1000, rows=3, required=False)


class KeepForm(ScenarioForm):
    """`seen` names the levels the person was shown; another one is a page nobody saw as it is now."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def see_again(self, seen: str) -> None:
        """After the person was shown the levels as they are now: the next send is made from those."""
        self.data = self.data.copy()
        self.data["seen"] = seen


def form_of(scenario: Scenario, data: Any = None, rescued: dict[str, str] | None = None) -> ScenarioForm:
    return ScenarioForm(data, initial={"name": scenario.name, "note": scenario.note} | (rescued or {}))

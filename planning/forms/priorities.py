"""What input about priorities is acceptable."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Unit, User
from assessments.forms import DATE, PlainText, VersionedForm
from assessments.scoring import Questionnaire
from planning.models import Priority


class ChargeForm(VersionedForm):
    """Which OPD and person, until when. One choice names both, so that they always belong together."""

    who = forms.ChoiceField(label="OPD dan penanggung jawab")
    due_on = forms.DateField(label="Tenggat", widget=DATE)
    note = PlainText(label="Catatan untuk OPD", required=False, max_length=1000, rows=3)
    level = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: list[Unit], priority: Priority | None = None, **kwargs: Any) -> None:
        if priority:
            stored = {name: getattr(priority, name) for name in ("due_on", "note", "version")}
            stored["who"] = f"{priority.unit_id}-{priority.person_id or ''}"
            kwargs["initial"] = stored | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        people = list(User.objects.operators_of([unit.pk for unit in units]))
        self.charges: dict[str, tuple[Unit, User | None]] = {}
        groups = []
        for unit in units:
            mine: list[User | None] = [None, *(person for person in people if person.unit_id == unit.pk)]
            self.charges |= {f"{unit.pk}-{person.pk if person else ''}": (unit, person) for person in mine}
            choices = [(f"{unit.pk}-{person.pk if person else ''}", _named(unit, person)) for person in mine]
            groups.append((unit.name, choices))
        self.fields["who"].choices = groups  # type: ignore[attr-defined]

    def clean_who(self) -> tuple[Unit, User | None]:
        return self.charges[self.cleaned_data["who"]]

    @property
    def charge(self) -> dict[str, Any]:
        """The valid input in a service's words."""
        unit, person = self.cleaned_data["who"]
        return {"unit": unit, "person": person, **{name: self.cleaned_data[name] for name in ("due_on", "note")}}


class StepForm(VersionedForm):
    """The answer of the OPD, or the coordinator's word on it. Whether it may be empty is the step's to say."""

    note = PlainText(label="Catatan", required=False, is_asked_later=True, max_length=1000, rows=3)


class GoalForm(forms.Form):
    """Which predikat or index the leadership wants; the index goes before."""

    predikat = forms.ChoiceField(label="Predikat yang dituju", required=False)

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bands = sorted(questionnaire.bands, key=lambda band: band.floor)[1:]
        usual = ("", "Target tahun ini, atau predikat berikutnya")
        self.fields["predikat"].choices = [usual, *((band.code, band.name) for band in bands)]  # type: ignore[attr-defined]
        self.fields["indeks"] = forms.DecimalField(
            label="atau indeks", max_digits=3, decimal_places=2, localize=True, required=False,
            min_value=questionnaire.scale_min, max_value=questionnaire.scale_max,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )  # fmt: skip
        self.bands = {band.code: band for band in bands}


def _named(unit: Unit, person: User | None) -> str:
    return f"{unit.short_name}: {person}" if person else f"{unit.short_name}, tanpa nama orang"

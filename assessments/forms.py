"""What input about the work is acceptable."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Unit, User
from assessments.models import Answer, Assessment, Assignment
from domains.models import Instrument
from domains.services import check_scale

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DEADLINES = ("filling_until", "verification_until", "scoring_until", "approval_until")


class LaterField(forms.CharField):
    """A text that may stay empty while saving but is asked for by a later step; so it is not called optional."""

    is_asked_later = True


class LevelField(forms.DecimalField):
    """A level on the instrument's scale; a comma is as good as a point."""

    def __init__(self, *, instrument: Instrument, **kwargs: Any) -> None:
        self.instrument = instrument
        super().__init__(max_digits=3, decimal_places=2, localize=True, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        check_scale(self.instrument, value)


class AnswerForm(forms.Form):
    """An OPD's claim. `version` is the one the page was made from."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    facts = LaterField(
        label="Fakta", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Apa yang ada dan di mana tercantum: nama dokumen, pasal, dan halaman.",
    )  # fmt: skip
    analysis = LaterField(
        label="Analisis", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Mengapa fakta itu memenuhi kriteria tingkat yang diajukan.",
    )  # fmt: skip

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        stored = {"version": answer.version, "level": answer.claimed_level}
        stored |= {"facts": answer.facts, "analysis": answer.analysis}
        kwargs["initial"] = {**stored, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["level"] = LevelField(
            label="Tingkat kematangan", required=False, instrument=answer.assessment.instrument
        )

    def clean_facts(self) -> str:
        return _plain(self.cleaned_data["facts"])

    def clean_analysis(self) -> str:
        return _plain(self.cleaned_data["analysis"])


class ReviewForm(forms.Form):
    """An admin's verdict on an answer: a level to verify, or a reason to return."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    note = LaterField(
        label="Catatan untuk OPD", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Wajib diisi bila dikembalikan: sebut apa yang kurang dan di mana.",
    )  # fmt: skip

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        proposal = answer.verified_level if answer.verified_level is not None else answer.claimed_level
        kwargs["initial"] = {"version": answer.version, "level": proposal, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["level"] = LevelField(
            label="Tingkat hasil verifikasi", required=False, instrument=answer.assessment.instrument
        )


class VerdictForm(forms.Form):
    """An assessor's final level with its justification. `version` 0 means there was none yet."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    justification = forms.CharField(
        label="Pertimbangan", max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Alasan tingkat ini dipilih; ikut tercetak pada laporan.",
    )  # fmt: skip

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = LevelField(label="Tingkat final", instrument=instrument)

    def clean_justification(self) -> str:
        return _plain(self.cleaned_data["justification"])


class DeadlinesForm(forms.ModelForm):
    class Meta:
        model = Assessment
        fields = DEADLINES
        widgets = dict.fromkeys(DEADLINES, DATE)


class AssessmentForm(DeadlinesForm):
    class Meta(DeadlinesForm.Meta):
        fields = ("year", "instrument", *DEADLINES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].queryset = Instrument.objects.current().order_by("-is_provisional", "first_year")


class ReopenForm(forms.Form):
    """Which OPD may write again, until when, and why."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="OPD")
    until = forms.DateField(label="Sampai tanggal", widget=DATE)
    reason = forms.CharField(label="Alasan", max_length=300)

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = assessment.assignments.values("unit")
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=given).order_by("name")


class PersonForm(forms.Form):
    """The person in charge of one assignment, among the operators of its OPD."""

    person = forms.ModelChoiceField(
        User.objects.none(), label="Penanggung jawab", required=False, empty_label="Belum ditunjuk"
    )

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = (
            User.objects.active().filter(unit=assignment.unit, role="operator").order_by("full_name")
        )


def _plain(text: str) -> str:
    """The text with line ends as \\n and without control characters, which no screen or PDF can show."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in text):
        raise ValidationError("Tulisan memuat karakter kendali yang tidak dapat ditampilkan. Hapus, lalu simpan lagi.")
    return text

"""What input about the work is acceptable."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Unit, User
from assessments.models import Answer, Assessment, Assignment
from domains.models import Instrument
from domains.services import check_scale

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DEADLINES = ("filling_until", "verification_until", "scoring_until", "approval_until")


class PlainText(forms.CharField):
    """Text with line ends as \\n and without control characters, which no screen or PDF can show.

    `is_asked_later`: may stay empty now, but a later step asks for it; so it is not called optional.
    """

    def __init__(self, *, max_length: int, rows: int, is_asked_later: bool = False, **kwargs: Any) -> None:
        self.is_asked_later = is_asked_later
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
            raise ValidationError(
                "Tulisan memuat karakter kendali yang tidak dapat ditampilkan. Hapus, lalu simpan lagi."
            )
        return text


class LevelField(forms.DecimalField):
    """A level on the instrument's scale; a comma is as good as a point."""

    def __init__(self, *, instrument: Instrument, **kwargs: Any) -> None:
        self.instrument = instrument
        super().__init__(max_digits=3, decimal_places=2, localize=True, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def validate(self, value: Any) -> None:
        super().validate(value)
        check_scale(self.instrument, value)


class VersionField(forms.IntegerField):
    """The version the page was made from. What cannot be read is a version nobody saw, and so a stale one."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value: Any) -> int:
        try:
            version = super().clean(value)
        except ValidationError:
            return -1
        return -1 if version is None else version


class VersionedForm(forms.Form):
    """What somebody writes from a page that showed one version of a row."""

    version = VersionField()

    def rebase(self, version: int) -> None:
        """After the person was shown the row as it is now: the next send is made from that."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


class AnswerForm(VersionedForm):
    """An OPD's claim."""

    facts = PlainText(
        label="Fakta", required=False, is_asked_later=True, max_length=5000, rows=6,
        help_text="Apa yang ada dan di mana tercantum: nama dokumen, pasal, dan halaman.",
    )  # fmt: skip
    analysis = PlainText(
        label="Analisis", required=False, is_asked_later=True, max_length=5000, rows=5,
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


class ReviewForm(VersionedForm):
    """An admin's verdict on an answer: a level to verify, or a reason to return."""

    note = PlainText(
        label="Catatan untuk OPD", required=False, is_asked_later=True, max_length=2000, rows=4,
        help_text="Wajib diisi bila dikembalikan: sebut apa yang kurang dan di mana.",
    )  # fmt: skip

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        proposal = answer.verified_level if answer.verified_level is not None else answer.claimed_level
        kwargs["initial"] = {"version": answer.version, "level": proposal, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["level"] = LevelField(
            label="Tingkat hasil verifikasi", required=False, instrument=answer.assessment.instrument
        )


class VerdictForm(VersionedForm):
    """An assessor's final level with its justification. Version 0 means there was none yet."""

    justification = PlainText(
        label="Pertimbangan", max_length=5000, rows=5,
        help_text="Alasan tingkat ini dipilih; ikut tercetak pada laporan.",
    )  # fmt: skip

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = LevelField(label="Tingkat final", instrument=instrument)


class StageForm(forms.Form):
    """The reason, or a remark, that goes with a step of the whole assessment."""

    note = PlainText(label="Catatan", required=False, max_length=2000, rows=3)


class InstrumentField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Instrument) -> str:
        years = f"{obj.first_year} sampai {obj.last_year}"
        return f"{obj.name}, {years}{' (sementara)' if obj.is_provisional else ''}"


class DeadlinesForm(forms.ModelForm):
    class Meta:
        model = Assessment
        fields = DEADLINES
        widgets = dict.fromkeys(DEADLINES, DATE)


class AssessmentForm(DeadlinesForm):
    instrument = InstrumentField(Instrument.objects.none(), label="Instrumen", empty_label="Pilih instrumen")

    class Meta(DeadlinesForm.Meta):
        fields = ("year", "instrument", *DEADLINES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].queryset = Instrument.objects.current().order_by("is_provisional", "-first_year")


class ReopenForm(forms.Form):
    """Which OPD may write again, until when, and why."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="OPD", empty_label="Pilih OPD")
    until = forms.DateField(label="Sampai tanggal", widget=DATE)
    reason = PlainText(label="Alasan", max_length=300, rows=3)

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = assessment.assignments.values("unit")
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=given).order_by("name")


class PersonForm(forms.Form):
    """The person in charge of one assignment, among the operators of its OPD."""

    person = forms.ModelChoiceField(
        User.objects.none(), label="Penanggung jawab", required=False, empty_label="Belum ditunjuk"
    )

    def __init__(self, *args: Any, assignment: Assignment, people: list[User] | None = None, **kwargs: Any) -> None:
        """`people` are that OPD's operators where the page has them already, so that each form need not ask."""
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.queryset = User.objects.operators_of([assignment.unit_id])
        if people is not None:
            field.choices = [("", field.empty_label), *((person.pk, str(person)) for person in people)]

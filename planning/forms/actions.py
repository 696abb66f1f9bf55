"""What an item of the plan may say, and what goes along with its steps."""

from __future__ import annotations

import copy
import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import date_format

from accounts.models import Role, Unit, User
from assessments.forms import DATE, LevelField, PlainText, VersionedForm
from domains.models import EvidenceItem
from planning.action_texts import in_words, templates_for
from planning.models import ActionItem

FIELDS = (
    "year", "from_level", "to_level", "text", "unit", "person", "deadline", "budget", "expected", "expected_text",
)  # fmt: skip
MOST_DIGITS = 15


class RupiahField(forms.Field):
    """Whole rupiah as people type them: 1250000, 1.250.000 or Rp1.250.000."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def to_python(self, value: Any) -> int | None:
        text = "".join(str(value or "").casefold().split()).removeprefix("rp").removesuffix(",00")
        if not text:
            return None
        groups = text.split(".")
        is_grouped = len(groups) == 1 or (0 < len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
        digits = "".join(groups)
        if not is_grouped or not (digits.isascii() and digits.isdecimal()):
            raise ValidationError("Tulis dalam rupiah penuh, misalnya 25.000.000.")
        if len(digits) > MOST_DIGITS:
            raise ValidationError("Anggaran ini terlalu besar; tulis dalam rupiah penuh.")
        return int(digits)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class PieceField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: EvidenceItem) -> str:
        return f"Tingkat {obj.criterion.level}: {obj.text}{' (opsional)' if obj.is_optional else ''}"


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.unit.short_name})" if obj.unit else str(obj)


class ActionForm(VersionedForm, forms.ModelForm):
    """An item of the plan, new or changed. A text may be chosen among templates instead of written."""

    text = PlainText(
        label="Kegiatan", max_length=2000, rows=4, required=False, is_asked_later=True,
        help_text="Apa yang dikerjakan, sehingga OPD tahu hasil yang diharapkan.",
    )  # fmt: skip
    expected_text = PlainText(label="Hasil lain yang diharapkan", max_length=1000, rows=2, required=False)
    budget = RupiahField(label="Anggaran (rupiah)", required=False, help_text="Misalnya 25.000.000.")
    person = PersonField(User.objects.none(), label="Penanggung jawab", required=False, empty_label="Belum ditunjuk")
    expected = PieceField(EvidenceItem.objects.none(), label="Data dukung yang diharapkan", required=False)

    class Meta:
        model = ActionItem
        fields = FIELDS
        widgets = {"deadline": DATE}
        help_texts = {"year": "Hasilnya dibaca pada penilaian tahun berikutnya."}

    def __init__(self, *args: Any, item: ActionItem, **kwargs: Any) -> None:
        levels = {name: getattr(item, name).normalize() for name in ("from_level", "to_level")}
        initial = {"version": item.version} | levels | (kwargs.pop("initial", None) or {})
        super().__init__(*args, instance=copy.copy(item), initial=initial, **kwargs)
        instrument = item.indicator.instrument
        for name, label in (("from_level", "Dari tingkat"), ("to_level", "Ke tingkat")):
            self.fields[name] = LevelField(label=label, instrument=instrument)
        self.fields["from_level"].validate = _is_level  # 0: not answered yet
        units = Unit.objects.filter(Q(is_active=True) | Q(pk=item.unit_id), instansi=item.instansi_id)
        self.fields["unit"].queryset = units.order_by("name")
        self.fields["unit"].empty_label = "Belum ada OPD"
        chosen = [row.pk for row in item.expected.all()] if item.pk else []
        people = User.objects.active().with_role(Role.OPERATOR).filter(instansi=item.instansi_id)
        self.fields["person"].queryset = people.order_by("unit__name", "full_name")
        higher = Q(criterion__level__gt=item.from_level) | Q(pk__in=chosen)
        pieces = EvidenceItem.objects.filter(higher, criterion__indicator=item.indicator_id)
        self.fields["expected"].queryset = pieces.select_related("criterion").order_by("criterion__level", "position")
        if not item.pk:
            self._offer_templates(item)

    def _offer_templates(self, item: ActionItem) -> None:
        """The shipped text of each level above the present one; that of the level wanted is chosen already."""
        levels = range(int(item.from_level) + 1, int(item.indicator.instrument.scale_max) + 1)
        found = {level: templates_for(item.indicator, Decimal(level - 1), Decimal(level)) for level in levels}
        self.templates = {str(level): texts[0] for level, texts in found.items() if texts}
        if self.templates:
            self.fields["template"] = forms.ChoiceField(
                label="Contoh kegiatan", required=False, widget=forms.RadioSelect, initial=in_words(item.to_level),
                choices=[
                    *((level, f"Tingkat {level}: {text}") for level, text in self.templates.items()),
                    ("", "Tulis sendiri di bawah"),
                ],
            )  # fmt: skip
            self.fields["text"].help_text = "Kosongkan bila memakai contoh di atas. Yang ditulis di sini didahulukan."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        template = data.pop("template", "")
        self.is_template = bool(template and not data.get("text"))
        if self.is_template:
            data["text"] = self.templates[template]
            if data.get("to_level") not in (None, Decimal(template)):
                self.add_error("template", f"Contoh ini untuk tingkat {template}. Samakan dengan Ke tingkat.")
        if not data.get("text") and "text" not in self.errors:
            self.add_error("text", "Tulis kegiatannya, atau pilih salah satu contoh.")
        person, unit = data.get("person"), data.get("unit")
        if person and person.unit_id != (unit.pk if unit else None):
            self.add_error("person", "Penanggung jawab harus operator dari OPD pelaksana.")
        return data

    @property
    def said(self) -> dict[str, Any]:
        """The values for the service, without the version."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def differences(self, now: ActionItem) -> list[tuple[str, str, str]]:
        """Label, stored value and typed value where they differ: for whoever saved second."""
        stored = ActionForm(item=now)
        rows = [
            (str(self.fields[name].label), self._read(name, stored[name].value()), self._read(name, self[name].value()))
            for name in FIELDS
        ]
        return [row for row in rows if row[1] != row[2]]

    def _read(self, name: str, value: Any) -> str:
        """A value of a field as people read it."""
        field = self.fields[name]
        try:
            value = field.clean(field.prepare_value(value))
        except ValidationError:
            return str(value)
        if isinstance(value, datetime.date):
            return date_format(value, "j F Y")
        if name == "expected":
            return "; ".join(field.label_from_instance(row) for row in value) or "–"
        if name in ("from_level", "to_level"):
            return in_words(value)
        return str(value if name != "budget" else field.prepare_value(value)) if value not in (None, "") else "–"


def _is_level(value: Any) -> None:
    if value is None or not value.is_finite() or not 0 <= value <= 5:
        raise ValidationError("Tulis tingkat sekarang, dari 0 (belum diisi) sampai 5.")


class NeedsForm(forms.Form):
    """Which items of the plan come first."""

    needs = forms.ModelMultipleChoiceField(
        ActionItem.objects.none(), label="Kerjakan dulu", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Centang kegiatan yang harus selesai sebelum kegiatan ini.",
    )  # fmt: skip

    def __init__(self, *args: Any, item: ActionItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = item.needs.all()
        others = ActionItem.objects.filter(instansi=item.instansi_id).exclude(pk=item.pk).select_related("indicator")
        kept = others.open() | others.filter(pk__in=chosen.values("pk"))
        self.fields["needs"].queryset = kept.order_by("indicator__position", "pk")
        self.fields["needs"].initial = [row.pk for row in chosen]


class StepForm(VersionedForm):
    """A note or reason, and how far the work is where that is reported."""

    percent = forms.IntegerField(label="Kemajuan (persen)", required=False, min_value=0, max_value=100)
    note = PlainText(label="Catatan", required=False, is_asked_later=True, max_length=1000, rows=3)

    def __init__(self, *args: Any, item: ActionItem, step: str, label: str, **kwargs: Any) -> None:
        initial = {"version": item.version, "percent": item.percent} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, auto_id=f"id_{step}_%s", **kwargs)
        self.fields["note"].label = label
        if step != "report":
            del self.fields["percent"]
        else:
            self.fields["percent"].required = True

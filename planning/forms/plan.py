"""How the plan is narrowed."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.db.models import F, Q

from accounts.models import Unit, User
from planning.models import ActionItem, ActionState

WORDS_IN = ("text", "expected_text", "indicator__name", "indicator__short_name", "person__full_name")
NONE = "tanpa"  # of the choice of OPD: items that nobody was given yet


class PlanFilter(forms.Form):
    """The query string of the plan; what cannot be read is as if it were not there."""

    SORTS = {
        "tenggat": (F("deadline").asc(nulls_last=True), "indicator__position", "pk"),
        "indikator": ("indicator__position", "pk"),
        "opd": (F("unit__name").asc(nulls_first=True), "indicator__position", "pk"),
        "anggaran": (F("budget").desc(nulls_last=True), "pk"),
        "baru": ("-pk",),
    }
    STATES = {"terbuka": "Belum selesai", "terlambat": "Lewat tenggat"}

    q = forms.CharField(label="Cari kegiatan", required=False, max_length=100)
    tahun = forms.TypedChoiceField(label="Tahun", required=False, coerce=int, empty_value=None)
    opd = forms.ChoiceField(label="OPD", required=False)
    keadaan = forms.ChoiceField(
        label="Keadaan", required=False, choices=[("", "Semua"), *STATES.items(), *ActionState.choices]
    )
    bagian = forms.ChoiceField(label="Domain atau aspek", required=False)
    urut = forms.ChoiceField(
        label="Urutkan",
        required=False,
        choices=[
            ("tenggat", "Tenggat"), ("indikator", "Indikator"), ("opd", "OPD"),
            ("anggaran", "Anggaran"), ("baru", "Terbaru"),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = ActionItem.objects.listed_for(user)
        self.years = sorted(set(mine.values_list("year", flat=True)), reverse=True)
        self.fields["tahun"].choices = [("", "Semua"), *((year, str(year)) for year in self.years)]
        self.fields["bagian"].choices = [("", "Semua"), *_parts(mine)]
        if user.is_operator:
            del self.fields["opd"]
        else:
            units = Unit.objects.filter(pk__in=mine.values("unit")).order_by("name")
            rows = [(str(unit.pk), unit.name) for unit in units]
            self.fields["opd"].choices = [("", "Semua"), (NONE, "Belum ada OPD"), *rows]
        self.is_valid()

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("q", "tahun", "opd", "keadaan", "bagian"))

    def rows(self, items: Any) -> Any:
        """The items that the readable filters leave, in the order asked for."""
        data = self.cleaned_data
        for word in (data.get("q") or "").replace("\x00", "").split():
            items = items.filter(Q(*((f"{name}__icontains", word) for name in WORDS_IN), _connector=Q.OR))
        if data.get("tahun"):
            items = items.filter(year=data["tahun"])
        if data.get("opd"):
            items = items.filter(unit=None if data["opd"] == NONE else data["opd"])
        if data.get("bagian"):
            code = data["bagian"]
            items = items.filter(Q(indicator__aspect__code=code) | Q(indicator__aspect__domain__code=code))
        items = self._in_state(items, data.get("keadaan"))
        return items.order_by(*self.SORTS[data.get("urut") or "tenggat"])

    def _in_state(self, items: Any, state: str | None) -> Any:
        if state in ActionState.values:
            return items.filter(state=state)
        return {"terbuka": items.open, "terlambat": items.overdue}.get(state or "", items.all)()


def _parts(items: Any) -> list[tuple[str, Any]]:
    """The domains with the aspects in them that the plan touches; one query."""
    given = ("indicator__aspect__domain__code", "indicator__aspect__domain__name", "indicator__aspect__code",
             "indicator__aspect__name")  # fmt: skip
    rows = items.order_by(*given).values_list(*given).distinct()
    choices: list[tuple[str, Any]] = []
    for (code, name), aspects in groupby(rows, key=lambda row: row[:2]):
        inside = [(row[2], row[3]) for row in aspects]
        if code:
            inside = [(code, f"Seluruh {name}"), *inside]
        choices.append((name or "Aspek", inside))
    return choices

"""What input is acceptable when results are taken in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.models import Instansi, User
from accounts.refusals import Refused
from results.imports.plans import Choice, Decision, Plan
from results.models import PastTrack, Shape


class ResultImportForm(forms.Form):
    """A table with what holds for all its rows; the technician also says whose results they are."""

    instansi = forms.ModelChoiceField(Instansi.objects.none(), label="Instansi", empty_label="Pilih instansi")
    shape = forms.ChoiceField(
        label="Isi tabel",
        choices=Shape,
        initial=Shape.INDEX,
        widget=forms.RadioSelect,
        help_text="Setiap baris satu hasil: satu tahun dan satu jalur.",
    )
    track = forms.ChoiceField(
        label="Jalur",
        choices=[
            (PastTrack.EXTERNAL, "Eksternal: hasil akhir yang diterbitkan"),
            (PastTrack.CLAIMED, "Mandiri: nilai yang diajukan instansi"),
        ],
        initial=PastTrack.EXTERNAL,
        widget=forms.RadioSelect,
        help_text="Berlaku untuk baris tanpa kolom jalur.",
    )
    source = forms.CharField(
        label="Sumber",
        max_length=300,
        help_text="Dari mana angka ini, misalnya judul dan nomor laporan. Tampil bersama hasilnya.",
    )
    file = forms.FileField(
        label="Berkas CSV atau XLSX",
        help_text="Paling besar 5 MiB dan 200 hasil. Lembar pertama yang dibaca.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if by.is_technician:
            self.fields["instansi"].queryset = Instansi.objects.visible_to(by).order_by("name")
        else:
            del self.fields["instansi"]

    @property
    def place(self) -> Instansi:
        """Whose results these are; whoever is no technician takes them in for the institution he works at."""
        return self.cleaned_data.get("instansi") or self.by.instansi

    def refuse(self, error: Refused) -> None:
        self.add_error("file", str(error))


def decisions_in(data: Mapping[str, str], plan: Plan) -> dict[int, Decision]:
    """What was chosen for each row of the plan; a row without a choice says so by an empty one."""
    return {
        row.line: Decision(data.get(f"pilihan-{row.line}", ""), data.get(f"sadar-{row.line}") == "ya")
        for row in plan.rows
    }


def defaults_of(plan: Plan) -> dict[int, Decision]:
    return {row.line: Decision(Choice(row.default).value) for row in plan.rows}

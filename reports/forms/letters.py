"""What is chosen when a letter is asked for. The cleaned values are plain JSON: they become the options of its job."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from reports.documents.meeting import SEPARATOR, lines

MOST_LINES = 200


class PlainDateField(forms.DateField):
    """A date that is kept as text, such as 2026-11-12; empty when none was chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)

    def clean(self, value: Any) -> str:  # type: ignore[override]
        date: datetime.date | None = super().clean(value)
        return date.isoformat() if date else ""


class LinesField(forms.CharField):
    """Text of which every line counts for itself."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), required=False, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        count = len(lines(text))
        if count > MOST_LINES:
            raise ValidationError(f"Paling banyak {MOST_LINES} baris; ini {count}. Ringkas, atau buat dua notulen.")
        return text


class LetterForm(forms.Form):
    """Whatever is left empty becomes a dotted line on paper."""

    number = forms.CharField(
        label="Nomor surat", max_length=100, required=False, help_text="Kosongkan bila belum ada; dicetak titik-titik."
    )
    date = PlainDateField(label="Tanggal", required=False, help_text="Kosongkan untuk ditulis tangan.")
    place = forms.CharField(
        label="Tempat", max_length=120, required=False, help_text="Bila kosong, tempat pada kop surat yang dipakai."
    )


class MeetingForm(forms.Form):
    """Minutes of a meeting."""

    title = forms.CharField(label="Judul rapat", max_length=200)
    number = forms.CharField(label="Nomor", max_length=100, required=False)
    date = PlainDateField(label="Tanggal")
    time = forms.CharField(label="Waktu", max_length=60, required=False, help_text="Misalnya 09.00 sampai 11.30 WITA.")
    place = forms.CharField(label="Tempat", max_length=200, required=False)
    chair = forms.CharField(label="Pemimpin rapat", max_length=150, required=False)
    secretary = forms.CharField(label="Notulis", max_length=150, required=False)
    participants = LinesField(
        label="Peserta", rows=6, max_length=10_000, help_text="Satu orang tiap baris, misalnya I Made Contoh, Bappeda."
    )
    discussion = LinesField(
        label="Pembahasan", rows=10, max_length=30_000, help_text="Tiap baris menjadi satu paragraf."
    )
    decisions = LinesField(
        label="Keputusan", rows=6, max_length=10_000,
        help_text="Satu keputusan tiap baris. OPD dan tenggat boleh menyusul: Susun SOP | Diskominfo | 31 Maret 2027.",
    )  # fmt: skip

    def clean_decisions(self) -> str:
        text = self.cleaned_data["decisions"]
        for position, line in enumerate(lines(text), 1):
            if line.count(SEPARATOR) > 2:
                raise ValidationError(
                    f"Keputusan ke-{position} memuat lebih dari dua tanda {SEPARATOR}. "
                    f"Tulis: keputusan {SEPARATOR} OPD {SEPARATOR} tenggat."
                )
        return text

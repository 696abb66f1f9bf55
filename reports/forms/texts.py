"""The words of the report that an institution writes itself."""

from __future__ import annotations

from django import forms

from reports.models.texts import LONGEST

HELP = "Pisahkan paragraf dengan satu baris kosong. Kosongkan untuk memakai teks bawaan."


class ReportTextsForm(forms.Form):
    """One field for each part; an empty one stands for the default."""

    intro = forms.CharField(
        label="Kata pengantar",
        help_text=HELP,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    closing = forms.CharField(
        label="Penutup",
        help_text=HELP,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

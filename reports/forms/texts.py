"""The words of the report that an institution writes itself."""

from __future__ import annotations

from typing import Any

from django import forms

from directory.forms import SeenTextsForm
from reports.models.texts import LONGEST

HELP = "Pisahkan paragraf dengan satu baris kosong. Kosongkan untuk memakai teks bawaan."


class ReportTextsForm(SeenTextsForm):
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

    @property
    def said(self) -> dict[str, Any]:
        """The texts and the version they were written from, for the service."""
        texts = dict(self.cleaned_data)
        return {"version": texts.pop("version"), "texts": texts}

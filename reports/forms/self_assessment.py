"""What may be left out of the complete report."""

from __future__ import annotations

from typing import Any

from django import forms

PARTS = {
    "preface": "Kata pengantar",
    "units": "Pembagian indikator kepada perangkat daerah",
    "years": "Perbandingan antartahun, target, dan nasional",
    "completeness": "Kelengkapan data dukung",
    "worksheets": "Lampiran: Lembar Kerja Evaluasi",
    "evidence": "Lampiran: Daftar data dukung",
    "statement": "Lampiran: Berita Acara",
    "publication": "Lampiran: Pernyataan Persetujuan Publikasi",
}


class SelfAssessmentForm(forms.Form):
    """`cleaned_data` is the options of the job: {"without": [...]}, in the order of the report."""

    without = forms.MultipleChoiceField(
        label="Bagian yang tidak disertakan",
        choices=list(PARTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_without(self) -> list[Any]:
        return [part for part in PARTS if part in self.cleaned_data["without"]]

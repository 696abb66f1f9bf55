"""The admin's judgement on evidence."""

from __future__ import annotations

from django import forms

from evidence.models import Evidence, Review


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Hasil pemeriksaan",
        choices=[choice for choice in Review.choices if choice[0] != Review.WAITING],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Catatan",
        required=False,
        max_length=500,
        help_text="Wajib bila perlu perbaikan atau ditolak; OPD membacanya.",
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
    )

    @classmethod
    def of(cls, evidence: Evidence) -> ReviewForm:
        verdict = "" if evidence.review == Review.WAITING else evidence.review
        return cls(initial={"verdict": verdict, "note": evidence.review_note})

"""A copy that was signed elsewhere."""

from __future__ import annotations

from django import forms


class SignedCopyForm(forms.Form):
    file = forms.FileField(
        label="PDF bertanda tangan",
        help_text="PDF saja, paling besar 20 MiB. Unggahan sebelumnya tetap tersimpan.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )

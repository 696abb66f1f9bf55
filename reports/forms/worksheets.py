"""A worksheet that comes back."""

from __future__ import annotations

from django import forms

from accounts.refusals import Refused


class WorksheetForm(forms.Form):
    file = forms.FileField(
        label="LKE yang sudah diisi (.xlsx)",
        help_text="Berkas yang diunduh dari halaman ini. Setiap perubahan ditampilkan dulu sebelum disimpan.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def refuse(self, error: Refused) -> None:
        self.add_error("file", str(error))


class SignedCopyForm(forms.Form):
    file = forms.FileField(
        label="PDF bertanda tangan",
        help_text="PDF saja, paling besar 20 MiB. Unggahan sebelumnya tetap tersimpan.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )

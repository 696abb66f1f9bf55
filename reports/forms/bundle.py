"""What may be chosen of a bundle of evidence."""

from __future__ import annotations

from django import forms

SIZES = (100, 250, 500, 1000, 2000, 4000)  # MB


class BundleForm(forms.Form):
    """Its cleaned data are the options of the job."""

    only_accepted = forms.BooleanField(
        label="Hanya bukti yang diterima",
        required=False,
        help_text="Tanpa tanda ini, bukti yang belum diperiksa atau ditolak ikut disertakan dan disebut demikian.",
    )
    max_mb = forms.TypedChoiceField(
        label="Bagi menjadi beberapa bagian",
        choices=[("", "Tidak dibagi"), *((size, f"Paling besar {size} MB") for size in SIZES)],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Bila aplikasi tujuan membatasi ukuran unggahan. Bagian-bagiannya berada di dalam satu berkas ZIP.",
    )

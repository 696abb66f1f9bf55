"""What may be chosen of data for publication."""

from __future__ import annotations

from django import forms

LICENCES = (
    ("", "Belum ditetapkan"),
    ("CC-BY-4.0", "CC BY 4.0: boleh dipakai siapa pun dengan menyebut sumber"),
    ("CC-BY-SA-4.0", "CC BY-SA 4.0: juga hasil olahannya berlisensi sama"),
    ("CC0-1.0", "CC0 1.0: bebas tanpa syarat"),
)


class OpenDataForm(forms.Form):
    """Its cleaned data are the options of the job."""

    licence = forms.ChoiceField(
        label="Lisensi",
        choices=LICENCES,
        required=False,
        help_text="Ditulis di dalam berkas. Tetapkan menurut kebijakan data instansi.",
    )

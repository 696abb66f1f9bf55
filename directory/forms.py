"""What input is acceptable on the management screens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import free_email
from accounts.models import Instansi, Role, Unit, User
from accounts.refusals import Refused
from directory.letterheads import TEXTS, spaced, texts
from directory.models import Letterhead
from directory.versions import version_of

GIVEN_ROLES = [choice for choice in Role.choices if choice[0] != Role.TECHNICIAN]


class FeedingForm(forms.ModelForm):
    """A form that hands its values to a service and shows the service's refusal like its own errors."""

    result: Any = None
    refusal: Refused | None = None

    def feed(self, service: Callable[..., Any], *subject: Any, **fixed: Any) -> bool:
        """Call the service with the cleaned values and keep its result; False when there is anything to correct."""
        if not self.is_valid():
            return False
        try:
            self.result = service(*subject, **self.cleaned_data, **fixed)
        except Refused as refusal:
            self.refusal = refusal
            self.add_error(None, str(refusal))
        except ValidationError as error:
            self.add_error(None, error.messages)
        return not self.errors


class SeenTextsForm(forms.Form):
    """Names the version of the texts that the person saw; whoever saves second compares both and saves again."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    differences: Sequence[tuple[str, str, str]] = ()

    def compare(self, stored: Mapping[str, str]) -> None:
        """Label, stored and typed text where they differ; the next save is made from what is stored now."""
        typed = {name: self.cleaned_data[name].replace("\r\n", "\n") for name in self.fields if name != "version"}
        self.differences = [
            (str(self.fields[name].label), stored.get(name, ""), text)
            for name, text in typed.items()
            if text != stored.get(name, "")
        ]
        self.data = self.data.copy()
        self.data["version"] = version_of(stored)


class UnitForm(FeedingForm):
    """An OPD of `instance.instansi`."""

    class Meta:
        model = Unit
        fields = ["code", "name", "short_name", "predecessors"]
        help_texts = {
            "code": "Kode yang dipakai instansi Anda, misalnya 2.16.01. Impor mengenali OPD dari kode ini.",
            "short_name": "Untuk tabel dan grafik, misalnya Diskominfo.",
            "predecessors": (
                "Centang OPD lama bila OPD ini gabungan atau pecahannya; boleh lebih dari satu. "
                "Bukti tahun lalu milik OPD itu ditawarkan kepada OPD ini."
            ),
        }
        widgets = {"predecessors": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Unit.objects.filter(instansi=self.instance.instansi_id).exclude(pk=self.instance.pk)
        self.fields["predecessors"].queryset = others.order_by("name")

    def clean_code(self) -> str:
        return self._free("code", "Kode OPD ini sudah dipakai.")

    def clean_name(self) -> str:
        return self._free("name", "Nama OPD ini sudah ada.")

    def _free(self, field: str, refusal: str) -> str:
        value = self.cleaned_data[field]
        same = Unit.objects.filter(instansi=self.instance.instansi_id, **{f"{field}__iexact": value})
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(refusal)
        return value


class PersonForm(FeedingForm):
    """A person of `instance.instansi`; the roles an institution may give."""

    role = forms.ChoiceField(label="Peran", choices=GIVEN_ROLES)

    class Meta:
        model = User
        fields = ["full_name", "username", "email", "role", "unit", "position", "phone"]
        labels = {"username": "Nama pengguna"}
        help_texts = {
            "username": "Untuk masuk. Huruf, angka, dan tanda @ . + - _ saja.",
            "email": "Tautan untuk membuat kata sandi dikirim ke alamat ini.",
            "unit": "Wajib untuk operator; peran lain boleh tanpa OPD.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["username"].widget.attrs["autocapitalize"] = "none"
        own = Unit.objects.filter(instansi=self.instance.instansi_id)
        self.fields["unit"].queryset = (own.active() | own.filter(pk=self.instance.unit_id)).order_by("name")
        self.fields["unit"].empty_label = "Tanpa OPD"

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Nama pengguna ini sudah dipakai.")
        return username

    def clean_email(self) -> str:
        return free_email(self.cleaned_data["email"], self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("role") == Role.OPERATOR and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Operator harus punya OPD.")
        return cleaned


class InstansiForm(FeedingForm):
    class Meta:
        model = Instansi
        fields = ["name", "short_name", "kind", "province", "address"]
        help_texts = {
            "name": "Seperti tercetak di laporan, misalnya Pemerintah Kota Denpasar.",
            "short_name": "Untuk kepala halaman, misalnya Kota Denpasar.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Pilih jenis"), *Instansi.Kind.choices]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Instansi.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Instansi dengan nama ini sudah ada.")
        return name


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Berkas CSV atau XLSX",
        help_text="Paling besar 5 MiB dan 5.000 baris. Lembar pertama yang dibaca.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def refuse(self, error: Refused) -> None:
        self.add_error("file", str(error))


class NipField(forms.CharField):
    """18 digits, however they were grouped."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 30})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        digits = re.sub(r"[\s.\-]", "", text)
        if digits and not re.fullmatch(r"[0-9]{18}", digits):
            raise ValidationError(
                f"NIP terdiri atas 18 angka; yang diisikan {len(digits)} huruf atau angka. Perbaiki, atau kosongkan."
            )
        return digits

    def prepare_value(self, value: Any) -> Any:
        return spaced(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{18}", value) else value


class LetterheadForm(SeenTextsForm, FeedingForm):
    """The texts of an institution's letterhead; its logo has a form of its own, so that neither can lose the other."""

    coordinator_nip = NipField(label="NIP Koordinator SPBE")
    assessor_nip = NipField(label="NIP Ketua Tim Asesor")
    head_nip = NipField(label="NIP Kepala Dinas")

    class Meta:
        model = Letterhead
        fields = TEXTS
        labels = {
            "government": "Baris di atas nama dinas", "office": "Nama dinas atau unit",
        }  # fmt: skip
        help_texts = {
            "government": "Misalnya PEMERINTAH KABUPATEN TABANAN. Bila kosong, nama instansi yang dicetak.",
            "office": "Misalnya DINAS KOMUNIKASI DAN INFORMATIKA.",
            "address": "Jalan, kota, dan kode pos.",
            "website": "Misalnya diskominfo.tabanankab.go.id.",
            "city": "Dicetak di depan tanggal, misalnya Tabanan, 12 November 2026.",
            "coordinator_name": "Lengkap dengan gelar, seperti akan dicetak di bawah tanda tangan.",
            "coordinator_position": "Misalnya Sekretaris Daerah selaku Koordinator SPBE.",
            "assessor_position": "Misalnya Inspektur selaku Ketua Tim Asesor Internal.",
            "head_position": "Misalnya Kepala Dinas Komunikasi dan Informatika.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = version_of(texts(self.instance))


class LogoForm(forms.Form):
    file = forms.FileField(
        label="Berkas logo (PNG atau JPEG)",
        help_text="Paling besar 2 MB. Latar tembus pandang dipertahankan; ukurannya diperkecil sendiri.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"required": "Pilih berkas logonya dulu.", "empty": "Berkas ini kosong. Pilih berkas lain."},
    )

    def feed(self, service: Callable[..., Any], *subject: Any, **fixed: Any) -> bool:
        """Hand the file's bytes to the service; False when it is refused, with the reason beside the field."""
        if not self.is_valid():
            return False
        try:
            service(*subject, content=self.cleaned_data["file"].read(), **fixed)
        except Refused as refusal:
            self.add_error("file", str(refusal))
        return not self.errors

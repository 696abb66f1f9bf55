"""What may be said of a document in the library, and the files that come into it."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import date_format

from assessments.forms import DATE, VersionedForm
from evidence.forms.adding import FilesField, FilesInput, say_what_is_taken
from evidence.models import Document, Kind, Standing
from evidence.reading.proposals import proposals
from evidence.services import METADATA


class MetadataForm(VersionedForm, forms.ModelForm):
    """What a document is. What was read from the file is offered beside the fields and never overwrites a word."""

    class Meta:
        model = Document
        fields = METADATA
        widgets = {"date": DATE, "valid_until": DATE}
        help_texts = {
            "number": "Seperti tercetak, misalnya 12 atau 188.45/12/HK.",
            "title": "Misalnya: Sistem Pemerintahan Berbasis Elektronik.",
            "standing": "Tingkat 2 ke atas meminta dokumen yang sudah ditetapkan.",
            "valid_until": "Kosongkan bila berlaku sampai diganti.",
        }

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        initial = {"version": document.version} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, instance=copy.copy(document), initial=initial, **kwargs)
        self.found = {name: as_typed(value) for name, value in proposals(document).items()}
        self.fields["kind"].choices = [("", "Pilih jenis"), *Kind.choices]
        self.fields["standing"].choices = [("", "Belum diketahui"), *Standing.choices]
        for name in ("kind", "title"):
            self.fields[name].is_asked_later = True

    @property
    def offer(self) -> dict[str, str]:
        """What was read from the file for the fields that are still empty, by field name."""
        return {name: value for name, value in self.found.items() if not self[name].value()}

    @property
    def offered_words(self) -> str:
        """The same as a line: "nomor 4, tanggal 14 Maret 2022"."""
        return ", ".join(f"{self._label(name).lower()} {self._read(name, value)}" for name, value in self.offer.items())

    def with_offer(self) -> MetadataForm:
        """The form again with the empty fields filled in, nothing saved yet."""
        typed = {name: self.data.get(name) for name in (*METADATA, "version")}
        return MetadataForm(document=self.instance, initial=typed | self.offer)

    def differences(self, now: Document) -> list[tuple[str, str, str]]:
        """Label, stored value and typed value where they differ: for whoever saved second."""
        stored = MetadataForm(document=now)
        rows = [
            (self._label(name), self._read(name, stored[name].value()), self._read(name, self[name].value()))
            for name in METADATA
        ]
        return [row for row in rows if row[1] != row[2]]

    def _label(self, name: str) -> str:
        return str(self.fields[name].label)

    def _read(self, name: str, value: Any) -> str:
        """A value of a field as people read it."""
        try:
            value = self.fields[name].clean(value)
        except forms.ValidationError:
            return str(value)
        if isinstance(value, datetime.date):
            return date_format(value, "j F Y")
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value)) if value else "–"


def as_typed(value: Any) -> str:
    """What was read from a file, as one would type it."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


class TicksField(forms.TypedMultipleChoiceField):
    """Ticked rows. One that is gone or closed by now is no mistake of the person's: the service leaves it out."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal() and len(str(value)) < 19


class ReplaceForm(forms.Form):
    """The newer version's file, and which open answers go over to it."""

    file = forms.FileField(label="Berkas versi baru")
    evidence = TicksField(label="Pakai versi baru pada", required=False, coerce=int)

    def __init__(self, *args: Any, open_uses: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_taken(self.fields["file"], forms.FileInput)
        choices = [(use.evidence.pk, str(use)) for use in open_uses]
        self.fields["evidence"].choices = choices
        self.fields["evidence"].initial = [key for key, _ in choices]
        if not choices:
            self.fields["evidence"].widget = forms.MultipleHiddenInput()


class RevokeForm(forms.ModelForm):
    """By what a document was revoked, and when."""

    class Meta:
        model = Document
        fields = ("revoked_by", "revoked_on")
        widgets = {"revoked_on": DATE}
        help_texts = {"revoked_by": "Dokumen yang mencabutnya, misalnya Perwali 5/2026."}

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, instance=copy.copy(document), **kwargs)
        self.fields["revoked_by"].required = self.fields["revoked_on"].required = True


class LibraryForm(forms.Form):
    """Files for the library, without an answer yet."""

    uploads = FilesField(label="Berkas")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_taken(self.fields["uploads"], FilesInput)

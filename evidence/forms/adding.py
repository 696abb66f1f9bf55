"""Evidence for an answer: files, a document already there, or an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from assessments.models import Answer
from domains.models import EvidenceItem, LevelCriterion
from evidence.inspection.names import ALLOWED
from evidence.models import Document
from evidence.stores import StoreFailed
from evidence.uploads import max_bytes

FILES_MAX = 20


class FilesInput(forms.ClearableFileInput):
    template_name = "django/forms/widgets/file.html"
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once. Their content is judged one by one where they are stored."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in data or [] if file is not None]
        if len(files) > FILES_MAX:
            raise forms.ValidationError(f"Paling banyak {FILES_MAX} berkas sekaligus. Unggah sisanya sesudah ini.")
        if self.required and not files:
            raise forms.ValidationError("Pilih paling sedikit satu berkas.")
        return files


def say_what_is_taken(field: forms.Field, widget: type[forms.FileInput]) -> None:
    """The kinds of files and the largest size, told to the browser and in words."""
    field.widget = widget(attrs={"accept": ",".join(f".{extension}" for extension in ALLOWED)})
    several = " Boleh beberapa sekaligus." if isinstance(field, FilesField) else ""
    kinds = "PDF, Word, Excel, PowerPoint, JPG, PNG, atau MP4"
    field.help_text = f"{kinds}; paling besar {max_bytes() // 2**20} MiB per berkas.{several}"


class DocumentChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        name = "" if obj.label == obj.name else f"{obj.name}, "
        return f"{obj.label} ({name}{filesizeformat(obj.size)}, {obj.uploaded_at:%d-%m-%Y})"


class WhereForm(forms.Form):
    """Where in a document to look."""

    clause = forms.CharField(label="Pasal atau bagian", required=False, max_length=100)
    page = forms.CharField(label="Halaman", required=False, max_length=40)
    note = forms.CharField(
        label="Keterangan", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300})
    )


class PlaceForm(WhereForm):
    """For which wanted evidence of an answer something is, and where in it to look."""

    target = forms.ChoiceField(label="Bukti untuk")

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criteria = answer.indicator.criteria.order_by("level").prefetch_related("evidence_items")
        self.targets: dict[str, tuple[LevelCriterion, EvidenceItem | None]] = {}
        self.fields["target"].choices = [self._level(criterion) for criterion in criteria]

    @property
    def place(self) -> dict[str, Any]:
        """What was said, as the services take it."""
        criterion, item = self.targets[self.cleaned_data["target"]]
        texts = {name: self.cleaned_data[name] for name in ("clause", "page", "note")}
        return {"criterion": criterion, "item": item, **texts}

    def _level(self, criterion: LevelCriterion) -> tuple[str, list[tuple[str, str]]]:
        """One group of choices: the wanted items of a level, then anything else for it."""
        choices = []
        for item in sorted(criterion.evidence_items.all(), key=lambda item: item.position):
            key = f"{criterion.level}:{item.pk}"
            self.targets[key] = (criterion, item)
            choices.append((key, f"Tingkat {criterion.level}: {item.text}"))
        self.targets[str(criterion.level)] = (criterion, None)
        choices.append((str(criterion.level), f"Bukti lain untuk tingkat {criterion.level}"))
        return f"Tingkat {criterion.level}: {criterion.name}", choices


class EvidenceForm(PlaceForm):
    """New files, a document the OPD already has, or a web address."""

    failure: StoreFailed | None = None  # what kept the files of this form from being stored
    uploads = FilesField(label="Unggah berkas", required=False)
    document = DocumentChoice(
        Document.objects.none(), label="Dokumen yang sudah ada", required=False, empty_label="Tidak memakai"
    )
    link = forms.CharField(
        label="Tautan",
        required=False,
        max_length=500,
        help_text="Alamat web lengkap, misalnya https://jdih.contoh.go.id/perbup-4-2022. Portal tidak membukanya. "
        "Jika perlu masuk, sediakan akun contoh; tulis namanya di keterangan, jangan kata sandi pribadi.",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        super().__init__(*args, answer=answer, **kwargs)
        say_what_is_taken(self.fields["uploads"], FilesInput)
        offered = Document.objects.filter(unit=answer.unit).kept().current()
        self.fields["document"].queryset = offered.order_by("-uploaded_at", "-pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("uploads") or data.get("document") or data.get("link")):
            raise forms.ValidationError(
                "Pilih berkas, dokumen yang sudah ada, atau tulis tautan. Berkas yang tadi dipilih perlu dipilih lagi."
            )
        return data

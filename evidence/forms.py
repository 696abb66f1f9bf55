"""What evidence input is acceptable, and how a list of documents is narrowed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from accounts.models import Unit, User
from assessments.models import Answer
from domains.models import EvidenceItem, LevelCriterion
from evidence.inspection import CONTENT_TYPES
from evidence.inspection.names import ALLOWED
from evidence.models import Document, Evidence, Review
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
        return files


class DocumentChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({filesizeformat(obj.size)}, {obj.uploaded_at:%d-%m-%Y})"


class PlaceForm(forms.Form):
    """For which wanted evidence of an answer something is, and where in it to look."""

    target = forms.ChoiceField(label="Bukti untuk")
    clause = forms.CharField(label="Pasal atau bagian", required=False, max_length=100)
    page = forms.CharField(label="Halaman", required=False, max_length=40)
    note = forms.CharField(
        label="Keterangan", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300})
    )

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
        help_text="Alamat web lengkap, misalnya https://jdih.contoh.go.id/perbup-4-2022. Portal tidak membukanya.",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        super().__init__(*args, answer=answer, **kwargs)
        accept = ",".join(f".{extension}" for extension in ALLOWED)
        self.fields["uploads"].widget = FilesInput(attrs={"accept": accept})
        self.fields["uploads"].help_text = (
            f"PDF, Word, Excel, PowerPoint, JPG, PNG, atau MP4; paling besar {max_bytes() // 2**20} MiB per berkas. "
            "Boleh beberapa sekaligus."
        )
        self.fields["document"].queryset = Document.objects.filter(unit=answer.unit).order_by("-uploaded_at", "-pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("uploads") or data.get("document") or data.get("link")):
            raise forms.ValidationError(
                "Pilih berkas, dokumen yang sudah ada, atau tulis tautan. Berkas yang tadi dipilih perlu dipilih lagi."
            )
        return data


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


class DocumentFilter(forms.Form):
    """The query string of the list; what cannot be read is as if it were not there."""

    SORTS = {"baru": ("-uploaded_at", "-pk"), "nama": ("name", "pk"), "besar": ("-size", "-pk")}
    KINDS = {
        "pdf": "PDF",
        "docx": "Word",
        "xlsx": "Excel",
        "pptx": "PowerPoint",
        "jpg": "JPG",
        "png": "PNG",
        "mp4": "MP4",
    }

    q = forms.CharField(label="Cari nama berkas", required=False, max_length=100)
    opd = forms.ModelChoiceField(Unit.objects.none(), label="OPD", required=False, empty_label="Semua OPD")
    jenis = forms.ChoiceField(label="Jenis", required=False, choices=[("", "Semua jenis"), *KINDS.items()])
    urut = forms.ChoiceField(
        label="Urutkan",
        required=False,
        choices=[("baru", "Terbaru"), ("nama", "Nama"), ("besar", "Ukuran terbesar")],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.is_operator:
            del self.fields["opd"]
        else:
            self.fields["opd"].queryset = Unit.objects.visible_to(user).order_by("name")

    def rows(self, documents: Any) -> Any:
        """The documents that the readable filters leave, in the order asked for."""
        self.is_valid()
        data = self.cleaned_data
        if data.get("q"):
            documents = documents.filter(name__icontains=data["q"])
        if data.get("opd"):
            documents = documents.filter(unit=data["opd"])
        if data.get("jenis"):
            documents = documents.filter(content_type=CONTENT_TYPES[data["jenis"]])
        return documents.order_by(*self.SORTS[data.get("urut") or "baru"])

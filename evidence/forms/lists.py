"""How the list of documents is narrowed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Unit, User
from evidence.inspection import CONTENT_TYPES
from evidence.models import Evidence, Kind, Standing

WORDS_IN = ("name", "title", "number", "signer")


class DocumentFilter(forms.Form):
    """The query string of the list; what cannot be read is as if it were not there."""

    SORTS = {
        "baru": ("-uploaded_at", "-pk"), "judul": ("title", "name", "pk"), "nama": ("name", "pk"),
        "tanggal": (F("date").desc(nulls_last=True), "-pk"), "besar": ("-size", "-pk"),
    }  # fmt: skip
    TYPES = {
        "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "pptx": "PowerPoint", "jpg": "JPG", "png": "PNG", "mp4": "MP4",
    }  # fmt: skip
    STATES = {"lengkapi": "Perlu dilengkapi", "gugur": "Dicabut atau habis masa berlaku", "terhapus": "Terhapus"}
    NARROWING = ("q", "opd", "keadaan", "dokumen", "status", "pakai", "jenis", "versi")
    FURTHER = ("dokumen", "status", "pakai", "jenis", "versi")  # folded away until one of them is set

    q = forms.CharField(label="Cari nama, judul, nomor, atau penanda tangan", required=False, max_length=100)
    opd = forms.ModelChoiceField(Unit.objects.none(), label="OPD", required=False, empty_label="Semua OPD")
    keadaan = forms.ChoiceField(label="Tampilkan", required=False, choices=[("", "Semua"), *STATES.items()])
    dokumen = forms.ChoiceField(label="Jenis dokumen", required=False, choices=[("", "Semua jenis"), *Kind.choices])
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Semua status"), *Standing.choices])
    pakai = forms.ChoiceField(
        label="Pemakaian", required=False, choices=[("", "Semua"), ("ya", "Dipakai"), ("tidak", "Belum dipakai")]
    )
    jenis = forms.ChoiceField(label="Jenis berkas", required=False, choices=[("", "Semua berkas"), *TYPES.items()])
    versi = forms.ChoiceField(
        label="Versi", required=False, choices=[("", "Versi terbaru saja"), ("semua", "Termasuk versi lama")]
    )
    urut = forms.ChoiceField(
        label="Urutkan",
        required=False,
        choices=[
            ("baru", "Terbaru diunggah"), ("tanggal", "Tanggal dokumen"), ("judul", "Judul"), ("nama", "Nama berkas"),
            ("besar", "Ukuran terbesar"),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.is_operator:
            del self.fields["opd"]
        else:
            self.fields["opd"].queryset = Unit.objects.visible_to(user).order_by("name")
        self.is_valid()

    @property
    def first(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.FURTHER]

    @property
    def further(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FURTHER]

    @property
    def is_further(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.FURTHER)

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.NARROWING)

    def rows(self, documents: Any) -> Any:
        """The documents that the readable filters leave, in the order asked for."""
        data = self.cleaned_data
        documents = self._in_state(documents, data.get("keadaan"), data.get("versi"))
        for word in (data.get("q") or "").split():
            found = Q(*((f"{name}__icontains", word) for name in WORDS_IN), _connector=Q.OR)
            documents = documents.filter(found)
        equal = {
            "unit": data.get("opd"), "kind": data.get("dokumen"), "standing": data.get("status"),
            "content_type": CONTENT_TYPES.get(data.get("jenis", "")),
        }  # fmt: skip
        documents = documents.filter(**{name: value for name, value in equal.items() if value})
        if data.get("pakai"):
            used = Exists(Evidence.objects.linked().filter(document=OuterRef("pk")))
            documents = documents.filter(used if data["pakai"] == "ya" else ~used)
        return documents.order_by(*self.SORTS[data.get("urut") or "baru"])

    def _in_state(self, documents: Any, state: str | None, versions: str | None) -> Any:
        if state == "terhapus":
            return documents.exclude(deleted_at=None)
        documents = documents.kept() if versions else documents.kept().current()
        return {"lengkapi": documents.undescribed, "gugur": documents.lapsed}.get(state or "", documents.all)()

"""Which documents a person may ask for, and what each is for."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Unit, User
from assessments.models import Assessment
from reports.documents import DOCUMENTS, Document
from reports.models import ReportJob

Kind = ReportJob.Kind
PURPOSES = {
    Kind.SELF_ASSESSMENT: "Laporan lengkap dengan angka, grafik, analisis, dan rekomendasi, untuk diarsipkan.",
    Kind.EXECUTIVE: "Indeks, capaian, dan yang perlu diputuskan, dalam dua halaman untuk pimpinan.",
    Kind.STATEMENT: "Berita acara yang ditandatangani tim setelah penilaian mandiri selesai.",
    Kind.PUBLICATION: "Surat persetujuan pimpinan agar hasil penilaian diumumkan.",
    Kind.PRIORITIES: "Indikator pilihan pimpinan beserta tenggat dan OPD-nya, satu lembar untuk ditandatangani.",
    Kind.PLAN: "Kegiatan, penanggung jawab, dan tenggat untuk menaikkan tingkat setiap indikator.",
    Kind.UNIT: "Isian, penilaian, dan yang masih kurang dari satu OPD.",
    Kind.UNITS: "Laporan setiap OPD dalam satu ZIP, untuk dibagikan. Tiap laporan mempunyai kode verifikasi sendiri.",
    Kind.MEETING: "Catatan rapat dengan peserta, pembahasan, dan keputusan.",
    Kind.WORKSHEET: "Seluruh indikator dan isian dalam Excel, dengan rumus yang menghitung ulang indeks.",
    Kind.BUNDLE: "Semua data dukung dengan nama resmi, dalam folder menurut indikator, untuk aplikasi nasional.",
    Kind.OPEN_DATA: "Hasil penilaian sebagai data yang dapat dibaca program lain.",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of document on offer; `units` are those whose own report may be asked for."""

    kind: str
    document: Document
    units: list[Unit]

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def purpose(self) -> str:
        return PURPOSES[Kind(self.kind)]


def choices(user: User, assessment: Assessment) -> list[Choice]:
    """What this person may ask for now, in the order of PURPOSES."""
    found = (choice(user, assessment, kind) for kind in PURPOSES if kind in DOCUMENTS)
    return [offered for offered in found if offered]


def choice(user: User, assessment: Assessment, kind: str) -> Choice | None:
    """One kind of document, or None for who may not ask for it."""
    document = DOCUMENTS[kind]
    if kind == Kind.UNIT:
        units = [unit for unit in _units(user, assessment) if document.may_ask(user, assessment, unit)]
        return Choice(kind, document, units) if units else None
    return Choice(kind, document, []) if document.may_ask(user, assessment, None) else None


def _units(user: User, assessment: Assessment) -> list[Unit]:
    """An operator's own OPD; for everybody else those that have something to fill in."""
    if user.is_operator:
        return [user.unit] if user.unit else []
    return list(Unit.objects.filter(assignments__assessment=assessment).distinct().order_by("short_name"))

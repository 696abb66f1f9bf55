"""Who works in the demo institution. The institution and its levels are public; these people are invented."""

from __future__ import annotations

from accounts.models import Instansi, Role, Unit, User

PASSWORD = "contoh-spbe-2026"  # noqa: S105 - printed for everybody; the demo is never loaded in production

UNITS = (
    ("KOMINFO", "Dinas Komunikasi, Informatika, dan Statistik", "Diskominfo"),
    ("BAPPEDA", "Badan Perencanaan Pembangunan Daerah", "Bappeda"),
    ("INSPEKTORAT", "Inspektorat Daerah", "Inspektorat"),
    ("BKPSDM", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "BKPSDM"),
    ("BPKAD", "Badan Pengelola Keuangan dan Aset Daerah", "BPKAD"),
    ("ORGANISASI", "Bagian Organisasi Sekretariat Daerah", "Bag. Organisasi"),
    ("PBJ", "Bagian Pengadaan Barang dan Jasa Sekretariat Daerah", "Bag. PBJ"),
    ("HUKUM", "Bagian Hukum Sekretariat Daerah", "Bag. Hukum"),
    ("ARSIP", "Dinas Perpustakaan dan Kearsipan", "Dispusip"),
    ("DUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil"),
    ("DINKES", "Dinas Kesehatan", "Dinkes"),
    ("DPMPTSP", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "DPMPTSP"),
)

# username, name, role, unit code, position
PEOPLE = (
    ("operator", "Ni Wayan Contoh", Role.OPERATOR, "KOMINFO", "Pranata Komputer Ahli Muda"),
    ("admin", "I Made Contoh", Role.ADMIN, "KOMINFO", "Kepala Bidang Tata Kelola SPBE"),
    ("asesor", "Ni Luh Contoh", Role.ASSESSOR, "INSPEKTORAT", "Anggota Tim Asesor Internal"),
    ("koordinator", "Ida Bagus Contoh", Role.COORDINATOR, None, "Sekretaris Daerah, Koordinator SPBE"),
    ("teknisi", "Putu Contoh", Role.TECHNICIAN, None, "Pengelola sistem"),
    ("operator.bappeda", "Ketut Contoh", Role.OPERATOR, "BAPPEDA", "Perencana Ahli Muda"),
    ("operator.inspektorat", "Gede Contoh", Role.OPERATOR, "INSPEKTORAT", "Auditor Ahli Muda"),
    ("operator.bkpsdm", "Kadek Contoh", Role.OPERATOR, "BKPSDM", "Analis SDM Aparatur"),
    ("operator.bpkad", "Komang Contoh", Role.OPERATOR, "BPKAD", "Analis Keuangan"),
)


def create() -> tuple[Instansi, dict[str, Unit], dict[str, User]]:
    """The institution, its units by code, its people by username. Nobody here receives mail."""
    instansi = Instansi.objects.create(
        name="Pemerintah Kota Denpasar",
        short_name="Kota Denpasar",
        kind=Instansi.Kind.CITY,
        province="Bali",
        is_demo=True,
    )
    units = {
        code: Unit.objects.create(instansi=instansi, code=code, name=name, short_name=short)
        for code, name, short in UNITS
    }
    shared = User(username="contoh")
    shared.set_password(PASSWORD)
    people = {
        username: User.objects.create(
            username=username, full_name=name, role=role, position=f"{position} (contoh)", wants_mail=False,
            email=f"{username}@contoh.invalid", unit=units.get(unit or ""), password=shared.password,
            instansi=None if role == Role.TECHNICIAN else instansi,
        )
        for username, name, role, unit, position in PEOPLE
    }  # fmt: skip
    return instansi, units, people

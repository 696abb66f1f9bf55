"""People from a table: recognised by their user name, which is unique over all institutions."""

from __future__ import annotations

import copy

from django.db.models.functions import Lower

from accounts.models import Instansi, Role, Unit, User
from accounts.refusals import Refused
from directory.imports.plans import Column, Outcome, Plan, Row, misfits, repeated, settle
from directory.imports.reading import RawRow
from directory.services.people import check_place

COLUMNS = (
    Column(
        "nama_pengguna",
        "username",
        "Untuk masuk. Yang sudah ada berarti mengubah pengguna itu.",
        "wayan.sudarta",
        is_required=True,
    ),
    Column("nama_lengkap", "full_name", "Wajib untuk pengguna baru.", "Wayan Sudarta"),
    Column("surel", "email", "Wajib untuk pengguna baru; tautan kata sandi dikirim ke sini.", "wayan@contoh.go.id"),
    Column("peran", "role", "operator, admin, asesor, atau koordinator; wajib untuk pengguna baru.", "operator"),
    Column("kode_opd", "unit", "Kode OPD; wajib untuk operator.", "2.16.01"),
    Column("jabatan", "position", "Boleh kosong.", "Pranata Komputer"),
    Column("telepon", "phone", "Boleh kosong.", "081234567890"),
)
FIELDS = [column.field for column in COLUMNS]
TEXTS = ("nama_pengguna", "nama_lengkap", "jabatan", "telepon")
ROLE_WORDS = {
    "operator": Role.OPERATOR,
    "admin": Role.ADMIN,
    "asesor": Role.ASSESSOR,
    "koordinator": Role.COORDINATOR,
    **{role.label.lower(): role for role in Role},
}


class _Judge:
    """The institution's people, and which names and addresses others have, asked once for all rows."""

    def __init__(self, rows: list[RawRow], instansi: Instansi, by: User) -> None:
        self.instansi, self.by = instansi, by
        self.people = {p.username.lower(): p for p in User.objects.filter(instansi=instansi)}
        self.units = {unit.code.lower(): unit for unit in Unit.objects.filter(instansi=instansi)}
        self.taken = _owners("username", rows, "nama_pengguna").keys() - self.people.keys()
        self.addresses = _owners("email", rows, "surel")
        self.seen: dict[str, int] = {}
        self.seen_addresses: dict[str, int] = {}

    def judge(self, raw: RawRow) -> Row:
        cells = raw.cells
        key = cells["nama_pengguna"].lower()
        target = copy.copy(self.people.get(key)) or User(instansi=self.instansi)
        row = Row(
            raw.line,
            cells["nama_pengguna"],
            cells.get("nama_lengkap") or target.full_name or cells["nama_pengguna"],
            target,
        )
        row.problems += misfits(raw, self.seen, key, "Nama pengguna")
        if row.problems:
            return row
        if key in self.taken:
            row.problems.append("Nama pengguna ini sudah dipakai.")
        row.wanted = {c.field: cells[c.name] for c in COLUMNS if c.name in TEXTS and cells.get(c.name)}
        if not row.is_new:
            row.wanted.pop("username")  # the same but for capitals; who signs in with it need not notice
        self._place_address(row, raw)
        self._place_role(row, cells)
        settle(row, FIELDS)
        return row

    def _place_address(self, row: Row, raw: RawRow) -> None:
        address = raw.cells.get("surel", "").lower()
        if not address:
            if row.is_new:
                row.problems.append("Alamat surel wajib diisi untuk pengguna baru.")
            return
        key = row.key.lower()
        if self.addresses.get(address, key) != key:
            row.problems.append("Alamat surel ini sudah dipakai.")
        row.problems += repeated(raw, self.seen_addresses, address, "Alamat surel")
        row.wanted["email"] = address

    def _place_role(self, row: Row, cells: dict[str, str]) -> None:
        word, code = cells.get("peran", "").lower(), cells.get("kode_opd", "").lower()
        role = ROLE_WORDS.get(word) if word else (None if row.is_new else row.target.role)
        unit = self.units.get(code) if code else row.target.unit
        problems = []
        if code and unit is None:
            problems.append(f"Tidak ada OPD berkode {cells['kode_opd']}.")
        elif unit and not unit.is_active and unit != row.target.unit:
            problems.append(f"OPD berkode {unit.code} tidak aktif.")
        if role is None:
            problems.append("Peran harus operator, admin, asesor, atau koordinator.")
        elif row.target.pk == self.by.pk and role != self.by.role:
            problems.append("Peran Anda sendiri hanya dapat diubah oleh admin lain.")
        row.problems += problems
        if role is not None and not problems:
            self._check_place(row, role, unit)

    def _check_place(self, row: Row, role: Role, unit: Unit | None) -> None:
        try:
            check_place(self.instansi, role, unit)
        except Refused as refusal:
            row.problems.append(str(refusal))
        else:
            row.wanted |= {"role": str(role), "unit": unit}


def _owners(field: str, rows: list[RawRow], column: str) -> dict[str, str]:
    """Who, in any institution, has one of the values of this column: value to user name, both in small letters."""
    asked = {row.cells.get(column, "").lower() for row in rows} - {""}
    found = User.objects.alias(value=Lower(field)).filter(value__in=asked).values_list(field, "username")
    return {value.lower(): username.lower() for value, username in found}


def judge(rows: list[RawRow], *, instansi: Instansi, by: User) -> Plan:
    """What these rows would do to the institution's people now. Nothing is written."""
    judge = _Judge(rows, instansi, by)
    return Plan([judge.judge(raw) for raw in rows])


def write(plan: Plan) -> list[int]:
    """Carry the plan out inside the caller's transaction; returns the new people's ids, who are to be invited."""
    created = [row.target for row in plan.having(Outcome.CREATE)]
    for person in created:
        person.set_unusable_password()
    User.objects.bulk_create(created, batch_size=500)
    changed = [row.target for row in plan.having(Outcome.CHANGE)]
    if changed:
        User.objects.bulk_update(changed, FIELDS, batch_size=200)
    return [person.pk for person in created]


def existing(instansi: Instansi) -> list[list[str]]:
    """The present active people, as rows of the same table."""
    words = {role: word for word, role in reversed(ROLE_WORDS.items())}
    people = User.objects.active().filter(instansi=instansi).order_by("username", "pk")
    return [
        [p.username, p.full_name, p.email, words[Role(p.role)], p.unit.code if p.unit else "", p.position, p.phone]
        for p in people
    ]

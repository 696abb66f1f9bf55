"""OPD from a table: recognised by their code within the institution."""

from __future__ import annotations

import copy

from accounts.models import Instansi, Unit, User
from directory.imports.plans import Column, Outcome, Plan, Row, misfits, settle
from directory.imports.reading import RawRow

COLUMNS = (
    Column("kode", "code", "Pengenal OPD. Kode yang sudah ada berarti mengubah OPD itu.", "2.16.01", is_required=True),
    Column("nama", "name", "Nama resmi; wajib untuk OPD baru.", "Dinas Komunikasi dan Informatika"),
    Column("nama_singkat", "short_name", "Untuk tabel dan grafik; wajib untuk OPD baru.", "Diskominfo"),
    Column("kelanjutan_dari", "predecessor", "Kode OPD lama yang dilanjutkan, bila ada.", ""),
)
FIELDS = [column.field for column in COLUMNS]


class _Judge:
    """The OPD as they would be after the rows so far. A row may rely on rows above it, never on rows below."""

    def __init__(self, instansi: Instansi) -> None:
        self.instansi = instansi
        rows = Unit.objects.filter(instansi=instansi).select_related("predecessor")
        self.units = {unit.code.lower(): unit for unit in rows}
        self.names = {unit.name.lower(): unit.code.lower() for unit in rows}
        self.parents = {unit.code.lower(): _code(unit.predecessor) for unit in rows}
        self.seen: dict[str, int] = {}

    def judge(self, raw: RawRow) -> Row:
        cells = raw.cells
        key = cells["kode"].lower()
        target = copy.copy(self.units.get(key)) or Unit(instansi=self.instansi)
        row = Row(raw.line, cells["kode"], cells.get("nama") or target.name or cells["kode"], target)
        row.problems += misfits(raw, self.seen, key, "Kode")
        if row.problems:
            return row
        row.wanted = {c.field: cells[c.name] for c in COLUMNS if cells.get(c.name) and c.field != "predecessor"}
        row.problems += self._name_problems(row)
        self._place_predecessor(row, cells.get("kelanjutan_dari", "").lower())
        settle(row, FIELDS)
        if not row.problems:
            self.units[key] = target
            self.names[target.name.lower()] = key
            self.parents[key] = _code(target.predecessor)
        return row

    def _name_problems(self, row: Row) -> list[str]:
        key = row.key.lower()
        owner = self.names.get(row.wanted.get("name", "").lower(), key)
        return [] if owner == key else [f"Nama ini sudah dipakai OPD berkode {self.units[owner].code}."]

    def _place_predecessor(self, row: Row, code: str) -> None:
        if not code:
            return
        if code not in self.units:
            row.problems.append("OPD yang dilanjutkan tidak ditemukan; bila baru, taruh barisnya lebih atas.")
            return
        here: str | None = code
        while here is not None:
            if here == row.key.lower():
                row.problems.append("OPD tidak dapat menjadi kelanjutan dirinya sendiri, juga tidak lewat OPD lain.")
                return
            here = self.parents.get(here)
        row.wanted["predecessor"] = self.units[code]


def _code(unit: Unit | None) -> str | None:
    return unit.code.lower() if unit else None


def judge(rows: list[RawRow], *, instansi: Instansi, by: User) -> Plan:
    """What these rows would do to the institution's OPD now. Nothing is written."""
    judge = _Judge(instansi)
    return Plan([judge.judge(raw) for raw in rows])


def write(plan: Plan) -> list[int]:
    """Carry the plan out inside the caller's transaction, in the order of the file; returns nobody to invite."""
    for row in plan.rows:
        if row.outcome in (Outcome.CREATE, Outcome.CHANGE):
            row.target.save()
    return []


def existing(instansi: Instansi) -> list[list[str]]:
    """The present OPD, as rows of the same table."""
    units = Unit.objects.filter(instansi=instansi).select_related("predecessor").order_by("code", "pk")
    return [[u.code, u.name, u.short_name, u.predecessor.code if u.predecessor else ""] for u in units]

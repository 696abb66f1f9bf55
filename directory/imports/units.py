"""OPD from a table: recognised by their code within the institution."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable

from accounts.lineage import reached
from accounts.models import Instansi, Unit, User
from directory.imports.plans import Column, Outcome, Plan, Row, misfits, settle
from directory.imports.reading import RawRow
from directory.services.changes import listed

COLUMNS = (
    Column("kode", "code", "Pengenal OPD. Kode yang sudah ada berarti mengubah OPD itu.", "2.16.01", is_required=True),
    Column("nama", "name", "Nama resmi; wajib untuk OPD baru.", "Dinas Komunikasi dan Informatika"),
    Column("nama_singkat", "short_name", "Untuk tabel dan grafik; wajib untuk OPD baru.", "Diskominfo"),
    Column("kelanjutan_dari", "predecessors", "Kode OPD lama yang dilanjutkan; beberapa: pisahkan dengan koma.", ""),
)
FIELDS = ["code", "name", "short_name"]
BETWEEN_CODES = re.compile(r"\s*[;,]\s*")


class _Judge:
    """The OPD as they would be after the rows so far. A row may rely on rows above it, never on rows below."""

    def __init__(self, instansi: Instansi) -> None:
        self.instansi = instansi
        rows = Unit.objects.filter(instansi=instansi).prefetch_related("predecessors")
        self.units = {unit.code.lower(): unit for unit in rows}
        self.names = {unit.name.lower(): unit.code.lower() for unit in rows}
        self.parents = {unit.code.lower(): _codes(unit.predecessors.all()) for unit in rows}
        self.seen: dict[str, int] = {}

    def judge(self, raw: RawRow) -> Row:
        cells = raw.cells
        key = cells["kode"].lower()
        target = copy.copy(self.units.get(key)) or Unit(instansi=self.instansi)
        row = Row(raw.line, cells["kode"], cells.get("nama") or target.name or cells["kode"], target)
        row.problems += misfits(raw, self.seen, key, "Kode")
        if row.problems:
            return row
        row.wanted = {c.field: cells[c.name] for c in COLUMNS if cells.get(c.name) and c.field in FIELDS}
        row.problems += self._name_problems(row)
        settle(row, FIELDS)
        self._place_predecessors(row, cells.get("kelanjutan_dari", "").lower())
        if not row.problems:
            self.units[key] = target
            self.names[target.name.lower()] = key
            if row.related is not None:
                self.parents[key] = _codes(row.related)
        return row

    def _name_problems(self, row: Row) -> list[str]:
        key = row.key.lower()
        owner = self.names.get(row.wanted.get("name", "").lower(), key)
        return [] if owner == key else [f"Nama ini sudah dipakai OPD berkode {self.units[owner].code}."]

    def _place_predecessors(self, row: Row, cell: str) -> None:
        key, codes = row.key.lower(), {code for code in BETWEEN_CODES.split(cell) if code}
        if not codes:
            return
        if not codes <= self.units.keys():
            row.problems.append("OPD yang dilanjutkan tidak ditemukan; bila baru, taruh barisnya lebih atas.")
            return
        if key in reached(codes, self.parents):
            row.problems.append("OPD tidak dapat menjadi kelanjutan dirinya sendiri, juga tidak lewat OPD lain.")
            return
        old = self.parents.get(key, set())
        if codes != old:
            row.related = [self.units[code] for code in sorted(codes)]
            names = [listed(self.units[code] for code in some) for some in (old, codes)]
            row.changes += [] if row.is_new else [("Kelanjutan dari", *names)]


def _codes(units: Iterable[Unit]) -> set[str]:
    return {unit.code.lower() for unit in units}


def judge(rows: list[RawRow], *, instansi: Instansi, by: User) -> Plan:
    """What these rows would do to the institution's OPD now. Nothing is written."""
    judge = _Judge(instansi)
    return Plan([judge.judge(raw) for raw in rows])


def write(plan: Plan) -> list[int]:
    """Carry the plan out inside the caller's transaction, in the order of the file; returns nobody to invite."""
    for row in plan.rows:
        if row.outcome in (Outcome.CREATE, Outcome.CHANGE):
            row.target.save()
            if row.related is not None:
                row.target.predecessors.set(row.related)
    return []


def existing(instansi: Instansi) -> list[list[str]]:
    """The present OPD, as rows of the same table."""
    units = Unit.objects.filter(instansi=instansi).prefetch_related("predecessors").order_by("code", "pk")
    return [[u.code, u.name, u.short_name, ", ".join(sorted(old.code for old in u.predecessors.all()))] for u in units]

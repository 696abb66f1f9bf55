"""What every change of the directory shares: one writer at a time per institution, and differences in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.formats import date_format

from accounts.models import Instansi


def lock(instansi: Instansi) -> Instansi:
    """Only one change of an institution's OPD and people at a time, so that rules over many rows hold."""
    return Instansi.objects.select_for_update().get(pk=instansi.pk)


def shown(row: models.Model, field: str) -> str:
    """The value as a screen shows it: a choice's label, a date in words, a related row's name, a dash for nothing."""
    display = getattr(row, f"get_{field}_display", None)
    value = display() if display else getattr(row, field)
    if isinstance(value, datetime.date):
        return date_format(value, "j F Y")
    return "–" if value in (None, "") else str(value)


def apply(row: models.Model, wanted: dict[str, Any]) -> list[str]:
    """Set the wanted values, check them against every rule of the model, save; returns "label: old → new" lines."""
    before = {field: (getattr(row, field), shown(row, field)) for field in wanted}
    for field, value in wanted.items():
        setattr(row, field, value)
    changed = [field for field in wanted if getattr(row, field) != before[field][0]]
    if not changed:
        return []
    row.full_clean(exclude=["password"])
    row.save(update_fields=changed)
    return [f"{label(row, field)}: {before[field][1]} → {shown(row, field)}" for field in changed]


def label(row: models.Model | type[models.Model], field: str) -> str:
    return str(row._meta.get_field(field).verbose_name)


def listed(rows: Iterable[object]) -> str:
    """Several in one sentence, by name: "A, B dan C"; an en dash for none."""
    *others, last = sorted(map(str, rows)) or ["–"]
    return f"{', '.join(others)} dan {last}" if others else last

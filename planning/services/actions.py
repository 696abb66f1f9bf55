"""Making and changing the items of the plan. Each step is one transaction and one event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import Instansi, User
from assessments.workflow import Refused, Stale
from directory.services.changes import apply, lock
from domains.models import EvidenceItem
from domains.services import check_scale
from planning import permissions
from planning.models import ActionItem, ActionOrder
from planning.ordering import ring_through
from planning.services.from_steps import create_from_steps, words_for
from planning.services.telling import named, record, tell_unit

__all__ = ["CHANGEABLE", "change", "create", "create_from_steps", "held", "set_needs", "words_for"]
CHANGEABLE = ("from_level", "to_level", "text", "unit", "person", "deadline", "budget", "expected_text", "year")


@transaction.atomic
def create(*, instansi: Instansi, by: User, expected: Iterable[EvidenceItem] = (), **said: Any) -> ActionItem:
    """Put one item into the plan: values by the names of the model, `expected` what its levels want."""
    if not permissions.can_plan(by, instansi):
        raise PermissionDenied
    item = ActionItem(instansi=instansi, created_by=by, **said)
    wanted = list(expected)
    _check(item, wanted)
    item.full_clean()
    item.save()
    item.expected.set(wanted)
    record("action_create", item, f"{by} menambahkan kegiatan untuk {item.indicator.label}", by, note=item.text)
    tell_unit(item, f"Kegiatan baru untuk OPD Anda: {item.indicator.label}. {item.text}", by)
    return item


@transaction.atomic
def change(item: ActionItem, *, version: int, by: User, expected: Iterable[EvidenceItem], **said: Any) -> list[str]:
    """Write what an item is, values by the names of CHANGEABLE; returns the differences in words.

    `version` is the one the person saw; another one raises Stale. What is done or dropped stays as it is. When
    something else is wanted of it than before, the portal may notice anew that it is finished.
    """
    item = held(item)
    if not permissions.can_change_action(by, item):
        raise PermissionDenied
    if version != item.version:
        raise Stale(item)
    if not item.is_open:
        raise Refused(f"Kegiatan ini sudah {item.get_state_display().lower()} dan tidak dapat diubah.")
    wanted, before = list(expected), item.unit
    differences = apply(item, {name: said[name] for name in CHANGEABLE if name in said})
    _check(item, wanted)
    differences += _expect(item, wanted)
    if differences:
        item.version, item.noticed_at = item.version + 1, None
        item.save(update_fields=["version", "noticed_at", "updated_at"])
        note = "\n".join(differences)
        record("action_change", item, f"{by} mengubah kegiatan untuk {item.indicator.label}", by, note=note)
        told = "diserahkan kepada OPD Anda" if item.unit != before else "diubah"
        tell_unit(item, f"Kegiatan untuk {item.indicator.label} {told}: {item.text}", by)
    return differences


@transaction.atomic
def set_needs(item: ActionItem, needs: Iterable[ActionItem], *, by: User) -> list[ActionItem]:
    """Say which items come first, exactly these. A ring in which nothing could begin is Refused, and named."""
    wanted = list(needs)
    if not permissions.can_change_action(by, item):
        raise PermissionDenied
    lock(item.instansi)  # two orders at once could close a ring that neither of them sees
    if any(row.instansi_id != item.instansi_id for row in wanted):
        raise Refused("Kegiatan yang didahulukan harus dari rencana instansi yang sama.")
    edges = ActionOrder.objects.within(item.instansi_id) | {item.pk: {row.pk for row in wanted}}
    ring = ring_through(item.pk, edges)
    if ring:
        raise Refused(_ring_in_words(ring))
    before = set(item.needs.values_list("pk", flat=True))
    if before != edges[item.pk]:
        ActionOrder.objects.filter(item=item).exclude(needs__in=wanted).delete()
        ActionOrder.objects.bulk_create(ActionOrder(item=item, needs=row) for row in wanted if row.pk not in before)
        note = "Kerjakan dulu: " + (named([str(row) for row in wanted]) or "tidak ada")
        record("action_order", item, f"{by} mengatur urutan kegiatan {item.indicator.label}", by, note=note)
    return wanted


def held(item: ActionItem) -> ActionItem:
    """The item, locked until the transaction ends, with what its sentences name."""
    rows = ActionItem.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("indicator__instrument", "instansi", "unit", "person").get(pk=item.pk)


def _check(item: ActionItem, expected: list[EvidenceItem]) -> None:
    """What the columns cannot say of each other."""
    instrument = item.indicator.instrument
    for level in (item.from_level, item.to_level):
        if level:  # 0: nothing was answered yet
            check_scale(instrument, level)
    if item.unit and item.unit.instansi_id != item.instansi_id:
        raise ValidationError({"unit": "OPD ini bukan bagian dari instansi Anda."})
    if item.person and (item.person.unit_id != item.unit_id or not item.person.is_operator):
        raise ValidationError({"person": "Penanggung jawab harus operator dari OPD pelaksana."})
    if item.assessment and item.assessment.instansi_id != item.instansi_id:
        raise ValidationError({"assessment": "Penilaian ini bukan milik instansi Anda."})
    if any(row.criterion.indicator_id != item.indicator_id for row in expected):
        raise ValidationError("Data dukung yang diharapkan harus dari indikator kegiatan ini.")


def _expect(item: ActionItem, wanted: list[EvidenceItem]) -> list[str]:
    """Set the expected evidence; the difference in words, if there is one."""
    before = set(item.expected.all())
    if before == set(wanted):
        return []
    item.expected.set(wanted)
    return [f"data dukung yang diharapkan: {len(before)} → {len(wanted)} butir"]


def _ring_in_words(ring: list[int]) -> str:
    rows = {row.pk: row for row in ActionItem.objects.filter(pk__in=ring).select_related("indicator")}
    way = " → ".join(f"{rows[key].indicator.label} ({rows[key].text[:40]})" for key in ring)
    return f"Urutan ini berputar, jadi tidak ada yang dapat dimulai: {way}. Lepaskan salah satunya."

"""What people decide about being compared: their row among the published results, and their consent."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Instansi, User
from accounts.refusals import Refused
from activity import services as activity
from results import national, permissions
from results.comparison import YEAR
from results.models import ComparisonConsent, NationalMatch


@transaction.atomic
def choose_row(instansi: Instansi, *, name: str, by: User) -> NationalMatch:
    """Note under which published name the institution stands."""
    _lock(instansi, permissions.can_match(by, instansi))
    if name not in {row.name for row in national.published(YEAR)}:
        raise Refused("Pilih salah satu nama dari hasil nasional.")
    match = NationalMatch.objects.filter(instansi=instansi).first() or NationalMatch(instansi=instansi)
    if match.name != name:
        note = f"Sebelumnya: {match.name}" if match.name else ""
        match.name, match.chosen_by = name, by
        match.save()
        _record("match", f"{by} memilih “{name}” sebagai nama dalam hasil nasional", instansi, by=by, note=note)
    return match


@transaction.atomic
def forget_row(instansi: Instansi, *, by: User) -> None:
    """The institution is not among the published results after all."""
    _lock(instansi, permissions.can_match(by, instansi))
    match = NationalMatch.objects.filter(instansi=instansi).first()
    if match:
        match.delete()
        text = f"{by} mencatat bahwa instansi ini tidak ada dalam hasil nasional"
        _record("unmatch", text, instansi, by=by, note=f"Sebelumnya: {match.name}")


@transaction.atomic
def give_consent(instansi: Instansi, *, by: User) -> ComparisonConsent:
    """From now on other participants see this institution's final results, and it sees theirs."""
    _lock(instansi, _may_consent(by, instansi))
    if ComparisonConsent.objects.in_force().filter(instansi=instansi).exists():
        raise Refused("Persetujuan instansi Anda sudah berlaku.")
    consent = ComparisonConsent.objects.create(instansi=instansi, given_at=timezone.now(), given_by=by)
    _record("consent", f"{by} menyetujui perbandingan dengan instansi lain di portal ini", instansi, by=by)
    return consent


@transaction.atomic
def withdraw_consent(instansi: Instansi, *, by: User) -> ComparisonConsent:
    """From now on nobody else sees this institution's results, and it sees nobody's."""
    _lock(instansi, _may_consent(by, instansi))
    consent = ComparisonConsent.objects.in_force().filter(instansi=instansi).first()
    if consent is None:
        raise Refused("Tidak ada persetujuan yang berlaku untuk dicabut.")
    consent.withdrawn_at, consent.withdrawn_by = timezone.now(), by
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record("withdraw", f"{by} mencabut persetujuan perbandingan dengan instansi lain", instansi, by=by)
    return consent


def _may_consent(by: User, instansi: Instansi) -> bool:
    return permissions.can_consent(by) and by.instansi_id == instansi.pk


def _lock(instansi: Instansi, is_allowed: bool) -> None:
    """One decision of an institution at a time, so that two people at once leave one row and one event."""
    if not is_allowed:
        raise PermissionDenied
    Instansi.objects.select_for_update().get(pk=instansi.pk)


def _record(verb: str, text: str, instansi: Instansi, *, by: User, note: str = "") -> None:
    activity.record(
        verb,
        subject=f"instansi:{instansi.pk}",
        text=text,
        by=by,
        instansi=instansi,
        note=note,
        url=reverse("comparison" if verb.endswith("match") else "comparison-peers"),
    )

"""Setting, changing and removing targets. Each leaves an event; nothing is overwritten unseen."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.models import Instansi, User
from activity import services as activity
from assessments.workflow import Refused
from domains.models import Aspect, Domain, Indicator, Instrument
from domains.services import check_scale
from planning import permissions
from planning.models import Target, TargetQuerySet

Place = Domain | Aspect | Indicator


@transaction.atomic
def set_target(
    *, instansi: Instansi, year: int, instrument: Instrument, place: Place | None, value: Decimal, source: str,
    source_text: str, by: User,
) -> Target:  # fmt: skip
    """A first target of a place in a year; None is the index. One that stands already is Refused, not overwritten."""
    target = Target(
        instansi=instansi, year=year, instrument=instrument, value=value, source=source,
        source_text=source_text.strip(), set_by=by, **_columns(place),
    )  # fmt: skip
    if not permissions.can_change_target(by, target):
        raise PermissionDenied
    Instansi.objects.select_for_update().get(pk=instansi.pk)  # two people at once: the second is told it exists
    if place and place.instrument_id != instrument.pk:
        raise Refused("Domain, aspek, atau indikator itu bukan bagian dari instrumen ini.")
    if _standing(target).exists():
        raise Refused(f"Target {target.place} tahun {year} sudah ada. Ubah target itu pada daftar.")
    _save(target)
    _record("set_target", target, f"{by} menetapkan target {_words(target)}", by)
    return target


@transaction.atomic
def change_target(target: Target, *, value: Decimal, source: str, source_text: str, version: int, by: User) -> Target:
    """Another value or source. Refused when somebody changed it since `version` was shown."""
    target = _locked(target, version, by)
    before = shown(target.value)
    target.value, target.source, target.source_text = value, source, source_text.strip()
    target.version, target.set_by = target.version + 1, by
    _save(target)
    _record("change_target", target, f"{by} mengubah target {_words(target)}, sebelumnya {before}", by)
    return target


@transaction.atomic
def remove_target(target: Target, *, version: int, by: User) -> None:
    """Take a target away; the event keeps what it was."""
    target = _locked(target, version, by)
    _record("remove_target", target, f"{by} menghapus target {_words(target)}", by)
    target.delete()


def shown(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


def _columns(place: Place | None) -> dict[str, Place]:
    return {} if place is None else {str(place._meta.model_name): place}


def _standing(target: Target) -> TargetQuerySet:
    """Targets of the same thing in the same year, whichever revision of the instrument they were set under."""
    same = Q(instansi=target.instansi, year=target.year, instrument__code=target.instrument.code)
    for name in ("domain", "aspect", "indicator"):
        place = getattr(target, name)
        same &= Q(**({f"{name}__code": place.code} if place else {name: None}))
    return Target.objects.filter(same)


def _locked(target: Target, version: int, by: User) -> Target:
    found = Target.objects.in_full().select_for_update(of=("self",), no_key=True).filter(pk=target.pk).first()
    if found is None:
        raise Refused("Target ini sudah dihapus orang lain.")
    if not permissions.can_change_target(by, found):
        raise PermissionDenied
    if version != found.version:
        raise Refused(
            f"Target ini diubah {found.set_by} sejak Anda membukanya: sekarang {shown(found.value)}. "
            "Periksa, lalu simpan lagi."
        )
    return found


def _save(target: Target) -> None:
    """Check the value against the scale, and everything else against the model."""
    low, high = target.instrument.scale_min, target.instrument.scale_max
    if target.indicator:
        check_scale(target.instrument, target.value)
    elif not target.value.is_finite() or not low <= target.value <= high:
        raise ValidationError(f"Target harus antara {shown(low)} dan {shown(high)}.")
    if not target.value:
        raise ValidationError("Target harus lebih dari 0.")
    target.full_clean()
    target.save()


def _words(target: Target) -> str:
    return f"{target.place} {target.year}: {shown(target.value)} ({target.get_source_display()})"


def _record(verb: str, target: Target, text: str, by: User) -> None:
    activity.record(
        verb, subject=target.subject, text=text, note=target.source_text, by=by, instansi=target.instansi,
        url=target.get_absolute_url(),
    )  # fmt: skip

"""Keeping imagined levels. Each step is one transaction and one event."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from activity import services as activity
from assessments import scoring
from assessments.models import Assessment
from directory.services.changes import apply
from planning import permissions
from planning.imagining import Imagined, fingerprint, present_levels
from planning.models import Scenario, ScenarioLevel
from planning.whatif import Search
from results.summaries import summarise


class BaseMoved(Refused):
    """The assessment's own levels changed since the person saw the numbers."""

    def __init__(self) -> None:
        super().__init__(
            "Tingkat pada penilaian ini baru saja berubah. Periksa lagi angka dan perubahan di bawah, lalu simpan."
        )


@transaction.atomic
def keep_scenario(
    assessment: Assessment,
    *,
    imagined: Imagined,
    seen: str,
    name: str,
    note: str,
    search: Search | None = None,
    by: User,
) -> Scenario:
    """Keep the imagined levels with the present ones, and what a path to them was asked for.

    `seen` is the fingerprint of the present levels that the person saw.
    """
    if not permissions.can_keep_scenario(by, assessment):
        raise PermissionDenied
    Assessment.objects.select_for_update().get(pk=assessment.pk)  # two of one name at once: the second is told
    summary = summarise(assessment)
    base, levels = present_levels(summary), imagined.whatif.levels
    if fingerprint(summary) != seen:
        raise BaseMoved
    scoring.score(summary.questionnaire, levels)
    if levels == base:
        raise Refused("Belum ada tingkat yang diubah. Ubah paling sedikit satu indikator, lalu simpan.")
    scenario = Scenario(
        assessment=assessment, name=name.strip(), note=note.strip(), track=summary.heading.track, made_by=by,
        **(_asked(search) if search else {}),
    )  # fmt: skip
    scenario.full_clean()
    scenario.save()
    _keep_levels(scenario, imagined, base)
    _record("scenario_keep", scenario, f"{by} menyimpan skenario {scenario} pada {assessment}", by)
    return scenario


def _asked(search: Search) -> dict[str, Any]:
    return {
        "goal": search.goal, "target": search.wanted, "max_step": search.max_step,
        "has_prerequisites": search.has_prerequisites,
    }  # fmt: skip


def _keep_levels(scenario: Scenario, imagined: Imagined, base: dict[str, Decimal | None]) -> None:
    levels, query = imagined.whatif.levels, imagined.query
    ScenarioLevel.objects.bulk_create(
        ScenarioLevel(
            scenario=scenario, indicator=indicator, base=base[indicator.code], level=levels[indicator.code],
            effort=query.efforts[indicator.code], is_locked=indicator.code in query.locked,
        )
        for indicator in scenario.assessment.instrument.indicators.all()
    )  # fmt: skip


@transaction.atomic
def rename_scenario(scenario: Scenario, *, name: str, note: str, by: User) -> list[str]:
    """Another name or note; returns the differences in words."""
    scenario = _held(scenario, by)
    if scenario.is_deleted:
        raise Refused("Skenario ini sudah dihapus. Pulihkan dahulu.")
    differences = apply(scenario, {"name": name.strip(), "note": note.strip()})
    if differences:
        _record("scenario_rename", scenario, f"{by} mengubah skenario {scenario}", by, "\n".join(differences))
    return differences


@transaction.atomic
def delete_scenario(scenario: Scenario, *, by: User) -> Scenario:
    """Out of the lists; row and levels stay and can be brought back."""
    scenario = _held(scenario, by)
    if scenario.is_deleted:
        return scenario
    scenario.deleted_at, scenario.deleted_by = timezone.now(), by
    scenario.save(update_fields=["deleted_at", "deleted_by"])
    _record("scenario_delete", scenario, f"{by} menghapus skenario {scenario}", by)
    return scenario


@transaction.atomic
def restore_scenario(scenario: Scenario, *, by: User) -> Scenario:
    scenario = _held(scenario, by)
    if not scenario.is_deleted:
        return scenario
    if Scenario.objects.kept().filter(assessment=scenario.assessment_id, name=scenario.name).exists():
        raise Refused(f"Sudah ada skenario lain bernama {scenario.name}. Ganti nama yang itu dahulu, lalu pulihkan.")
    scenario.deleted_at = scenario.deleted_by = None
    scenario.save(update_fields=["deleted_at", "deleted_by"])
    _record("scenario_restore", scenario, f"{by} memulihkan skenario {scenario}", by)
    return scenario


def _held(scenario: Scenario, by: User) -> Scenario:
    """Locked behind its assessment, as names are unique within one, and asked again who may."""
    Assessment.objects.select_for_update().get(pk=scenario.assessment_id)
    held = Scenario.objects.select_related("assessment__instansi").get(pk=scenario.pk)
    if not permissions.can_change_scenario(by, held):
        raise PermissionDenied
    return held


def _record(verb: str, scenario: Scenario, text: str, by: User, note: str = "") -> None:
    activity.record(
        verb, subject=scenario.subject, text=text, note=note, by=by, instansi=scenario.assessment.instansi,
        url=scenario.get_absolute_url(),
    )  # fmt: skip

"""The portal's own proposal that an item is done. People confirm it, or send it back for good."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import Instansi
from activity import services as activity
from planning.finishing import reasons
from planning.models import LATE, ActionItem, ActionState
from planning.services.actions import held
from planning.services.telling import doers, judges, record


def propose_finished(instansi: Instansi) -> list[ActionItem]:
    """Propose what looks finished as done, each item once; returns those proposed now. Safe to repeat.

    An item that was sent back afterwards is not proposed again until something else is wanted of it.
    """
    waiting = ActionItem.objects.filter(instansi=instansi, state__in=LATE, noticed_at=None).in_full()
    rows = {item.pk: item for item in waiting.order_by("pk")}
    done = [_propose(rows[key], reason) for key, reason in reasons(rows.values()).items()]
    return [item for item in done if item]


def propose_all() -> int:
    """The same for every institution with a plan; returns how many items were proposed."""
    waiting = ActionItem.objects.filter(state__in=LATE, noticed_at=None).values("instansi")
    return sum(len(propose_finished(instansi)) for instansi in Instansi.objects.filter(pk__in=waiting).order_by("pk"))


@transaction.atomic
def _propose(item: ActionItem, reason: str) -> ActionItem | None:
    item = held(item)
    if item.state not in LATE or item.noticed_at:
        return None
    item.state, item.noticed_at, item.version = ActionState.PROPOSED, timezone.now(), item.version + 1
    item.save()
    text = f"Kegiatan {item.indicator.label} diusulkan selesai oleh portal"
    record("action_notice", item, text, None, note=reason)
    activity.notify([*judges(item), *doers(item)], f"{text}: {reason}", url=item.get_absolute_url())
    return item

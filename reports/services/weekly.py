"""Every Monday: how far an open cycle has come, for those who run it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Role, User
from activity import services as activity
from activity.models import Event
from assessments.models import Assessment, Stage
from reports.documents.shortening import brief
from results import progress

STAGES = (Stage.FILLING, Stage.VERIFICATION, Stage.SCORING)
VERB = "weekly_progress"
FURTHEST_BEHIND = 3
NAME_MAX = 24  # characters of an OPD's name
LONGEST = 300  # characters that a notification holds


def tell_progress(*, now: datetime.datetime | None = None) -> int:
    """Tell admins and coordinators of every cycle at work, once a week; returns how many cycles were told of."""
    now = now or timezone.now()
    cycles = Assessment.objects.filter(stage__in=STAGES).order_by("pk").values_list("pk", flat=True)
    return sum(_tell(pk, now) for pk in cycles)


@transaction.atomic
def _tell(pk: int, now: datetime.datetime) -> bool:
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("instansi").get(pk=pk)
    today = timezone.localdate(now)
    monday = today - datetime.timedelta(days=today.weekday())
    begin = timezone.make_aware(datetime.datetime.combine(monday, datetime.time.min))
    if Event.objects.about(assessment.subject).filter(verb=VERB, created_at__gte=begin).exists():
        return False
    text = in_words(assessment, today)
    if assessment.stage not in STAGES or not text:
        return False
    activity.record(
        VERB, subject=assessment.subject, text=f"Kabar kemajuan {assessment} dikirim", by=None,
        instansi=assessment.instansi, url=assessment.get_absolute_url(),
    )  # fmt: skip
    people = User.objects.active().with_role(Role.ADMIN, Role.COORDINATOR).filter(instansi=assessment.instansi)
    activity.notify(people, text, url=assessment.get_absolute_url())
    return True


def in_words(assessment: Assessment, today: datetime.date) -> str:
    """One line: what is in which state, the pace against the deadline, the OPD furthest behind; "" without answers."""
    entries = progress.entries_of(assessment)
    if not entries:
        return ""
    states = ", ".join(f"{count} {label.lower()}" for _, label, count in progress.by_status(entries))
    parts = [f"Kemajuan {assessment}: {states}.", _pace(progress.pace(entries, assessment, today), assessment, today)]
    lines = sorted(progress.by_unit(entries, [], assessment, today), key=lambda line: -line.left)
    behind = [
        f"{brief(str(line.unit), NAME_MAX)} ({line.left} dari {line.total})"
        for line in lines[:FURTHEST_BEHIND]
        if line.left
    ]
    return _fitting(" ".join(parts), behind)


def _fitting(text: str, behind: list[str]) -> str:
    """With as many OPD as a notification has room for: none is ever cut off in the middle of its numbers."""
    for count in range(len(behind), 0, -1):
        whole = f"{text} Paling banyak belum diajukan: {', '.join(behind[:count])}."
        if len(whole) <= LONGEST:
            return whole
    return text


def _pace(pace: progress.Pace | None, assessment: Assessment, today: datetime.date) -> str:
    until = assessment.deadline or today
    days = (until - today).days
    left = f"{days} hari lagi" if days > 0 else "hari ini" if days == 0 else f"lewat {-days} hari"
    deadline = f"Batas tahap ini {date_format(until, 'j F Y')} ({left})"
    if pace is None or pace.needed is None:
        return f"{deadline}."
    return f"{deadline}; laju {_shown(pace.rate)} isian per hari, perlu {_shown(pace.needed)}."


def _shown(rate: object) -> str:
    return str(rate).replace(".", ",")

"""Writing the words that an institution's reports open and close with."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from activity import services as activity
from assessments.models import Assessment
from reports import permissions
from reports.documents.self_assessment.texts import DEFAULTS
from reports.models import ReportText


def write_texts(*, assessment: Assessment, texts: Mapping[str, str], by: User) -> list[str]:
    """Keep what differs from before; a part left empty, or equal to the default, goes back to it.

    Returns the names of the parts that changed. The event of each keeps the earlier words.
    """
    if not permissions.can_write_texts(by, assessment):
        raise PermissionDenied
    instansi, changed = assessment.instansi, []
    with transaction.atomic():
        rows = {row.part: row for row in ReportText.objects.select_for_update().filter(instansi=instansi)}
        for part in ReportText.Part:
            text = texts.get(part, "").replace("\r\n", "\n").strip()
            text = "" if text == DEFAULTS[part] else text
            before = rows[part].text if part in rows else ""
            if text == before:
                continue
            if text:
                values = {"text": text, "changed_by": by}
                ReportText.objects.update_or_create(instansi=instansi, part=part, defaults=values)
            else:
                rows[part].delete()
            activity.record(
                "write_report_text", subject=f"instansi:{instansi.pk}", by=by, instansi=instansi, note=before,
                text=f"{by} mengubah {part.label.lower()} laporan {instansi}",
            )  # fmt: skip
            changed.append(str(part.label))
    return changed

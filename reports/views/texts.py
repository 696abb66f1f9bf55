"""The words an institution's reports open and close with."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.middleware import rescued, rescues_text
from assessments.models import Assessment
from directory.versions import ChangedMeanwhile, version_of
from directory.views import lists
from reports import permissions
from reports.documents.self_assessment.texts import own_texts, paragraphs
from reports.forms.texts import ReportTextsForm
from reports.models import ReportText
from reports.services.texts import write_texts


@rescues_text
@require_http_methods(["GET", "POST"])
def report_texts(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    if not permissions.can_write_texts(request.user, assessment):
        raise PermissionDenied
    own, kept = own_texts(assessment), rescued(request)
    form = ReportTextsForm(lists.typed(request, kept), initial=own | {"version": version_of(own)})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            changed = write_texts(assessment=assessment, **form.said, by=request.user)
        except ChangedMeanwhile:
            own, status = own_texts(assessment), 409
            form.compare(own)
        else:
            messages.success(request, f"{' dan '.join(changed)} disimpan." if changed else "Tidak ada yang berubah.")
            return redirect("report-texts", pk)
    context = {"assessment": assessment, "form": form, "was_kept": bool(kept), "previews": _previews(assessment, own)}
    return render(request, "reports/texts.html", context, status=status)


def _previews(assessment: Assessment, own: dict[str, str]) -> list[tuple[str, list[str], bool]]:
    """Each part's name, its paragraphs as a report prints them, and whether they are the institution's own."""
    instansi, year = assessment.instansi.name, assessment.year
    return [
        (str(part.label), paragraphs(part, own, instansi=instansi, year=year), part in own) for part in ReportText.Part
    ]

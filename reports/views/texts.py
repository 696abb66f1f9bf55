"""The words an institution's reports open and close with."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assessments.models import Assessment
from reports import permissions
from reports.documents.self_assessment.texts import own_texts, paragraphs
from reports.forms.texts import ReportTextsForm
from reports.services.texts import write_texts


@require_http_methods(["GET", "POST"])
def report_texts(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    if not permissions.can_write_texts(request.user, assessment):
        raise PermissionDenied
    own, instansi = own_texts(assessment), assessment.instansi.name
    form = ReportTextsForm(request.POST) if request.method == "POST" else ReportTextsForm(initial=own)
    if form.is_valid():
        changed = write_texts(assessment=assessment, texts=form.cleaned_data, by=request.user)
        messages.success(request, f"{' dan '.join(changed)} disimpan." if changed else "Tidak ada yang berubah.")
        return redirect("report-texts", pk)
    previews = [
        (field.label, paragraphs(field.name, own, instansi=instansi, year=assessment.year), field.name in own)
        for field in form
    ]
    context = {"assessment": assessment, "form": form, "previews": previews}
    return render(request, "reports/texts.html", context, status=422 if form.is_bound else 200)

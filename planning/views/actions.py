"""One item of the plan: making it, changing it, its order, its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import rescued, rescued_lists, rescues_text
from activity.models import Event
from assessments.models import Assessment
from assessments.workflow import Refused, Stale
from planning import overviews, permissions
from planning.drafting import Draft, draft, present_cycle, recommended
from planning.finishing import reasons
from planning.forms.actions import ActionForm, NeedsForm, StepForm
from planning.models import ActionItem
from planning.services import actions as services
from planning.workflow import STEPS, available, take
from results.summaries import summarise

SOURCES = {"rekomendasi": ActionItem.Source.RECOMMENDATION, "jalur": ActionItem.Source.PATH}
CHANGED = "Kegiatan ini berubah sejak Anda membukanya. Periksa keadaannya yang sekarang, lalu ulangi."


@require_GET
def action(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


@rescues_text
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """First the indicator, by its code in the address, then what is to be done for it."""
    if not permissions.can_plan(request.user, request.user.instansi):
        raise PermissionDenied
    found = _drafted(request)
    if found is None:
        return _choose(request, status=422 if request.method == "POST" else 200)
    initial = {"expected": [row.pk for row in found.expected]} | _kept(request)
    form = ActionForm(request.POST if request.method == "POST" else None, item=found.item, initial=initial)
    if request.method == "POST" and form.is_valid() and (item := _create(request, found.item, form)):
        messages.success(request, "Kegiatan masuk ke rencana.")
        return redirect(item)
    context = {"form": form, "item": found.item, "open_items": found.open_items}
    return render(request, "planning/action_create.html", context, status=422 if form.errors else 200)


def _drafted(request: HttpRequest) -> Draft | None:
    cycle = _cycle(request)
    source = SOURCES.get(request.GET.get("asal", ""), ActionItem.Source.HAND)
    return draft(cycle, request.GET.get("indikator", ""), source=source, by=request.user) if cycle else None


def _cycle(request: HttpRequest) -> Assessment | None:
    """The assessment named in the address, or the present one."""
    key = request.GET.get("penilaian", "")
    if key.isascii() and key.isdecimal() and len(key) < 19:
        return get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=key)
    return present_cycle(request.user.instansi)


def _create(request: HttpRequest, given: ActionItem, form: ActionForm) -> ActionItem | None:
    """Save what the form says; what is refused is told on the form."""
    source = ActionItem.Source.TEMPLATE if form.is_template else given.source
    try:
        return services.create(
            instansi=given.instansi, indicator=given.indicator, assessment=given.assessment, source=source,
            **form.said, by=request.user,
        )  # fmt: skip
    except (Refused, ValidationError) as refusal:
        form.add_error(None, _sentences(refusal))
        return None


def _choose(request: HttpRequest, status: int) -> HttpResponse:
    cycle = _cycle(request)
    summary = summarise(cycle) if cycle else None
    rows = [row for row in summary.rows if row.next] if summary else []
    context = {
        "cycle": cycle, "rows": rows, "recommended": recommended(summary) if summary else [],
        "is_unknown": bool(request.GET.get("indikator")),
    }  # fmt: skip
    return render(request, "planning/action_choose.html", context, status=status)


@rescues_text
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    item = _fetched(request, pk)
    if not permissions.can_change_action(request.user, item):
        raise PermissionDenied
    if request.method == "GET":
        return _change_page(request, item, ActionForm(item=item, initial=_kept(request)))
    form = ActionForm(request.POST, item=item)
    if not form.is_valid():
        return _change_page(request, item, form, status=422)
    try:
        changed = services.change(item, version=form.cleaned_data["version"], **form.said, by=request.user)
    except Stale:
        return _stale_page(request, pk, form)
    except (Refused, ValidationError) as refusal:
        form.add_error(None, _sentences(refusal))
        return _change_page(request, item, form, status=409)
    messages.success(request, "Perubahan tersimpan." if changed else "Tidak ada yang berubah.")
    return redirect(item)


def _stale_page(request: HttpRequest, pk: int, form: ActionForm) -> HttpResponse:
    """Both sets of values; the next save is made from what is stored now."""
    item = _fetched(request, pk)
    differences = form.differences(item)
    form.rebase(item.version)
    return _change_page(request, item, form, status=409, differences=differences, is_stale=True)


def _change_page(
    request: HttpRequest, item: ActionItem, form: ActionForm, status: int = 200, **more: object
) -> HttpResponse:
    return render(request, "planning/action_change.html", {"item": item, "form": form} | more, status=status)


@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """What has to be done first."""
    item = _fetched(request, pk)
    if not permissions.can_change_action(request.user, item):
        raise PermissionDenied
    form = NeedsForm(request.POST if request.method == "POST" else None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_needs(item, form.cleaned_data["needs"], by=request.user)
        except Refused as refusal:
            form.add_error("needs", str(refusal))
        else:
            messages.success(request, "Urutan tersimpan.")
            return redirect(item)
    context = {"item": item, "form": form}
    return render(request, "planning/action_order.html", context, status=409 if form.errors else 200)


@rescues_text
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """On a refusal the page comes back with the note still in it."""
    item = _fetched(request, pk)
    rule = STEPS.get(step)
    if rule is None:
        raise Http404
    if request.method == "GET":  # the page of a refusal, read again
        return _page(request, pk, kept={step: rescued(request)})
    if not rule.allowed(request.user, item):
        raise PermissionDenied
    form = StepForm(request.POST, item=item, step=step, label=rule.asks)
    if not form.is_valid():
        return _page(request, pk, sent={step: form}, status=422)
    try:
        take(step, item, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, CHANGED if isinstance(refusal, Stale) else str(refusal))
        return _page(request, pk, sent={step: form}, status=409)
    messages.success(request, f"{rule.label}: tersimpan.")
    return redirect(item)


def _page(
    request: HttpRequest, pk: int, *, sent: dict[str, StepForm] | None = None,
    kept: dict[str, dict[str, str]] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The item as it is now, with the form of each step that its reader can take, and what he typed."""
    item, user = _fetched(request, pk), request.user
    sees_work = permissions.can_see_work(user, item)
    context = {
        "item": item, "reason": reasons([item]).get(item.pk, ""), "steps": _forms(item, user, sent or {}, kept or {}),
        "before": overviews.before(item, user), "sees_work": sees_work,
        "after": ActionItem.objects.visible_to(user).filter(needs=item).in_full().order_by("pk"),
        "expected": item.expected.select_related("criterion").order_by("criterion__level", "position"),
        "notes": item.notes.select_related("by").order_by("-pk")[:50] if sees_work else [],
        "events": Event.objects.about(item.subject).order_by("-pk")[:50] if sees_work else [],
        "can_change": permissions.can_change_action(user, item), "unsent": _unsent(item, user, sent or {}),
    }  # fmt: skip
    return render(request, "planning/action.html", context, status=status)


def _forms(
    item: ActionItem, user: Any, sent: dict[str, StepForm], kept: dict[str, dict[str, str]]
) -> list[dict[str, Any]]:
    found = []
    for name in available(item, user):
        form = sent.get(name) or StepForm(item=item, step=name, label=STEPS[name].asks, initial=kept.get(name))
        if name in sent:
            form.rebase(item.version)
        found.append({"name": name, "rule": STEPS[name], "form": form, "is_open": name in sent or name in kept})
    return found


def _unsent(item: ActionItem, user: Any, sent: dict[str, StepForm]) -> str:
    """A note typed for a step that is no longer possible, so that it can be copied."""
    gone = [form for name, form in sent.items() if name not in available(item, user)]
    return gone[0].data.get("note", "") if gone else ""


def _fetched(request: HttpRequest, pk: int) -> ActionItem:
    rows = ActionItem.objects.visible_to(request.user).in_full().select_related("created_by", "finished_by")
    return get_object_or_404(rows, pk=pk)


def _kept(request: HttpRequest) -> dict[str, Any]:
    """What was typed before the session ran out; several values only for the ticks."""
    kept = rescued_lists(request)
    return {name: values if name == "expected" else values[-1] for name, values in kept.items() if values}


def _sentences(refusal: Refused | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)

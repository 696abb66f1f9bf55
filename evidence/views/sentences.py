"""A drafted sentence put into what somebody is writing. Nothing is saved before they save it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.middleware import rescued, rescues_text
from assessments.forms import AnswerForm
from assessments.models import Answer
from assessments.views.answers import answer_page
from assessments.workflow import Refused
from evidence import permissions, services
from evidence.drafting import drafted
from evidence.sentences import appended

NOTHING = "Pilih dulu tingkatnya, atau bukti yang masih ditautkan. Tulisan Anda tetap ada, tetapi belum tersimpan."
ADDED = "Kalimat ditambahkan, belum tersimpan. Lengkapi yang bertanda kurung, lalu simpan."


@rescues_text
@require_http_methods(["GET", "POST"])
def answer_sentence(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the answer with the sentence at the end of the typed text; where scripts run, they do it instead."""
    answer = get_object_or_404(Answer.objects.visible_to(request.user).in_full(), pk=pk)
    if request.method == "GET":  # this page, read again
        return answer_page(request, pk, kept=rescued(request))
    if not permissions.can_attach(request.user, answer):
        raise PermissionDenied
    typed = request.POST.copy()
    try:
        services.check_open(answer)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return answer_page(request, pk, form=AnswerForm(typed, answer=answer), status=409)
    field, sentence = drafted(answer, typed.get("kalimat", ""), level=typed.get("level", ""))
    if sentence:
        typed[field] = appended(typed.get(field, ""), sentence)
        messages.info(request, ADDED)
    else:
        messages.error(request, NOTHING)
    return answer_page(request, pk, form=AnswerForm(typed, answer=answer), status=200 if sentence else 422)

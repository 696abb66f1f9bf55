"""One's own profile and keys for the API. Signing in and passwords are views of allauth, in our templates."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import ProfileForm, TokenForm
from accounts.middleware import rescued, rescues_text
from accounts.models import AccessToken, Instansi, User
from accounts.services import tokens
from accounts.services.profile import change_profile

DEMO_USERS = ("operator", "admin", "asesor", "koordinator", "teknisi")


def demo_users() -> list[User]:
    """The example accounts shown at the sign-in page while trying the portal out; none where it is in use."""
    if not settings.DEBUG or not Instansi.objects.filter(is_demo=True).exists():
        return []
    return sorted(User.objects.active().filter(username__in=DEMO_USERS), key=lambda u: DEMO_USERS.index(u.username))


@rescues_text
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person = User.objects.get(pk=request.user.pk)
    old_email = person.email
    kept = rescued(request)
    form = ProfileForm(request.POST if request.method == "POST" else kept or None, instance=person)
    if request.method == "POST" and form.is_valid():
        changed = change_profile(**form.cleaned_data, by=request.user)
        if old_email and changed.email != old_email.lower():
            get_adapter().send_notification_mail(
                "account/email/email_changed", changed, {"new_email": changed.email}, email=old_email
            )
        messages.success(request, "Profil disimpan.")
        return redirect("profile")
    return _profile_page(request, form=form, was_kept=bool(kept))


@never_cache
@require_POST
def token_create(request: HttpRequest) -> HttpResponse:
    """Show the new key on this very answer: it is kept nowhere, so there is no page to send the browser to."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _profile_page(request, form=ProfileForm(instance=User.objects.get(pk=request.user.pk)), token_form=form)
    token, key = tokens.issue(user=request.user, **form.cleaned_data)
    return render(request, "accounts/token_created.html", {"token": token, "key": key})


@require_http_methods(["GET", "POST"])
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(AccessToken.objects.visible_to(request.user), pk=pk, revoked_at=None)
    if request.method == "POST":
        tokens.revoke(token, by=request.user)
        messages.success(request, f"Kunci “{token.name}” dicabut.")
        return redirect("profile")
    return render(request, "accounts/token_revoke.html", {"token": token})


def _profile_page(
    request: HttpRequest, *, form: ProfileForm, token_form: TokenForm | None = None, was_kept: bool = False
) -> HttpResponse:
    keys = AccessToken.objects.visible_to(request.user).filter(revoked_at=None).order_by("-created_at")
    context = {
        "form": form,
        "token_form": token_form or TokenForm(),
        "tokens": keys,
        "now": timezone.now(),
        "was_kept": was_kept,
    }
    return render(request, "accounts/profile.html", context)

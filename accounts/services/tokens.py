"""Personal keys for the API: made once, shown once, kept only as a digest."""

from __future__ import annotations

import datetime
import hashlib
import logging
import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.models import AccessToken, User

PREFIX = "spbe_"  # so that a key is recognised where it does not belong, in a log or a repository
MAX_DAYS = 365
USE_IS_NOTED_EVERY = datetime.timedelta(minutes=1)

logger = logging.getLogger(__name__)


def issue(*, user: User, name: str, days: int) -> tuple[AccessToken, str]:
    """Make a key for `user` that lasts `days` days; returns its row and the key, which is kept nowhere else."""
    if not 1 <= days <= MAX_DAYS:
        raise ValidationError({"days": f"Masa berlaku harus antara 1 dan {MAX_DAYS} hari."})
    if not user.is_active:
        raise ValidationError("Pengguna ini tidak aktif.")
    key = PREFIX + secrets.token_urlsafe(32)
    expires_at = timezone.now() + datetime.timedelta(days=days)
    token = AccessToken(user=user, name=name.strip(), digest=_digest(key), expires_at=expires_at)
    token.full_clean()
    token.save()
    logger.info("token issued: id=%s user=%s days=%s", token.pk, user.username, days)
    return token, key


def revoke(token: AccessToken, *, by: User) -> AccessToken:
    """End a key of one's own at once. A key that was revoked before keeps its first time."""
    if token.user_id != by.pk:
        raise PermissionDenied
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        logger.info("token revoked: id=%s user=%s", token.pk, by.username)
    return token


def find(key: str) -> AccessToken | None:
    """The usable token of this key with its user, or None. Notes its use, at most once a minute."""
    now = timezone.now()
    rows = AccessToken.objects.usable(now).select_related("user__instansi", "user__unit")
    token = rows.filter(digest=_digest(key)).first()
    if token and (token.last_used_at is None or token.last_used_at <= now - USE_IS_NOTED_EVERY):
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_IS_NOTED_EVERY)
        AccessToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
        token.last_used_at = now
    return token


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()

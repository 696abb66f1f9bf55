"""Refuse, when DEBUG is off, the defaults that are only good for trying out; look whether the store takes files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from evidence.stores import StoreFailed

LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1"}


@register()
def production_defaults(**kwargs: Any) -> list[Error]:
    """One error per default that must not reach production, each saying which variable to set."""
    if settings.DEBUG:
        return []
    base = urlsplit(settings.BASE_URL)
    wrong = {
        "SECRET_KEY": settings.SECRET_KEY == settings.INSECURE_SECRET_KEY or len(settings.SECRET_KEY) < 40,
        "DATABASE_URL": settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
        "REDIS_URL": not settings.REDIS_URL,
        "EMAIL_URL": settings.EMAIL_BACKEND.endswith("console.EmailBackend"),
        "ALLOWED_HOSTS": not set(settings.ALLOWED_HOSTS) - LOCAL or "*" in settings.ALLOWED_HOSTS,
        "BASE_URL": base.hostname in LOCAL | {None} or (settings.BEHIND_HTTPS and base.scheme != "https"),
    }
    return [
        Error(
            f"{name} must be set to a real value when DEBUG is off.",
            hint="See .env.example.",
            id=f"spbe_portal.E{number:03}",
        )
        for number, (name, is_wrong) in enumerate(wrong.items(), 1)
        if is_wrong
    ]


@register(Tags.files, deploy=True)
def store_takes_files(**kwargs: Any) -> list[Error]:
    """Put a small file into the evidence store, read it, take it away. Only when asked for: it may take seconds."""
    from evidence.storing import probe  # noqa: PLC0415 - needs the models, which come after the checks

    try:
        probe()
    except (StoreFailed, ValueError) as failure:  # ValueError: an address of the service that is none
        return [
            Error(
                f"The evidence store does not take files: {failure.__cause__ or failure}",
                hint="See EVIDENCE_ROOT and S3_BUCKET in .env.example.",
                id="spbe_portal.E020",
            )
        ]
    return []


def refuse_defaults() -> None:
    """For the web server, which runs no system checks by itself."""
    errors = production_defaults()
    if errors:
        raise ImproperlyConfigured(" ".join(f"{error.msg} {error.hint}" for error in errors))

"""Refuse, when DEBUG is off, the defaults that are only good for trying out."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register


@register(deploy=False)
def production_defaults(**kwargs: Any) -> list[Error]:
    """One error per default that must not reach production, each saying which variable to set."""
    if settings.DEBUG:
        return []
    wrong = {
        "SECRET_KEY": settings.SECRET_KEY == settings.INSECURE_SECRET_KEY or len(settings.SECRET_KEY) < 40,
        "DATABASE_URL": settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
        "REDIS_URL": not settings.REDIS_URL,
        "EMAIL_URL": settings.EMAIL_BACKEND.endswith("console.EmailBackend"),
        "ALLOWED_HOSTS": not set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"},
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

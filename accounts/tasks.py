from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore


@shared_task
def forget_expired_sessions() -> None:
    """Expired sessions may hold text rescued from forms, which nobody can reach any more."""
    SessionStore.clear_expired()

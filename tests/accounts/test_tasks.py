"""What the clock does for accounts."""

import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.tasks import forget_expired_sessions


def test_forget_expired_sessions_keeps_those_that_live(db):
    kept, gone = SessionStore(), SessionStore()
    for session in (kept, gone):
        session["rescued"] = {"facts": "Perwali 12/2026"}
        session.create()
    Session.objects.filter(pk=gone.session_key).update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    forget_expired_sessions()
    assert list(Session.objects.values_list("pk", flat=True)) == [kept.session_key]

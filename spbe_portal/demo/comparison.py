"""The demo institution's row among the published results, and its consent, so that the comparison shows something."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import Instansi, User
from results.models import ComparisonConsent, NationalMatch


def create(instansi: Instansi, *, coordinator: User) -> None:
    NationalMatch.objects.create(instansi=instansi, name="Pemerintah Kota Denpasar", chosen_by=coordinator)
    ComparisonConsent.objects.create(instansi=instansi, given_at=timezone.now(), given_by=coordinator)

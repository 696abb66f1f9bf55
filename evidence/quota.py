"""How much room an institution has for its documents."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Sum

from accounts.models import Instansi
from evidence.models import Document, Upload
from evidence.obstacles import OverQuota


def room(instansi: Instansi) -> int:
    """Bytes the institution may still add; what open uploads declared counts as if it were there."""
    stored = Document.objects.filter(unit__instansi=instansi).aggregate(sum=Sum("size"))["sum"] or 0
    uploads = Upload.objects.unfinished().filter(owner__instansi=instansi)
    return int(settings.QUOTA_GIB * 2**30) - stored - (uploads.aggregate(sum=Sum("length"))["sum"] or 0)


def check_room(instansi: Instansi, length: int) -> None:
    """Refuse what the quota has no room for; inside a transaction, so that two at once do not share the last room."""
    Instansi.objects.select_for_update().get(pk=instansi.pk)
    if length > room(instansi):
        raise OverQuota(
            f"Ruang penyimpanan instansi ({settings.QUOTA_GIB} GiB) tidak cukup untuk berkas ini. "
            "Hubungi Admin Diskominfo."
        )

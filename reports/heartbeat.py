"""A sign of life while a report is made, so that a dead worker is recognised and a slow one is left in peace."""

from __future__ import annotations

import logging
import threading
from types import TracebackType

from django.db import DatabaseError, connection
from django.utils import timezone

from reports.models import JobState, ReportJob

logger = logging.getLogger(__name__)

SECONDS = 5


class Heartbeat:
    """Touches the job's row every few seconds from a thread of its own until the block ends or the claim is lost."""

    def __init__(self, job: ReportJob, *, seconds: float = SECONDS) -> None:
        self._rows = ReportJob.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
        self._seconds = seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat {job.pk}", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(self._seconds):
                if not self._touch():
                    return
        finally:
            connection.close()

    def _touch(self) -> bool:
        """False once the row is no longer ours. A database that does not answer now may answer next time."""
        try:
            return self._rows.update(heartbeat_at=timezone.now()) == 1
        except (DatabaseError, MemoryError):  # the document next to it may have taken all there was
            logger.warning("heartbeat missed", exc_info=True)
            return True

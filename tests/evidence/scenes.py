"""Short ways to bring an answer into a state, used by the tests of evidence."""

from __future__ import annotations

import io
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Role
from assessments.models import Answer, Assessment, Stage
from tests import factories
from tests.evidence import corpus


def file(content: bytes | None = None) -> io.BytesIO:
    return io.BytesIO(content or corpus.pdf())


def on_disk(settings) -> list[Path]:
    return sorted(path for path in Path(settings.EVIDENCE_ROOT).rglob("*") if path.is_file())


def originals(settings) -> list[Path]:
    """Without the pictures that a worker drew of them."""
    return [path for path in on_disk(settings) if "previews" not in path.parts]


def criterion_of(answer: Answer, level: int = 2):
    return answer.indicator.criteria.get(level=level)


def set_status(answer: Answer, status: str) -> Answer:
    """Bring an answer to a status with what its constraints demand."""
    now = timezone.now()
    user = factories.UserFactory(instansi=answer.assessment.instansi, role=Role.ADMIN)
    Answer.objects.filter(pk=answer.pk).update(
        status=status,
        claimed_level=3,
        verified_level=3 if status in ("verified", "assessed") else None,
        review_note="Lengkapi." if status == "returned" else "",
        submitted_at=now,
        submitted_by=user,
    )
    answer.refresh_from_db()
    return answer


def set_stage(assessment: Assessment, stage: str) -> None:
    final = {"finalised_at": timezone.now(), "finalised_by": factories.UserFactory()} if stage == Stage.FINAL else {}
    Assessment.objects.filter(pk=assessment.pk).update(stage=stage, **final)


def upload(name: str = "Perbup 4.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, corpus.pdf() if content is None else content)


def text_of(response) -> str:
    return response.content.decode()

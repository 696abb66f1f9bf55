"""The world of the sweeps: everything an address may point at exists once."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from reports.models import JobState, ReportJob
from reports.services import request_report
from tests import factories
from tests.evidence.previews.scenes import pictured
from tests.sweeps.routes import ROLES


@pytest.fixture
def full_world(world):
    """`world` with evidence on its answer, a verdict, a finished report, an uploaded table, a kept
    scenario, a key, and what happened and who was told."""
    """`world` with evidence on its answer, a verdict, a finished report, an uploaded table, a key, a target, a
    priority, and what happened and who was told."""
    world.evidence = factories.EvidenceFactory(
        answer=world.answer, document=factories.DocumentFactory(unit=world.unit, uploaded_by=world.operator)
    )
    world.document = pictured(world.evidence.document)
    world.earlier = factories.earlier_evidence(world.answer)
    world.prerequisite = factories.InstansiPrerequisiteFactory(
        instansi=world.instansi, instrument_code=world.instrument.code, set_by=world.admin
    )
    world.verdict = factories.VerdictFactory(assessment=world.assessment, indicator=world.indicator)
    world.job = request_report(assessment=world.assessment, by=world.coordinator)
    file = world.job.file.storage.save("contoh.pdf", ContentFile(b"%PDF-1.4 contoh"))
    ReportJob.objects.filter(pk=world.job.pk).update(
        state=JobState.DONE, progress=100, file=file, sha256="0" * 64, size=15, finished_at=timezone.now()
    )
    world.letterhead = factories.LetterheadFactory(instansi=world.instansi, logo=b"gambar", logo_type="image/png")
    world.signed_copy = factories.SignedCopyFactory(job=world.job, uploaded_by=world.admin)
    world.draft = factories.ImportDraftFactory(created_by=world.admin)
    world.result_draft = factories.ResultDraftFactory(instansi=world.instansi, created_by=world.admin)
    world.past_result = factories.PastResultFactory(instansi=world.instansi, instrument=world.instrument)
    world.worksheet_draft = factories.WorksheetDraftFactory(assessment=world.assessment, created_by=world.admin)
    world.upload = factories.UploadFactory(answer=world.answer, owner=world.operator)
    world.scenario = factories.kept_scenario(world.assessment, made_by=world.assessor)
    world.action = factories.ActionItemFactory(
        instansi=world.instansi, indicator=world.indicator, unit=world.unit, created_by=world.admin
    )
    world.action.expected.set(world.indicator.criteria.get(level=3).evidence_items.all())
    world.token = factories.AccessTokenFactory(user=world.operator)
    world.target = factories.TargetFactory(instansi=world.instansi, instrument=world.instrument)
    world.priority = factories.PriorityFactory(
        assessment=world.assessment, indicator=world.indicator, unit=world.unit, picked_by=world.coordinator
    )
    world.notice = factories.NotificationFactory(user=world.operator)
    for role in ROLES[1:]:
        factories.NotificationFactory(user=getattr(world, role))
    for place in (world.instansi, None):
        for subject in (world.answer.subject, world.document.subject, world.priority.subject):
            factories.EventFactory(actor=world.operator, instansi=place, subject=subject)
    return world

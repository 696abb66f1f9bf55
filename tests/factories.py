"""One factory per model. Each makes a row that satisfies every constraint."""

# Over budget: whoever writes a test finds every factory here.

from __future__ import annotations

import datetime
import hashlib
from decimal import Decimal

import factory
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import AccessToken, Instansi, Role, Succession, Unit, User
from activity.models import Event, Notification
from assessments.models import Answer, Assessment, Assignment, Stage, Verdict
from directory.models import ImportDraft, Letterhead
from domains.models import Aspect, Band, BasisYear, Domain, EvidenceItem, Indicator, Instrument, LevelCriterion
from evidence.models import CarryOver, Document, Evidence, Finding, Reading, Rule, Upload
from planning.models import (
    ActionItem,
    ActionNote,
    ActionOrder,
    InstansiPrerequisite,
    Priority,
    Scenario,
    ScenarioLevel,
    Target,
)
from reports.documents.edition import code_of, request_key
from reports.models import EnclosedReport, JobState, ReportJob, ReportText, SignedCopy, WorksheetDraft
from results.models import ComparisonConsent, NationalMatch, PastLevel, PastResult, PastValue, ResultDraft

PASSWORD = "kata-sandi-contoh"
CRITERION, WANTED = "Belum ada, atau baru konsep.", "Dokumen contoh"
SIGNATURE = {
    "name": "Ni Made Contoh", "issuer": "Penerbit Contoh", "signed_at": "2026-11-22T10:30:00+07:00",
    "is_intact": True, "is_covered": True, "is_stamp": False,
}  # fmt: skip


def place(n: int) -> int:
    """A place in an order: a small integer however many rows a long run of tests has made."""
    return n % 30_000 + 1


class InstansiFactory(DjangoModelFactory):
    class Meta:
        model = Instansi

    name = factory.Sequence(lambda n: f"Pemerintah Kabupaten Contoh {n}")
    short_name = factory.Sequence(lambda n: f"Kab. Contoh {n}")
    kind = Instansi.Kind.REGENCY
    province = "Bali"


class UnitFactory(DjangoModelFactory):
    """`UnitFactory(predecessors=[old])` for one that continues others."""

    class Meta:
        model = Unit
        skip_postgeneration_save = True

    instansi = factory.SubFactory(InstansiFactory)
    code = factory.Sequence(lambda n: f"OPD-{n}")
    name = factory.Sequence(lambda n: f"Dinas Contoh {n}")
    short_name = factory.Sequence(lambda n: f"Dinas {n}")

    @factory.post_generation
    def predecessors(unit, create, extracted, **kwargs):  # noqa: N805
        if extracted:
            unit.predecessors.set(extracted)


class SuccessionFactory(DjangoModelFactory):
    class Meta:
        model = Succession

    unit = factory.SubFactory(UnitFactory)
    predecessor = factory.LazyAttribute(lambda row: UnitFactory(instansi=row.unit.instansi))


class UserFactory(DjangoModelFactory):
    """An operator by default; `UserFactory(role="admin", instansi=...)` for the others."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"pengguna{n}")
    full_name = factory.Sequence(lambda n: f"Pengguna Contoh {n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@contoh.go.id")
    role = Role.OPERATOR
    instansi = factory.Maybe("is_technician_", None, factory.SubFactory(InstansiFactory))
    unit = factory.LazyAttribute(
        lambda user: UnitFactory(instansi=user.instansi) if user.role == Role.OPERATOR else None
    )
    password = PASSWORD

    class Params:
        is_technician_ = factory.LazyAttribute(lambda user: user.role == Role.TECHNICIAN)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return super()._create(model_class, *args, **kwargs | {"password": make_password(kwargs["password"])})


class AccessTokenFactory(DjangoModelFactory):
    class Meta:
        model = AccessToken

    user = factory.SubFactory(UserFactory)
    name = "Skrip contoh"
    digest = factory.Sequence(lambda n: hashlib.sha256(f"token {n}".encode()).hexdigest())
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=30))


class ImportDraftFactory(DjangoModelFactory):
    class Meta:
        model = ImportDraft

    kind = ImportDraft.Kind.UNITS
    file_name = "opd.csv"
    rows = factory.LazyFunction(lambda: [{"line": 2, "cells": {"kode": "BARU", "nama": "Dinas Baru"}}])
    created_by = factory.SubFactory(UserFactory, role=Role.ADMIN)


class LetterheadFactory(DjangoModelFactory):
    """With a coordinator who signs, and without a logo."""

    class Meta:
        model = Letterhead

    instansi = factory.SubFactory(InstansiFactory)
    office = "Dinas Komunikasi dan Informatika"
    city = "Tabanan"
    coordinator_name = "Ida Bagus Contoh"
    coordinator_nip = "000000000000000001"


class InstrumentFactory(DjangoModelFactory):
    """An empty instrument; `small_instrument` makes one that can be scored."""

    class Meta:
        model = Instrument

    code = factory.Sequence(lambda n: f"contoh-{n}")
    checksum = factory.Sequence(lambda n: hashlib.sha256(f"instrument {n}".encode()).hexdigest())
    name = "Instrumen contoh"
    regulation = "Peraturan contoh"
    first_year = 2021
    last_year = 2030
    scale_min = 1
    scale_max = 5
    scale_step = 1
    weight_total = 100


class BasisYearFactory(DjangoModelFactory):
    class Meta:
        model = BasisYear

    instrument = factory.SubFactory(InstrumentFactory)
    year = 2023
    basis = "rounded"


class BandFactory(DjangoModelFactory):
    class Meta:
        model = Band

    instrument = factory.SubFactory(InstrumentFactory)
    code = "kurang"
    name = "Kurang"
    floor = 0


class DomainFactory(DjangoModelFactory):
    class Meta:
        model = Domain

    instrument = factory.SubFactory(InstrumentFactory)
    number = factory.Sequence(place)
    code = factory.LazyAttribute(lambda domain: f"D{domain.number}")
    name = factory.LazyAttribute(lambda domain: f"Domain contoh {domain.number}")
    weight_units = 100


class AspectFactory(DjangoModelFactory):
    class Meta:
        model = Aspect

    domain = factory.SubFactory(DomainFactory)
    instrument = factory.LazyAttribute(lambda aspect: aspect.domain.instrument)
    number = factory.Sequence(place)
    code = factory.LazyAttribute(lambda aspect: f"A{aspect.number}")
    name = factory.LazyAttribute(lambda aspect: f"Aspek contoh {aspect.number}")
    weight_units = 100


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    aspect = factory.SubFactory(AspectFactory)
    instrument = factory.LazyAttribute(lambda indicator: indicator.aspect.instrument)
    position = factory.Sequence(place)
    number = factory.LazyAttribute(lambda indicator: indicator.position)
    code = factory.LazyAttribute(lambda indicator: f"I{indicator.number}")
    name = factory.LazyAttribute(lambda indicator: f"Tingkat kematangan contoh {indicator.number}")
    short_name = factory.LazyAttribute(lambda indicator: f"Contoh {indicator.number}")
    weight_units = 100
    maturity = Indicator.Maturity.PROCESS
    question = "Apakah contoh ini ada?"


class LevelCriterionFactory(DjangoModelFactory):
    class Meta:
        model = LevelCriterion

    indicator = factory.SubFactory(IndicatorFactory)
    level = 1
    name = "Rintisan"
    text = CRITERION


class EvidenceItemFactory(DjangoModelFactory):
    class Meta:
        model = EvidenceItem

    criterion = factory.SubFactory(LevelCriterionFactory)
    position = factory.Sequence(place)
    text = WANTED


class AssessmentFactory(DjangoModelFactory):
    """Open for filling, with deadlines in the future."""

    class Meta:
        model = Assessment

    instansi = factory.SubFactory(InstansiFactory)
    year = 2026
    instrument = factory.SubFactory(InstrumentFactory)
    stage = Stage.FILLING
    filling_until = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=30))
    verification_until = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=60))
    scoring_until = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=90))
    approval_until = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=120))


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    assessment = factory.SubFactory(AssessmentFactory)
    indicator = factory.LazyAttribute(
        lambda assignment: (
            assignment.assessment.instrument.indicators.order_by("position").first()
            or criteria_for(
                IndicatorFactory(
                    aspect=AspectFactory(domain=DomainFactory(instrument=assignment.assessment.instrument))
                )
            )
        )
    )
    unit = factory.LazyAttribute(lambda assignment: UnitFactory(instansi=assignment.assessment.instansi))


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    assignment = factory.SubFactory(AssignmentFactory)


class VerdictFactory(DjangoModelFactory):
    class Meta:
        model = Verdict

    assessment = factory.SelfAttribute("assignment.assessment")
    indicator = factory.SelfAttribute("assignment.indicator")

    class Params:
        assignment = factory.SubFactory(AssignmentFactory)


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    unit = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"dokumen-{n}.pdf")
    content_ = factory.Sequence(lambda n: f"%PDF-1.4 contoh {n}".encode())
    file = factory.LazyAttribute(lambda document: ContentFile(document.content_, name="contoh"))
    sha256 = factory.LazyAttribute(lambda document: hashlib.sha256(document.content_).hexdigest())
    size = factory.LazyAttribute(lambda document: len(document.content_))
    content_type = "application/pdf"
    uploaded_by = factory.LazyAttribute(
        lambda document: UserFactory(instansi=document.unit.instansi, unit=document.unit)
    )

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs.pop("content_")
        return super()._create(model_class, *args, **kwargs)


class EvidenceFactory(DjangoModelFactory):
    """A document linked to the lowest criterion of the answer's indicator."""

    class Meta:
        model = Evidence

    answer = factory.SubFactory(AnswerFactory)
    criterion = factory.LazyAttribute(
        lambda evidence: (
            evidence.answer.indicator.criteria.order_by("level").first()
            or LevelCriterionFactory(indicator=evidence.answer.indicator)
        )
    )
    document = factory.LazyAttribute(lambda evidence: DocumentFactory(unit=evidence.answer.unit))
    added_by = factory.LazyAttribute(lambda evidence: evidence.document.uploaded_by)


class ReadingFactory(DjangoModelFactory):
    class Meta:
        model = Reading

    document = factory.SubFactory(DocumentFactory)
    has_text = True


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    evidence = factory.SubFactory(EvidenceFactory)
    rule = Rule.NO_PLACE
    text = "Pasal dan halaman belum disebut."


class CarryOverFactory(DjangoModelFactory):
    class Meta:
        model = CarryOver

    answer = factory.SubFactory(AnswerFactory)
    earlier = factory.LazyAttribute(lambda row: EvidenceFactory(answer__assignment__unit=row.answer.unit))
    decision = CarryOver.Decision.NO
    decided_by = factory.LazyAttribute(lambda row: row.earlier.added_by)


def earlier_evidence(answer: Answer, *, unit: Unit | None = None, years: int = 1, level: int = 2, **said) -> Evidence:
    """What an OPD linked to the same indicator, in a finished assessment so many years before this one."""
    assessment, indicator = answer.assessment, said.pop("indicator", answer.indicator)
    past = {"instansi": assessment.instansi, "year": assessment.year - years, "instrument": indicator.instrument}
    cycle = Assessment.objects.filter(**past).first() or AssessmentFactory(
        **past, stage=Stage.FINAL, finalised_at=timezone.now(), finalised_by=UserFactory()
    )
    given = {"assessment": cycle, "indicator": indicator, "unit": unit or answer.unit}
    assignment = Assignment.objects.filter(**given).first() or AssignmentFactory(**given)
    then = Answer.objects.filter(assignment=assignment).first() or AnswerFactory(assignment=assignment)
    criterion = indicator.criteria.get(level=level)
    return EvidenceFactory(answer=then, criterion=criterion, **{"item": criterion.evidence_items.first()} | said)


class UploadFactory(DjangoModelFactory):
    """The row of an upload that has been begun; its part file is made by `evidence.resumable.begin` alone."""

    class Meta:
        model = Upload

    answer = factory.SubFactory(AnswerFactory)
    criterion = factory.LazyAttribute(
        lambda upload: (
            upload.answer.indicator.criteria.order_by("level").first()
            or LevelCriterionFactory(indicator=upload.answer.indicator)
        )
    )
    owner = factory.LazyAttribute(
        lambda upload: UserFactory(unit=upload.answer.unit, instansi=upload.answer.unit.instansi)
    )
    name = "dokumen.pdf"
    length = 1000
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    verb = "save"
    subject = "answer:1"
    text = "Contoh menyimpan draf"


class NotificationFactory(DjangoModelFactory):
    class Meta:
        model = Notification

    user = factory.SubFactory(UserFactory)
    text = "Contoh pemberitahuan"


class ReportJobFactory(DjangoModelFactory):
    class Meta:
        model = ReportJob

    assessment = factory.SubFactory(AssessmentFactory)
    request_key = factory.LazyAttribute(
        lambda job: request_key(getattr(job, "kind", "self_assessment"), None, "pdf", {})
    )
    fingerprint = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    code = factory.LazyAttribute(lambda job: code_of(job.fingerprint))
    requested_by = factory.LazyAttribute(
        lambda job: UserFactory(role=Role.COORDINATOR, instansi=job.assessment.instansi)
    )


class EnclosedReportFactory(DjangoModelFactory):
    class Meta:
        model = EnclosedReport

    job = factory.LazyAttribute(
        lambda row: ReportJobFactory(
            kind="units", format="zip", state=JobState.DONE, progress=100, file="a.zip", sha256="0" * 64, size=4,
            finished_at=timezone.now(),
        )
    )  # fmt: skip
    unit = factory.LazyAttribute(lambda row: UnitFactory(instansi=row.job.assessment.instansi))
    code = factory.Sequence(lambda n: code_of(f"enclosed {n}"))
    sha256 = factory.Sequence(lambda n: hashlib.sha256(b"enclosed %d" % n).hexdigest())
    size = 4


class ReportTextFactory(DjangoModelFactory):
    class Meta:
        model = ReportText

    instansi = factory.SubFactory(InstansiFactory)
    part = ReportText.Part.INTRO
    text = "Kata pengantar contoh."
    changed_by = factory.LazyAttribute(lambda text: UserFactory(role=Role.ADMIN, instansi=text.instansi))


class SignedCopyFactory(DjangoModelFactory):
    class Meta:
        model = SignedCopy

    job = factory.LazyAttribute(
        lambda copy: ReportJobFactory(
            state=JobState.DONE, progress=100, file="a.pdf", sha256="0" * 64, size=4, finished_at=timezone.now()
        )
    )
    file = factory.LazyAttribute(lambda copy: ContentFile(b"%PDF", name="salinan.pdf"))
    name = "Laporan-bertanda-tangan.pdf"
    sha256 = factory.Sequence(lambda n: hashlib.sha256(b"%d" % n).hexdigest())
    size = 4
    is_signed = True
    begins_with_original = True
    is_covered = True
    signatures = factory.LazyAttribute(lambda copy: [dict(SIGNATURE)])
    uploaded_by = factory.LazyAttribute(lambda copy: copy.job.requested_by)


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    instansi = factory.SubFactory(InstansiFactory)
    year = 2026
    instrument = factory.SubFactory(InstrumentFactory)
    value = "2.60"
    source = Target.Source.RPJMD
    set_by = factory.LazyAttribute(lambda target: UserFactory(role=Role.COORDINATOR, instansi=target.instansi))


class NationalMatchFactory(DjangoModelFactory):
    class Meta:
        model = NationalMatch

    instansi = factory.SubFactory(InstansiFactory)
    name = "Pemerintah Kota Pangkal Pinang"
    chosen_by = factory.LazyAttribute(lambda match: UserFactory(role=Role.COORDINATOR, instansi=match.instansi))


class ComparisonConsentFactory(DjangoModelFactory):
    class Meta:
        model = ComparisonConsent

    instansi = factory.SubFactory(InstansiFactory)
    given_at = factory.LazyFunction(timezone.now)
    given_by = factory.LazyAttribute(lambda consent: UserFactory(role=Role.COORDINATOR, instansi=consent.instansi))


class InstansiPrerequisiteFactory(DjangoModelFactory):
    class Meta:
        model = InstansiPrerequisite

    instansi = factory.SubFactory(InstansiFactory)
    instrument_code = "spbe-2020"
    code = "I11"
    level = 3
    needs = "I1"
    needs_level = 2
    reason = "kebijakan lebih dulu"
    set_by = factory.LazyAttribute(lambda row: UserFactory(role=Role.ADMIN, instansi=row.instansi))


class ScenarioFactory(DjangoModelFactory):
    """Without levels; `kept_scenario` makes one that can be weighed."""

    class Meta:
        model = Scenario

    assessment = factory.SubFactory(AssessmentFactory)
    name = factory.Sequence(lambda n: f"Skenario contoh {n}")
    track = "claimed"
    made_by = factory.LazyAttribute(
        lambda scenario: UserFactory(role=Role.COORDINATOR, instansi=scenario.assessment.instansi)
    )


class ScenarioLevelFactory(DjangoModelFactory):
    class Meta:
        model = ScenarioLevel

    scenario = factory.SubFactory(ScenarioFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    level = 3


def kept_scenario(assessment: Assessment, levels: dict[str, object] | None = None, base=None, **said) -> Scenario:
    """Every indicator of the assessment at level 3, or as `levels` says, imagined from nothing, or from `base`."""
    scenario = ScenarioFactory(assessment=assessment, **said)
    for indicator in assessment.instrument.indicators.all():
        level, was = (levels or {}).get(indicator.code, 3), (base or {}).get(indicator.code)
        ScenarioLevelFactory(scenario=scenario, indicator=indicator, level=level, base=was)
    return scenario


class ActionItemFactory(DjangoModelFactory):
    """Planned by the admin for an OPD of his; `ActionItemFactory(indicator=..., unit=...)` in a given world."""

    class Meta:
        model = ActionItem

    instansi = factory.SubFactory(InstansiFactory)
    year = 2026
    indicator = factory.LazyAttribute(lambda item: criteria_for(IndicatorFactory()))
    from_level = Decimal(2)
    to_level = Decimal(3)
    text = "Susun dan tetapkan dokumen contoh."
    unit = factory.LazyAttribute(lambda item: UnitFactory(instansi=item.instansi))
    created_by = factory.LazyAttribute(lambda item: UserFactory(role=Role.ADMIN, instansi=item.instansi))


class ActionOrderFactory(DjangoModelFactory):
    class Meta:
        model = ActionOrder

    item = factory.SubFactory(ActionItemFactory)
    needs = factory.LazyAttribute(lambda row: ActionItemFactory(instansi=row.item.instansi))


class ActionNoteFactory(DjangoModelFactory):
    class Meta:
        model = ActionNote

    item = factory.SubFactory(ActionItemFactory)
    text = "Rancangan sudah dibahas."
    percent = 40
    by = factory.LazyAttribute(lambda note: UserFactory(instansi=note.item.instansi, unit=note.item.unit))


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority

    assessment = factory.SubFactory(AssessmentFactory)
    indicator = factory.LazyAttribute(lambda row: AssignmentFactory(assessment=row.assessment).indicator)
    unit = factory.LazyAttribute(lambda row: UnitFactory(instansi=row.assessment.instansi))
    level = 2
    due_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=60))
    picked_by = factory.LazyAttribute(lambda row: UserFactory(role=Role.COORDINATOR, instansi=row.assessment.instansi))


class PastResultFactory(DjangoModelFactory):
    class Meta:
        model = PastResult

    instansi = factory.SubFactory(InstansiFactory)
    year = 2023
    instrument = factory.SubFactory(InstrumentFactory)
    track = "external"
    shape = "index"
    indeks = "2.79"
    predikat = "Baik"
    source = "Hasil Evaluasi SPBE 2023"
    imported_by = factory.LazyAttribute(lambda result: UserFactory(role=Role.ADMIN, instansi=result.instansi))


class PastValueFactory(DjangoModelFactory):
    class Meta:
        model = PastValue

    result = factory.SubFactory(PastResultFactory)
    domain = factory.LazyAttribute(lambda row: DomainFactory(instrument=row.result.instrument))
    value = "2.50"


class PastLevelFactory(DjangoModelFactory):
    class Meta:
        model = PastLevel

    result = factory.SubFactory(PastResultFactory)
    indicator = factory.LazyAttribute(
        lambda row: IndicatorFactory(aspect__domain=DomainFactory(instrument=row.result.instrument))
    )
    level = 3


class ResultDraftFactory(DjangoModelFactory):
    class Meta:
        model = ResultDraft

    instansi = factory.SubFactory(InstansiFactory)
    shape = "index"
    track = "external"
    source = "Hasil Evaluasi SPBE"
    file_name = "hasil.csv"
    rows = factory.LazyFunction(lambda: [{"line": 2, "cells": {"tahun": "2024", "indeks": "2,79"}}])
    created_by = factory.LazyAttribute(lambda draft: UserFactory(role=Role.ADMIN, instansi=draft.instansi))


class WorksheetDraftFactory(DjangoModelFactory):
    """An edited worksheet without a single edit; tests of imports read real files."""

    class Meta:
        model = WorksheetDraft

    assessment = factory.SubFactory(AssessmentFactory)
    file_name = "lke.xlsx"
    content = factory.LazyAttribute(
        lambda draft: {
            "stamp": {
                "assessment": draft.assessment.pk, "instansi": "Contoh", "year": 2026, "instrument": "contoh",
                "revision": 1, "checksum": "0" * 64, "exported_at": "2026-11-22T03:31:00+00:00",
            },
            "edits": [], "unchanged": 1, "notes": [],
        }
    )  # fmt: skip
    created_by = factory.LazyAttribute(lambda draft: UserFactory(role=Role.ADMIN, instansi=draft.assessment.instansi))


LEVEL_NAMES = ("Rintisan", "Terkelola", "Terdefinisi", "Terpadu dan Terukur", "Optimum")
BANDS = (
    ("kurang", "Kurang", "0"),
    ("cukup", "Cukup", "1.8"),
    ("baik", "Baik", "2.6"),
    ("sangat-baik", "Sangat Baik", "3.5"),
    ("memuaskan", "Memuaskan", "4.2"),
)


def criteria_for(indicator: Indicator) -> Indicator:
    """Give an indicator its five criteria, each wanting one piece of evidence."""
    return criteria_for_all([indicator])[0]


def criteria_for_all(indicators: list[Indicator]) -> list[Indicator]:
    """The same for many. Nearly every test begins with these rows, so they are written by the table, not one by one."""
    criteria = LevelCriterion.objects.bulk_create(
        LevelCriterion(indicator=indicator, level=level, name=name, text=CRITERION)
        for indicator in indicators
        for level, name in enumerate(LEVEL_NAMES, 1)
    )
    EvidenceItem.objects.bulk_create(EvidenceItem(criterion=row, position=1, text=WANTED) for row in criteria)
    return indicators


def small_instrument(indicators: int = 4, **kwargs) -> Instrument:
    """Two domains, one aspect each, equal weights, five criteria per indicator, the usual bands."""
    instrument = InstrumentFactory(weight_total=indicators * 100, **kwargs)
    Band.objects.bulk_create(
        BandFactory.build(instrument=instrument, code=code, name=name, floor=floor) for code, name, floor in BANDS
    )
    half = indicators // 2
    rows = []
    for number, count in ((1, half), (2, indicators - half)):
        domain = DomainFactory(instrument=instrument, number=number, weight_units=count * 100)
        aspect = AspectFactory(domain=domain, number=number, weight_units=count * 100)
        first = 1 + (number - 1) * half
        rows += [IndicatorFactory.build(aspect=aspect, position=place) for place in range(first, first + count)]
    criteria_for_all(Indicator.objects.bulk_create(rows))
    return instrument

"""Links of documents and addresses to answers, and what is noticed about them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from accounts.models import User
from assessments.models import Answer
from assessments.models.cycles import assignment_seen_by
from domains.models import EvidenceItem, LevelCriterion
from evidence import naming
from evidence.models.documents import Document, Scan


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> EvidenceQuerySet:
        return self.filter(assignment_seen_by(user, "answer__assignment__"))

    def in_full(self) -> EvidenceQuerySet:
        return self.select_related("document__reading", "criterion", "item", "answer__assignment__indicator")

    def linked(self) -> EvidenceQuerySet:
        """Without what was taken off again; that stays as a row so that it can be put back."""
        return self.filter(removed_at=None)

    def earlier_than(self, answer: Answer) -> EvidenceQuerySet:
        """What the answer's OPD, or one it continues, had linked to the same indicator in the newest earlier year.

        The same means the code, of the same instrument in whatever revision; of another instrument only where the
        name agrees too. A year without such evidence, such as one known from a publication alone, is passed over.
        Two queries: one for the lineage.
        """
        indicator, assessment = answer.indicator, answer.assessment
        same = Q(answer__assignment__assessment__instrument__code=assessment.instrument.code)
        rows = self.linked().filter(
            same | Q(answer__assignment__indicator__name=indicator.name),
            answer__assignment__indicator__code=indicator.code,
            answer__assignment__assessment__instansi=assessment.instansi_id,
            answer__assignment__assessment__year__lt=assessment.year,
            answer__assignment__unit__in=answer.unit.lineage(),
        )
        year = "answer__assignment__assessment__year"
        newest = rows.order_by(f"-{year}").values(year)[:1]
        return rows.filter(**{year: models.Subquery(newest)})


class Review(models.TextChoices):
    WAITING = "waiting", "Menunggu pemeriksaan"
    ACCEPTED = "accepted", "Diterima"
    NEEDS_WORK = "needs_work", "Perlu perbaikan"
    REFUSED = "refused", "Ditolak"


class Evidence(models.Model):
    """A document, or an address, offered for one criterion of an answer."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="evidence")
    criterion = models.ForeignKey(LevelCriterion, models.PROTECT, related_name="+", verbose_name="tingkat")
    item = models.ForeignKey(
        EvidenceItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="data dukung yang diminta"
    )
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="evidence")
    link = models.URLField("tautan", max_length=500, blank=True)
    clause = models.CharField("pasal atau bagian", max_length=100, blank=True)
    page = models.CharField("halaman", max_length=40, blank=True)
    note = models.CharField("keterangan", max_length=300, blank=True)
    review = models.CharField("hasil pemeriksaan", max_length=10, choices=Review, default=Review.WAITING)
    review_note = models.CharField("catatan pemeriksaan", max_length=500, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "data dukung"
        verbose_name_plural = "data dukung"
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, link="") | (Q(document=None) & ~Q(link="")),
                name="evidence_document_or_link",
            ),
            models.CheckConstraint(condition=Q(review__in=Review.values), name="evidence_review_known"),
            models.CheckConstraint(
                condition=Q(review="waiting", reviewed_at=None, reviewed_by=None)
                | (~Q(review="waiting") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False)),
                name="evidence_reviewed_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(review__in=["needs_work", "refused"]) | ~Q(review_note=""),
                name="evidence_refusal_has_note",
                violation_error_message="Tulis catatan agar OPD tahu apa yang harus diperbaiki.",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="evidence_removed_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.document.name if self.document else self.link

    @property
    def first_page(self) -> int:
        """The first number in what people wrote: "12-14" is 12, "hal. 7" is 7, nothing is the first page."""
        number = re.search(r"\d{1,6}", self.page)
        return max(1, int(number[0])) if number else 1

    def official_name(self, linked: Iterable[Evidence] | None = None) -> str:
        """What its file is called where it leaves the portal; one taken off the answer has no letter any more.

        `linked` is what is linked to the answer, if it was fetched already.
        """
        document = self.document
        if document is None:
            return ""
        rows = self.answer.evidence.linked() if linked is None else linked
        ordered = sorted((row.added_at, row.pk, row.document_id) for row in rows if row.document_id)
        letter = naming.letters(key for *_, key in ordered).get(document.pk)
        if letter is None:
            return document.name
        code = self.answer.indicator.short_code
        return naming.document_name(indicator=code, letter=letter, title=document.title, name=document.name)

    @property
    def counts(self) -> bool:
        """Does it serve as evidence? What the reviewer refused does not, nor a file that nobody may open."""
        is_infected = self.document is not None and self.document.scan == Scan.INFECTED
        return self.review != Review.REFUSED and not is_infected


class Rule(models.TextChoices):
    """What a warning is about (rules for evidence of Permen PANRB 59/2020 and its guideline)."""

    OLD_REVIEW = "old_review", "Reviu lebih dari dua tahun"
    DRAFT = "draft", "Masih draf"
    LATE = "late", "Setelah batas waktu"
    NO_PLACE = "no_place", "Pasal atau halaman belum disebut"
    NO_TEXT = "no_text", "Tanpa lapisan teks"
    WRONG_YEAR = "wrong_year", "Tahun pada nama berkas"
    REVOKED = "revoked", "Sudah dicabut atau habis masa berlakunya"
    REPLACED = "replaced", "Ada versi yang lebih baru"


class Finding(models.Model):
    """One warning about one piece of evidence. It never blocks; it is made anew whenever its causes change."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=12, choices=Rule)
    text = models.CharField(max_length=300)

    class Meta:
        verbose_name = "peringatan"
        verbose_name_plural = "peringatan"
        constraints = [
            models.UniqueConstraint(fields=["evidence", "rule"], name="finding_once_per_rule"),
            models.CheckConstraint(condition=Q(rule__in=Rule.values), name="finding_rule_known"),
            models.CheckConstraint(condition=~Q(text=""), name="finding_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class CarryOver(models.Model):
    """What an OPD decided about one piece of an earlier year's evidence: still valid, another instead, or no longer."""

    class Decision(models.TextChoices):
        YES = "yes", "Ya, masih berlaku"
        REPLACE = "replace", "Ganti dengan yang baru"
        NO = "no", "Tidak dipakai lagi"

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="carry_overs")
    earlier = models.ForeignKey(Evidence, models.PROTECT, related_name="carried_over")
    decision = models.CharField("masih berlaku?", max_length=10, choices=Decision)
    result = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="carried_from")
    decided_at = models.DateTimeField(auto_now=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "bukti tahun lalu"
        verbose_name_plural = "bukti tahun lalu"
        constraints = [
            models.UniqueConstraint(fields=["answer", "earlier"], name="carry_over_decided_once"),
            models.CheckConstraint(condition=Q(decision__in=["yes", "replace", "no"]), name="carry_over_known"),
            models.CheckConstraint(condition=Q(result=None) | ~Q(decision="no"), name="carry_over_no_has_no_result"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier}: {self.get_decision_display()}"

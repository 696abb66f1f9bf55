"""Keeping what was signed elsewhere beside the document that the portal made."""

from __future__ import annotations

import hashlib
import os
import uuid
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import User
from assessments.workflow import Refused
from evidence import clamd
from evidence.inspection import Facts, Unacceptable, clean_name, inspect
from reports import permissions
from reports.models import ReportJob, SignedCopy
from reports.models.signed import FOLDER, SignedStore
from reports.services.telling import named, record
from reports.signatures import Signature, Unreadable, read_signatures

MAX_BYTES = 20 * 2**20
ALREADY = "Berkas ini sudah ada pada daftar salinan dokumen ini."


def add_signed_copy(*, job: ReportJob, file: BinaryIO, name: str, by: User) -> SignedCopy:
    """Keep one PDF beside the document, with what it says of its signatures. Refused with a sentence when it may not.

    The slow looks at the file happen before the transaction; a file whose row fails is taken away again.
    """
    if not permissions.can_add_signed_copy(by, job):
        raise PermissionDenied
    facts = _inspected(file, name)
    if job.signed_copies.filter(sha256=facts.sha256).exists():
        raise Refused(ALREADY)
    store, stored = SignedStore(), f"{FOLDER}{uuid.uuid4()}.pdf"
    try:
        store.put(file, stored)
        with store.local(stored) as kept:
            return _kept(job=job, stored=stored, facts=facts, file=kept, by=by)
    except BaseException as error:
        if not SignedCopy.objects.filter(file=stored).exists():  # a commit whose answer got lost must not cost the file
            store.delete(stored)
        if isinstance(error, IntegrityError):  # the same file in the same moment
            raise Refused(ALREADY) from error
        raise


def _inspected(file: BinaryIO, name: str) -> Facts:
    if not clean_name(name).endswith(".pdf"):
        raise Refused("Hanya PDF yang dapat diunggah sebagai salinan bertanda tangan.")
    try:
        return inspect(file, name, max_bytes=MAX_BYTES)
    except Unacceptable as refusal:
        raise Refused(" ".join(refusal.messages)) from refusal


def _looked_at(file: BinaryIO) -> list[Signature]:
    """The scanner's word first, where there is one: without it nothing is taken."""
    if settings.CLAMD_SOCKET:
        try:
            found = clamd.signature(file, settings.CLAMD_SOCKET)
        except (clamd.Unreachable, clamd.Unscannable) as error:
            raise Refused("Pemindai virus sedang tidak dapat memeriksa berkas ini. Coba lagi nanti.") from error
        if found:
            raise Refused("Pemindai virus menemukan sesuatu dalam berkas ini, jadi tidak disimpan.")
    try:
        return read_signatures(file)
    except Unreadable as error:
        raise Refused(
            "Tanda tangan dalam PDF ini tidak dapat dibaca; susunannya rusak atau tidak lazim. "
            "Unduh lagi berkas dari layanan tanda tangan, lalu unggah tanpa menyimpannya ulang."
        ) from error


def _begins_with(file: BinaryIO, job: ReportJob) -> bool:
    """Whether the file is the portal's own with more behind it. Asks the hash: a draft's file may be gone."""
    file.seek(0, os.SEEK_SET)
    return bool(job.size) and hashlib.sha256(file.read(job.size or 0)).hexdigest() == job.sha256


def _kept(*, job: ReportJob, stored: str, facts: Facts, file: BinaryIO, by: User) -> SignedCopy:
    signatures = _looked_at(file)
    begins = _begins_with(file, job)
    is_signed = any(not signature.is_stamp for signature in signatures)
    with transaction.atomic():
        copy = SignedCopy.objects.create(
            job=job,
            file=stored,
            name=facts.clean_name,
            sha256=facts.sha256,
            size=facts.size,
            is_signed=is_signed,
            begins_with_original=begins,
            is_covered=is_signed and any(signature.is_covered for signature in signatures),
            signatures=[signature.as_data() for signature in signatures],
            uploaded_by=by,
        )
        kind = "salinan bertanda tangan" if is_signed else "salinan"
        record(job, "add_signed_copy", f"{by} mengunggah {kind} {named(job)}", by, note=facts.clean_name)
    return copy

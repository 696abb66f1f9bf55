"""Ask the stores for every file that a row promises, and for every file that no row knows."""

from __future__ import annotations

import json
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from evidence.models import Document
from evidence.stores import Entry, StoreFailed
from evidence.verifying import Fault, Findings, verify
from reports import verifying
from reports.verifying import PaperFindings

STEP = 100  # documents between two words of progress


class Command(BaseCommand):
    help = "Reads every file again and compares size and SHA-256; exit status 1 when anything is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--delete-orphans", action="store_true", help="delete files without a row that are older than a day"
        )

    def handle(self, *, format: str, delete_orphans: bool, **options: Any) -> None:
        try:
            findings = verify(delete_orphans=delete_orphans, progress=self._progress)
            papers = verifying.verify(delete_orphans=delete_orphans)
        except StoreFailed as failure:
            raise CommandError(f"The store cannot be read: {failure.__cause__ or failure}") from failure
        if format == "json":
            data = as_data(findings) | {"reports": of_papers(papers)}
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
        else:
            self.stdout.writelines(f"{line}\n" for line in as_text(findings, papers))
        if wrong := findings.wrong + papers.wrong:
            raise CommandError(f"{wrong} files are not as they should be.")

    def _progress(self, done: int, total: int) -> None:
        if done % STEP == 0 or done == total:
            self.stderr.write(f"{done} of {total} documents", style_func=str)


def as_text(findings: Findings, papers: PaperFindings) -> list[str]:
    lines = [
        f"{fault.what}  {fault.file}  {_cited(document)}{f': {fault.found}' if fault.found else ''}"
        for fault in findings.faults
        for document in fault.documents
    ]
    lines += [
        f"{fault.what}  {fault.paper.file}  {fault.paper.cited}{f': {fault.found}' if fault.found else ''}"
        for fault in papers.faults
    ]
    lines += [f"orphan  {_told(entry)}" for entry in findings.orphans + papers.orphans]
    lines += [f"deleted  {_told(entry)}" for entry in findings.deleted + papers.deleted]
    return [
        *lines,
        f"{findings.documents} documents in {findings.files} files read, {findings.wrong} files wrong.",
        f"{papers.files} reports and signed copies read, {papers.wrong} files wrong.",
    ]


def as_data(findings: Findings) -> dict[str, Any]:
    def faults(what: str) -> list[dict[str, Any]]:
        return [_fault(fault) for fault in findings.faults if fault.what == what]

    return {
        "documents": findings.documents,
        "files": findings.files,
        "missing": faults("missing"),
        "changed": faults("changed"),
        "unreadable": faults("unreadable"),
        "orphans": [_entry(entry) for entry in findings.orphans],
        "deleted": [_entry(entry) for entry in findings.deleted],
    }


def of_papers(papers: PaperFindings) -> dict[str, Any]:
    def faults(what: str) -> list[dict[str, str]]:
        return [
            {"file": fault.paper.file, "found": fault.found, "row": fault.paper.cited, "sha256": fault.paper.sha256}
            for fault in papers.faults
            if fault.what == what
        ]

    return {
        "files": papers.files,
        "missing": faults("missing"),
        "changed": faults("changed"),
        "unreadable": faults("unreadable"),
        "orphans": [_entry(entry) for entry in papers.orphans],
        "deleted": [_entry(entry) for entry in papers.deleted],
    }


def _cited(document: Document) -> str:
    return f"document {document.pk} “{document.name}” of {document.unit.short_name}"


def _told(entry: Entry) -> str:
    return f"{entry.name}  {entry.size} bytes, {entry.modified_at:%Y-%m-%d %H:%M}"


def _fault(fault: Fault) -> dict[str, Any]:
    documents = [
        {"id": document.pk, "name": document.name, "unit": document.unit.short_name, "size": document.size,
         "sha256": document.sha256}
        for document in fault.documents
    ]  # fmt: skip
    return {"file": fault.file, "found": fault.found, "documents": documents}


def _entry(entry: Entry) -> dict[str, Any]:
    return {"file": entry.name, "size": entry.size, "modified_at": entry.modified_at.isoformat()}

"""`manage.py scan_documents`: have the virus scanner judge now what it has not judged, or some documents anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evidence import clamd, scanning
from evidence.models import Document, Scan


class Command(BaseCommand):
    help = "Scan every document that was not scanned yet; with --again those you name, whatever was said of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", type=int, nargs="+", metavar="NUMBER", help="of a document, as in /dokumen/12/")

    def handle(self, *args: Any, again: list[int] | None, **options: Any) -> None:
        if not scanning.is_on():
            raise CommandError("No scanner is configured: set CLAMD_SOCKET.")
        if not clamd.answers(settings.CLAMD_SOCKET):
            raise CommandError(f"No scanner answers at {settings.CLAMD_SOCKET}.")
        if again:
            self._scan_again(again)
        else:
            while scanning.retry():
                pass
            scanning.retry(difficult=True)
        for state in Scan:
            self.stdout.write(f"{Document.objects.filter(scan=state).count():6} {state.label}")
        for document in Document.objects.filter(scan=Scan.INFECTED).select_related("unit").order_by("pk"):
            self.stdout.write(f"{document.pk} {document} ({document.unit}): {document.scan_note}, {document.file.name}")

    def _scan_again(self, numbers: list[int]) -> None:
        found = Document.objects.select_related("unit__instansi", "uploaded_by").in_bulk(numbers)
        if missing := sorted(set(numbers) - set(found)):
            raise CommandError(f"No such documents: {missing}")
        for number in numbers:
            scanning.scan_again(found[number], by=None)

"""`manage.py load_instruments [FILE ...]`: store the shipped instruments, or those named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from domains.loading import LoadingError, load, shipped


class Command(BaseCommand):
    help = "Memuat instrumen dari berkas JSON; isi yang sudah ada tidak dimuat lagi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="bawaan: semua instrumen portal")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load(options["files"] or shipped())
        except LoadingError as error:
            raise CommandError(f"{error}. Tidak ada yang dimuat.") from None
        for outcome in loaded:
            instrument = outcome.instrument
            state = "dimuat" if outcome.is_new else "sudah ada"
            self.stdout.write(f"{instrument.code} revisi {instrument.revision}: {state}")

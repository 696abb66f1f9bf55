"""`manage.py score FILE`: the index of every row of a file, from the shipped instrument alone, without a database."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessments.questionnaires import shipped_questionnaire
from assessments.score_files import FORMATS, SheetError, read
from assessments.scoring import BASES, score
from domains.loading import LoadingError


class Command(BaseCommand):
    help = (
        "Menghitung indeks dari berkas CSV (satu kolom per kode indikator) atau JSON "
        '({"levels": {"I1": 3, ...}} atau daftarnya). Lihat docs/scoring.md.'
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--instrument", default="spbe-2020", help="kode instrumen, bawaan: spbe-2020")
        parser.add_argument("--basis", choices=BASES, default="exact", help="indeks yang menentukan predikat")
        parser.add_argument("--format", choices=list(FORMATS), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Everything is computed before the first character is written: an error leaves stdout empty."""
        try:
            questionnaire = shipped_questionnaire(options["instrument"])
            sheet = read(options["file"], questionnaire)
        except (SheetError, LoadingError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        results = [score(questionnaire, row.levels, basis=options["basis"]) for row in sheet.rows]
        text = FORMATS[options["format"]](questionnaire, sheet, results)
        try:
            self.stdout.write(text, ending="")
            self.stdout.flush()
        except BrokenPipeError:  # the reader, such as `head`, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""`manage.py path_to_target FILE --target 2.6`: what to raise to reach an index, without a database."""

from __future__ import annotations

import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessments.path_files import FORMATS, plain_decimal, read_efforts, unreachable_as_json
from assessments.paths import Unreachable, cheapest_path
from assessments.prerequisites import shipped_prerequisites
from assessments.questionnaires import shipped_questionnaire
from assessments.score_files import SheetError, read
from assessments.scoring import Questionnaire, ScoringError
from domains.loading import LoadingError

WRONG, TOO_FAR = 2, 3


class Command(BaseCommand):
    help = (
        "Mencari indikator yang perlu dinaikkan agar indeks mencapai target dengan upaya paling kecil. "
        "FILE seperti pada perintah score, berisi tepat satu baris. Lihat docs/scoring.md."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--target", required=True, help="indeks yang dituju, misalnya 2.6")
        parser.add_argument("--instrument", default="spbe-2020", help="kode instrumen, bawaan: spbe-2020")
        parser.add_argument("--effort", type=Path, metavar="CSV", help="upaya per tingkat: kolom indicator,effort")
        parser.add_argument("--lock", default="", help="indikator yang tetap, dipisah koma: I1,I2")
        parser.add_argument("--max-step", help="paling banyak berapa tingkat satu indikator naik")
        parser.add_argument("--ignore-prerequisites", action="store_true", help="abaikan prasyarat antarindikator")
        parser.add_argument("--format", choices=list(FORMATS), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Everything is computed before the first character is written: an error leaves stdout empty."""
        try:
            questionnaire = shipped_questionnaire(options["instrument"])
            path = cheapest_path(questionnaire, **_asked(questionnaire, options))
        except (SheetError, LoadingError, ScoringError) as error:
            self.stderr.write(str(error))
            sys.exit(WRONG)
        except Unreachable as refused:
            self.stderr.write(str(refused))
            if options["format"] == "json":
                self.stdout.write(unreachable_as_json(refused), ending="")
            sys.exit(TOO_FAR)
        self.stdout.write(FORMATS[options["format"]](path), ending="")


def _asked(questionnaire: Questionnaire, options: dict[str, Any]) -> dict[str, Any]:
    """What the options ask for; SheetError names the option or the place in the file."""
    return {
        "target": Fraction(_number("--target", options["target"])),
        "levels": _levels(options["file"], questionnaire),
        "effort": read_efforts(options["effort"], questionnaire) if options["effort"] else {},
        "locked": _locked(options["lock"], questionnaire),
        "max_step": None if options["max_step"] is None else _whole("--max-step", options["max_step"]),
        "prerequisites": () if options["ignore_prerequisites"] else shipped_prerequisites(questionnaire),
    }


def _levels(file: Path, questionnaire: Questionnaire) -> dict[str, Any]:
    rows = read(file, questionnaire).rows
    if len(rows) != 1:
        raise SheetError(f"{file}: berisi {len(rows)} penilaian; jalur dihitung untuk tepat satu")
    return rows[0].levels


def _locked(text: str, questionnaire: Questionnaire) -> list[str]:
    codes = [code.strip() for code in text.split(",") if code.strip()]
    for code in codes:
        if code not in questionnaire.item_codes:
            raise SheetError(f"--lock: {code} bukan indikator {questionnaire.code}")
    return codes


def _number(name: str, text: str) -> Decimal:
    value = plain_decimal(str(text).strip())
    if value is None:
        raise SheetError(f"{name}: {text} bukan bilangan; tulis seperti 2.6")
    return value


def _whole(name: str, text: str) -> int:
    value = str(text).strip()
    if not (value.isascii() and value.isdigit()):
        raise SheetError(f"{name}: {text} bukan bilangan bulat nol atau lebih")
    return int(value)

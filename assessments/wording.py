"""How Fakta and Analisis are to be worded, and what of that a text already has. Pure: texts in, ticks out.

Every rule is one pattern, written so that Python and browsers read it alike: the page hands the same patterns to its
script, and so the ticks that follow the typing can never say anything else than the server does.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from domains.models import Indicator

LEAST = 60  # characters; less has never told anybody what and where


class Form(StrEnum):
    """The three forms of an explanation (PermenPANRB 59/2020, questionnaire)."""

    POLICY = "policy"
    PRACTICE = "practice"
    SERVICE = "service"


class Gap(StrEnum):
    """What a drafted sentence shows where something is not known yet."""

    KIND = "(jenis dokumen)"
    NUMBER = "(nomor)"
    YEAR = "(tahun)"
    DATE = "(tanggal)"
    TITLE = "(judul)"
    CLAUSE = "(pasal)"
    PART = "(bagian)"
    PAGE = "(halaman)"
    APPLICATION = "(nama aplikasi)"
    FEATURES = "(fitur)"


class Rule(NamedTuple):
    """Something a text should have, or with `is_unwanted` should not have."""

    field: str
    label: str
    pattern: str
    is_unwanted: bool = False

    def is_met(self, text: str) -> bool:
        """An empty text has nothing, and so not even the absence of gaps."""
        return bool(text.strip()) and bool(re.search(self.pattern, text, re.IGNORECASE)) != self.is_unwanted


class Tick(NamedTuple):
    rule: Rule
    is_met: bool


NO_GAPS = "tidak ada tanda kosong seperti (nomor)"
GAPS = "|".join(re.escape(gap).replace("\\ ", " ") for gap in Gap)
ENOUGH = rf"\S[\s\S]{{{LEAST - 2},}}\S"
FILE = r"\blihat\s+[^\s)]|\.(pdf|docx?|xlsx?|pptx?|jpe?g|png|mp4)\b|https?://"
PLACE = r"\b(pasal|ayat|bab|bagian|lampiran|angka|huruf)\s+([0-9]+|[a-z]\b|[ivxlc]+\b|ke[a-z]+)"

LEGAL = "peraturan|perda|pergub|perbup|perwali|permen|keputusan|sk|edaran|se|sop"
OTHER = "dokumen|laporan|notulen|notulensi|pedoman|rencana|tangkapan layar|video|tautan"

DOCUMENT = Rule("facts", "dokumen", rf"\b({LEGAL})\b")
PAPER = Rule("facts", "dokumen", rf"\b({LEGAL}|{OTHER})\b")
NUMBER = Rule("facts", "nomor", r"\b(nomor|no\.?)[\s:]*[^\s(]*[0-9]|[0-9]/[0-9a-z./-]*[0-9]")
YEAR = Rule("facts", "tahun", r"\b(19|20)[0-9][0-9]\b")
CLAUSE = Rule("facts", "pasal atau bagian", PLACE)
PAGE = Rule("facts", "halaman", r"\b(halaman|hlm\.?|hal\.)\s*[0-9]")
NAMED_FILE = Rule("facts", "berkas yang dilihat", FILE)
UNIT = Rule("facts", "unit pelaksana", r"\b(oleh|unit|dinas|badan|bagian|sekretariat|perangkat daerah|opd)\s+[a-z]")
APPLICATION = Rule("facts", "nama aplikasi", r"\b(aplikasi|sistem informasi|portal|situs|laman)\s+[^\s(]")
USERS = Rule("facts", "pemakainya", r"\b(dipakai|digunakan|dimanfaatkan|diakses|pengguna)\b")
LONG_FACTS = Rule("facts", f"paling sedikit {LEAST} huruf", ENOUGH)
WHOLE_FACTS = Rule("facts", NO_GAPS, GAPS, is_unwanted=True)
LEVEL = Rule("analysis", "tingkat atau kriterianya", r"\b(tingkat|level)\s+[0-9]|\b(kriteria|mencakup|memenuhi)\b")
LONG_ANALYSIS = Rule("analysis", f"paling sedikit {LEAST} huruf", ENOUGH)
WHOLE_ANALYSIS = Rule("analysis", NO_GAPS, GAPS, is_unwanted=True)

RULES = {
    Form.POLICY: (DOCUMENT, NUMBER, YEAR, CLAUSE, PAGE, NAMED_FILE),
    Form.PRACTICE: (PAPER, YEAR, CLAUSE, PAGE, UNIT, NAMED_FILE),
    Form.SERVICE: (APPLICATION, USERS, NAMED_FILE),
}
EVERYWHERE = (LONG_FACTS, WHOLE_FACTS, LEVEL, LONG_ANALYSIS, WHOLE_ANALYSIS)


def form_of(indicator: Indicator) -> Form:
    """Services by their maturity; policies are asked for in the aspects of that name; the rest is put into practice."""
    if indicator.maturity == Indicator.Maturity.SERVICE:
        return Form.SERVICE
    return Form.POLICY if "kebijakan" in indicator.aspect.name.lower() else Form.PRACTICE


def ticks(indicator: Indicator, *, facts: str, analysis: str) -> dict[str, list[Tick]]:
    """What each of the two texts has and lacks. It informs and never blocks."""
    texts = {"facts": facts, "analysis": analysis}
    rules = (*RULES[form_of(indicator)], *EVERYWHERE)
    return {
        field: [Tick(rule, rule.is_met(text)) for rule in rules if rule.field == field] for field, text in texts.items()
    }

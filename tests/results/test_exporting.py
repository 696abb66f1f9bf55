"""The exported score: a program that shares nothing with the portal gets the same numbers, and sees every change."""

import hashlib
import json
import random
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from assessments.questionnaires import shipped_questionnaire
from assessments.scoring import Questionnaire
from results.exporting import as_file, written
from results.values import TRACKS, Group, Summary
from tests.results.samples import DAY, heading, row, summary, work
from tools.check_score import problems

CHECKER = Path(settings.BASE_DIR) / "tools" / "check_score.py"
questionnaire = cache(shipped_questionnaire)
UNITS = tuple(work(unit=name, unit_id=pk) for pk, name in enumerate(("Bappeda", "Diskominfo", "Dinas “Peta”"), 1))


def random_rules(rng: random.Random) -> Questionnaire:
    """A few indicators of a shipped instrument with other weights: its scale and bands, and ten thousand stay quick."""
    shipped = questionnaire(rng.choice(["spbe-2020", "spbe-2018", "pemdi-2026"]))
    items = tuple(
        replace(item, weight_units=rng.randint(1, 40)) for item in rng.sample(shipped.items, rng.randint(1, 5))
    )
    return replace(shipped, items=items, weight_total=sum(item.weight_units for item in items))


def random_summary(rng: random.Random, rules: Questionnaire) -> Summary:
    """Levels on four tracks, some missing, given to up to two OPD."""
    gaps, allowed = rng.choice([0, 0, 0.1, 0.6, 1]), list(rules.hundredths)

    def level():
        return None if rng.random() < gaps else rng.choice(allowed)

    rows = [
        row(
            position, None, weight=item.weight_units, aspect=item.aspect, code=item.code,
            levels={track: level() for track in TRACKS}, works=tuple(rng.sample(UNITS, rng.randint(0, 2))),
        )
        for position, item in enumerate(rules.items, 1)
    ]  # fmt: skip
    return Summary(
        heading=heading(basis=rng.choice(["exact", "rounded"])),
        questionnaire=rules,
        domains=tuple(Group(code, code, group.weight_units) for code, group in rules.domains.items()),
        aspects=tuple(
            Group(code, code, group.weight_units, rules.items[group.positions[0]].domain)
            for code, group in rules.aspects.items()
        ),
        rows=tuple(rows),
        taken_at=summary([3]).taken_at,
    )


@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_random_assessments_are_recomputed_without_a_difference(seed):
    rng = random.Random(seed)  # noqa: S311 - the same thousand every time
    for _ in range(1000):
        assert problems(as_file(random_summary(rng, random_rules(rng))).decode()) == []


@pytest.mark.parametrize("code", ["spbe-2020", "spbe-2018", "pemdi-2026"])
def test_whole_instruments_are_recomputed_without_a_difference(code):
    rng = random.Random(code)  # noqa: S311
    for _ in range(20):
        assert problems(as_file(random_summary(rng, questionnaire(code))).decode()) == []


def checked(path):
    done = subprocess.run([sys.executable, "-S", "-E", CHECKER, path], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_program_alone_confirms_a_file(tmp_path):
    (tmp_path / "nilai.json").write_bytes(as_file(summary([3, 4], [2, None])))
    assert checked(tmp_path / "nilai.json") == (0, "Semua angka cocok.\n", "")


def test_any_changed_byte_is_found(tmp_path):
    whole = as_file(summary([3, 4], [2, None]))
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        try:
            found = problems(changed.decode())
        except (ValueError, LookupError, TypeError, AttributeError):
            continue
        assert found, place
    (tmp_path / "nilai.json").write_bytes(whole.replace(b"Kota Contoh", b"Kota Cont0h"))
    assert checked(tmp_path / "nilai.json") == (1, "isi berkas berubah sejak diekspor: SHA-256 tidak cocok\n", "")
    (tmp_path / "nilai.json").write_bytes(whole[:-9])
    assert checked(tmp_path / "nilai.json") == (1, "bukan berkas ekspor nilai yang utuh\n", "")


def resealed(change):
    """A file whose content was changed and whose SHA-256 was made to fit again."""
    content = json.loads(as_file(summary([3, 4], [2, 5])))["content"]
    change(content)
    return f"{written({'content': content, 'sha256': hashlib.sha256(written(content).encode()).hexdigest()})}\n"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda c: c["tracks"]["final"]["index"].update(shown="3.51"), "final indeks: seharusnya 1400 : 400 = 3.50"),
        (lambda c: c["tracks"]["final"].update(predikat="Memuaskan"), "final: predikat seharusnya Sangat Baik"),
        (lambda c: c["tracks"]["final"]["aspects"]["A1"].update(sum="699"), "final A1: seharusnya 700 : 200 = 3.50"),
        (lambda c: c["instrument"].update(weight_total=500), "jumlah bobot bukan bobot instrumen"),
    ],
)
def test_number_that_does_not_follow_from_the_levels_is_named(change, found):
    assert found in problems(resealed(change))


def test_level_that_was_changed_shows_in_every_value_it_counts_in():
    def change(content):
        content["indicators"][0]["levels"]["final"] = "5"

    found = problems(resealed(change))

    assert [line.split(":")[0] for line in found] == ["final indeks", "final D1", "final A1"]


def test_file_says_what_it_is_of_and_by_which_rules():
    content = json.loads(as_file(summary([3, 4])))["content"]

    assert {key: content[key] for key in ("format", "institution", "year", "basis", "headline", "is_final")} == {
        "format": "spbe-portal-nilai/1", "institution": "Pemerintah Kota Contoh", "year": DAY.year, "basis": "exact",
        "headline": "final", "is_final": True,
    }  # fmt: skip
    assert content["instrument"]["checksum"] == "a" * 64
    assert content["tracks"]["final"]["index"] == {"answered": 2, "shown": "3.50", "sum": "700", "weight": 200}
    assert Decimal(content["indicators"][0]["levels"]["final"]) == 3

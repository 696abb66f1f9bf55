"""Recompute an exported score: `python3 check_score.py FILE`. Plain Python that shares nothing with the portal."""

import hashlib
import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any


def half_up(value: Fraction) -> str:
    hundredths = (value * 200 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def claims_of(content: dict[str, Any]) -> list[tuple[str, dict[str, Any], dict[str, str | None]]]:
    """Name of each value, what the file says of it, and the levels by indicator that it must follow from."""
    claims = []
    for track, said in content["tracks"].items():
        groups = [("indeks", said["index"], {}), *((c, value, {"domain": c}) for c, value in said["domains"].items())]
        for name, value, wanted in [*groups, *((c, value, {"aspect": c}) for c, value in said["aspects"].items())]:
            rows = [row for row in content["indicators"] if wanted.items() <= row.items()]
            claims.append((f"{track} {name}", value, {row["code"]: row["levels"][track] for row in rows}))
    for unit in content["units"]:
        claims += [(f"{track} {unit['name']}", unit["values"][track], rows) for track, rows in unit["levels"].items()]
    return claims


def problems(text: str) -> list[str]:
    """What is wrong with an exported file: bytes changed since, or numbers that do not follow from the levels."""
    file = json.loads(text)
    content, rules = file["content"], file["content"]["instrument"]
    if text != f"{written(file)}\n" or hashlib.sha256(written(content).encode()).hexdigest() != file["sha256"]:
        return ["isi berkas berubah sejak diekspor: SHA-256 tidak cocok"]
    weights = {row["code"]: row["weight"] for row in content["indicators"]}
    found = [] if sum(weights.values()) == rules["weight_total"] else ["jumlah bobot bukan bobot instrumen"]
    for name, value, levels in claims_of(content):
        total = sum(Fraction(level or rules["unanswered_as"]) * weights[code] for code, level in levels.items())
        weight, answered = sum(map(weights.__getitem__, levels)), sum(level is not None for level in levels.values())
        if [Fraction(value["sum"]), value["weight"], value["answered"], value["shown"]] != [
            total, weight, answered, half_up(total / weight),
        ]:  # fmt: skip
            found.append(f"{name}: seharusnya {total} : {weight} = {half_up(total / weight)}")
    bands = sorted((Fraction(band["floor"]), band["name"]) for band in rules["bands"])
    for track, said in content["tracks"].items():
        index = Fraction(said["index"]["sum"]) / said["index"]["weight"]
        bases = [index, Fraction(half_up(index))][:: 1 if content["basis"] == "exact" else -1]
        names = [[name for floor, name in bands if floor <= value][-1] for value in bases]
        if names != [said["predikat"], said["predikat_of_other_basis"]]:
            found.append(f"{track}: predikat seharusnya {names[0]}")
    return found


if __name__ == "__main__":
    try:
        wrong = problems(Path(sys.argv[1]).read_bytes().decode())
    except (ValueError, LookupError, TypeError, AttributeError):
        wrong = ["bukan berkas ekspor nilai yang utuh"]
    print("\n".join(wrong) or "Semua angka cocok.")
    sys.exit(bool(wrong))

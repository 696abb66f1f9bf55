"""A small instrument file that is right, to be spoilt in one place at a time."""

from __future__ import annotations


def indicator(number, weight=50, **kwargs):
    levels = [
        {"level": level, "name": f"Tingkat {level}", "criterion": f"Kriteria {level}.", "evidence": ["Dokumen"]}
        for level in (1, 2, 3)
    ]
    return {
        "code": f"I{number}", "number": number, "name": f"Kematangan {number}", "short_name": f"Singkat {number}",
        "weight_units": weight, "maturity": "process", "levels": levels, **kwargs,
    }  # fmt: skip


def small():
    """A right file: two domains, two aspects, three indicators."""
    return {
        "code": "contoh-2030",
        "name": "Instrumen contoh",
        "regulation": "Peraturan contoh",
        "years": [2030, 2031],
        "status": "official figures; criteria paraphrased",
        "scale": {"min": "1", "max": "3", "step": "1"},
        "unanswered_counts_as": "0",
        "rounding": {"digits": 2, "mode": "half_up"},
        "predikat": [
            {"code": "kurang", "name": "Kurang", "floor": "0"},
            {"code": "cukup", "name": "Cukup", "floor": "1.8"},
            {"code": "baik", "name": "Baik", "floor": "2.6"},
        ],
        "predikat_basis": "exact",
        "predikat_basis_by_year": {"2031": "rounded"},
        "weight_total": 200,
        "domains": [
            {
                "code": "D1", "number": 1, "name": "Satu", "weight_units": 100,
                "aspects": [
                    {"code": "A1", "number": 1, "name": "Awal", "weight_units": 100,
                     "indicators": [indicator(1), indicator(2)]},
                ],
            },
            {
                "code": "D2", "number": 2, "name": "Dua", "weight_units": 100,
                "aspects": [
                    {"code": "A2", "number": 2, "name": "Akhir", "weight_units": 100,
                     "indicators": [indicator(3, weight=100)]},
                ],
            },
        ],
    }  # fmt: skip

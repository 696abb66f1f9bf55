"""Tables of results, honest ones, and the way from one to its plan."""

from io import BytesIO

from results.imports.plans import Decision, Plan
from results.services import past

INDEX = "tahun;indeks;predikat"
DOMAINS = "tahun;kebijakan;tata kelola;manajemen;layanan;indeks;predikat"
GOOD = "2023;3,10;2,60;1,00;3,62;2,87;Baik"  # Pangkalpinang, as published
CODES = [f"i{n}" for n in range(1, 48)]


def start(place, *lines, shape="index", name="hasil.csv", **kwargs):
    data = kwargs.pop("data", None) or "\r\n".join(lines).encode()
    given = {"instansi": place.instansi, "track": "external", "source": "Laporan contoh", "by": place.admin}
    return past.start(BytesIO(data), size=len(data), name=name, shape=shape, **(given | kwargs))


def planned(place, *lines, **kwargs) -> Plan:
    return past.plan(start(place, *lines, **kwargs), by=kwargs.get("by", place.admin))


def said(row) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.text) for finding in row.findings]


def take(draft, choices, *, by):
    """Confirm with {line: choice}, or {line: (choice, True)} where the findings were ticked as seen."""
    decisions = {
        line: Decision(*choice) if isinstance(choice, tuple) else Decision(choice) for line, choice in choices.items()
    }
    return past.confirm(draft, decisions=decisions, fingerprint=past.plan(draft, by=by).fingerprint, by=by)

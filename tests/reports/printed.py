"""Orders of documents made by hand, the longest that the database would hold, and what is read from the files."""

from __future__ import annotations

import dataclasses
import hashlib

import pypdf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.documents import Order
from results.freezing import to_data
from results.values import Group
from tests.results.samples import row, summary, work

HOSTILE = '<img src="file:///etc/passwd"> \u202edaftar\u202c <script>alert(1)</script> {{ heading }} &lt;b&gt;'
LONG_NAME = "Pemerintah Kabupaten Administrasi Kepulauan Tanimbar Selatan dan Sekitarnya " * 3
LONG_TEXT = "Penyelenggaraan keterpaduan sistem pemerintahan berbasis elektronik antarperangkat daerah " * 55
PLAN = {
    "total": 214, "open": 190, "late": 63, "done": 24, "dropped": 9, "budget": 987_654_321_000, "unbudgeted": 17,
    "unplaced": 5, "late_units": [LONG_NAME[:60]] * 41,
}  # fmt: skip
NO_PLAN = dict.fromkeys(PLAN, 0) | {"late_units": []}


def layer(code, label, value, made):
    values = {group.code: value for group in made.aspects}
    return {
        "code": code, "label": label, "indeks": value, "domains": {group.code: value for group in made.domains},
        "aspects": values, "note": "nilai domain" if code == "national" else "",
    }  # fmt: skip


def executive_order(made, *, plan=NO_PLAN, layers=(), levels=None, year=None, other=None, code=""):
    standings = [
        {"label": row["label"], "value": row["indeks"], "difference": "-0.25", "lacking": None} for row in layers
    ]
    past = {"year": year, "other": other, "levels": levels or {}}
    data = {"summary": to_data(made), "layers": list(layers), "standings": standings, "past": past, "plan": plan}
    return Order(data=data, code=code)


def longest(name=LONG_NAME, text=LONG_TEXT, **heading):
    """Eight aspects, four domains and 47 indicators whose names and texts fill every column; 41 OPD on each."""
    name, short = name[:150], name[:60]
    works = tuple(work(unit=name, unit_short=short, facts=text[:5000], analysis=text[:5000]) for _ in range(41))
    rows = [
        row(number, number % 5 + 1, aspect=f"A{number % 8 + 1}", works=works, short_name=name[:250], name=name)
        for number in range(1, 48)
    ]
    made = summary(rows=rows, **({"instansi": name[:200], "instansi_short": short, "source": text[:300]} | heading))
    domain_of = {f"A{place}": f"D{(place + 1) // 2}" for place in range(1, 9)}
    items = [dataclasses.replace(item, domain=domain_of[item.aspect]) for item in made.questionnaire.items]
    return dataclasses.replace(
        made,
        domains=tuple(Group(f"D{place}", name, 1175) for place in range(1, 5)),
        aspects=tuple(dataclasses.replace(group, name=name, domain=domain_of[group.code]) for group in made.aspects),
        questionnaire=dataclasses.replace(made.questionnaire, items=tuple(items)),
    )


def printed(document, order, folder, name="dokumen"):
    """The file of an order, read; with each page's text without its spaces, which a PDF breaks where it likes."""
    target = folder / f"{name}.pdf"
    document.make(order, target, lambda step, percent: None)
    read = pypdf.PdfReader(target)
    return read, [compact(page.extract_text()) for page in read.pages]


def compact(text):
    return "".join(text.split())


def queries_of(work):
    """How many queries a piece of work takes."""
    with CaptureQueriesContext(connection) as caught:
        work()
    return len(caught)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()

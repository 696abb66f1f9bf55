"""Every address that shows somebody a page, opened once by the first person who may see it, and judged."""

import json
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from tests.sweeps.routes import ROLES, ROUTES, address

pytestmark = pytest.mark.browser
# Role in the table of addresses -> who has it in the demo.
PEOPLE = {
    "anonymous": None, "operator": "operator", "admin": "admin", "assessor": "asesor", "coordinator": "koordinator",
    "technician": "teknisi",
}  # fmt: skip
SUBMITTED = {"evidence-review", "answer-step"}  # pages about an answer that was handed in, not about one being written
NO_PAGE = {
    "document-download", "document-page", "evidence-download", "units-template", "users-template", "report-download",
    "health", "import-preview", "plan-download", "worksheet-import", "worksheet-download", "worksheet-table",
    "letterhead-logo", "signed-copy",
    "verify-document",  # see test_verifying.py, with a report that is finished
    "score-export", "comparison-download", "host-results-table", "results-import-preview", "results-import-template",
}  # fmt: skip

# What the addresses point at: rows of the demo, and those that only a person makes.
ROWS = """
import json
from accounts.models import User; from accounts.services import tokens
from evidence.models import Evidence; from planning.models import ActionItem, Priority, Scenario, Target
from results.models import PastResult
from reports.services import request_report
people = {user.username: user for user in User.objects.all()}
def rows(*statuses):
    mine = Evidence.objects.filter(answer__assignment__unit=people["operator"].unit)
    evidence = mine.filter(answer__status__in=statuses).order_by("pk").first()
    answer = evidence.answer
    return {"evidence": evidence, "document": evidence.document, "answer": answer, "assignment": answer.assignment,
        "assessment": answer.assignment.assessment, "indicator": answer.assignment.indicator,
        "instrument": answer.assignment.indicator.instrument, "unit": answer.assignment.unit,
        "instansi": answer.assignment.unit.instansi, "operator": people["operator"], "token": token, "job": job,
        "action": ActionItem.objects.filter(unit=people["operator"].unit).order_by("pk").first(),
         "target": target, "priority": priority, "past_result": PastResult.objects.order_by("pk").first(),
        "scenario": Scenario.objects.order_by("pk").first()}
token, _ = tokens.issue(user=people["operator"], name="Rekap", days=1)
assessment = Evidence.objects.order_by("pk").first().answer.assignment.assessment
job = request_report(assessment=assessment, by=people["koordinator"])
target = Target.objects.order_by("pk").first()
priority = Priority.objects.filter(unit=people["operator"].unit).order_by("pk").first()
found = {"open": rows("draft", "returned"), "submitted": rows("submitted")}
print("ROWS " + json.dumps({status: {name: {"pk": str(row.pk), "code": getattr(row, "code", "")}
    for name, row in by_name.items()} for status, by_name in found.items()}))
"""


@pytest.fixture(scope="module")
def rows(portal) -> dict[str, SimpleNamespace]:
    printed = portal.manage("shell", "-v", "0", "-c", ROWS).partition("ROWS ")[2]
    return {
        status: SimpleNamespace(**{name: SimpleNamespace(**row) for name, row in found.items()})
        for status, found in json.loads(printed).items()
    }


def pages_of(role: str) -> list[str]:
    """The addresses this role is the first in the table to be shown."""
    return [
        name
        for name, route in ROUTES.items()
        if not name.startswith("api-") or name == "api-documentation"
        if name not in NO_PAGE
        if role == next((found for found in ROLES if found in PEOPLE and route.allows(found)), None)
    ]


@pytest.mark.parametrize("role", PEOPLE)
def test_pages_first_seen_by_role_are_right(role, person, rows):
    somebody = person(PEOPLE[role])
    for name in pages_of(role):
        somebody.visit(address(name, rows["submitted" if name in SUBMITTED else "open"]))


def test_page_of_a_refusal_is_right(person):
    somebody = person("operator")
    somebody.visit("/pengelolaan/instansi/", status=403)
    somebody.look()


@pytest.mark.parametrize("template", ["error.html", "429.html"])
def test_page_for_those_who_are_not_signed_in_is_right(person, template):
    """They cannot be called up: a developer's portal shows its own page for errors."""
    somebody = person(None)
    somebody.visit("/masuk/")
    somebody.page.set_content(render_to_string(template, {"title": "Terjadi kesalahan", "text": "Coba lagi."}))
    somebody.look()


def test_gallery_of_components_is_right(person):
    person("admin").visit("/komponen/")

"""What makes a new edition: everything that arithmetic, words and looks of a document come from."""

import pytest

from reports.documents.edition import sources


@pytest.mark.parametrize(
    "place",
    [
        "assessments/scoring.py", "planning/decomposition.py", "reports/documents/letters/word.py",
        "results/analysis.py", "results/charts/radar.py", "spbe_portal/templatetags/portal.py",
        "static/report/report.css", "templates/reports/pdf/report.html",
    ],
)  # fmt: skip
def test_edition_follows_from_each_part_of_a_document(place, settings):
    assert sources().count(settings.BASE_DIR / place) == 1

"""What the tests of uploads on real servers share: who sends, to which answer, and what came of it."""

from __future__ import annotations

import requests

from spbe_portal.demo.people import PASSWORD
from tests.servers.portal import Portal

OPEN = """
SELECT answer.id FROM assessments_answer answer JOIN assessments_assignment given ON given.id = answer.assignment_id
JOIN accounts_user person ON person.unit_id = given.unit_id
JOIN assessments_assessment cycle ON cycle.id = given.assessment_id
WHERE person.username = 'operator' AND answer.status = 'draft' AND cycle.stage = 'filling' ORDER BY answer.id LIMIT 1
"""


def open_answer(portal: Portal) -> int:
    """An answer that the demo's operator may add evidence to."""
    [(answer,)] = portal.rows(OPEN)
    return answer


def sign_in(portal: Portal) -> dict[str, str]:
    """The operator's cookies, once the web server answers."""
    session, base = requests.Session(), f"http://127.0.0.1:{portal.port}"
    session.trust_env = False
    portal.wait_for(lambda: _answers(session, f"{base}/masuk/"), 60)
    fields = {"login": "operator", "password": PASSWORD, "csrfmiddlewaretoken": session.cookies["csrftoken"]}
    assert session.post(f"{base}/masuk/", data=fields, allow_redirects=False).status_code == 302
    return {cookie.name: cookie.value for cookie in session.cookies}


def last_stored(portal: Portal) -> tuple[str, int]:
    """SHA-256 and size of the newest document."""
    [row] = portal.rows("SELECT sha256, size FROM evidence_document ORDER BY id DESC LIMIT 1")
    return row


def begun(portal: Portal) -> int:
    """How many uploads are on their way with some of their bytes arrived."""
    [(count,)] = portal.rows('SELECT count(*) FROM evidence_upload WHERE "offset" > 0 AND "offset" < length')
    return count


def _answers(session: requests.Session, address: str) -> bool:
    try:
        return session.get(address, timeout=5).status_code == 200
    except (requests.ConnectionError, requests.Timeout):
        return False

"""The commands of docker-compose.yml at work together: gunicorn, worker, beat and nginx on real servers."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.urls import reverse

from tests.servers.portal import Production, Visitor

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("Production")]


@pytest.fixture(scope="module")
def portal(portals):
    portal = portals(Production)
    try:
        portal.start("web", "worker", "reports", "beat")
        portal.proxy_port = portal.start_proxy()
        visitor = Visitor(portal.proxy_port)
        portal.wait_for(lambda: visitor.get("/sehat/").status_code == 200, 60)
        yield portal
    finally:
        portal.stop()


@pytest.fixture
def visitor(portal):
    return Visitor(portal.proxy_port)


@pytest.fixture(scope="module")
def report(portal):
    """The newest assessment's report, asked for with the button and made by the worker: its id."""
    coordinator = Visitor(portal.proxy_port)
    coordinator.sign_in("koordinator")
    [(assessment,)] = portal.rows("SELECT id FROM assessments_assessment ORDER BY year DESC, id DESC LIMIT 1")
    page = reverse("reports", args=[assessment])
    assert coordinator.get(page).status_code == 200
    answer = coordinator.send_form(reverse("report-request", args=[assessment]))
    assert answer.status_code == 302, answer.text
    job_id = answer.headers["Location"].strip("/").split("/")[1]
    portal.wait_for(lambda: portal.job(job_id)[0] == "done", 90)
    return job_id


def test_health_page_answers_through_the_proxy(visitor):
    assert visitor.get("/sehat/").status_code == 200


def test_health_commands_of_the_containers_answer(portal):
    portal.manage("healthy", "web", "--port", str(portal.port))
    portal.wait_for(lambda: "ready" in portal.log("worker"), 30)
    portal.manage("healthy", "worker")
    portal.wait_for(lambda: "ready" in portal.log("reports"), 30)
    portal.manage("healthy", "reports")
    portal.manage("healthy", "beat")


def test_sign_in_page_is_strict_and_its_cookies_are_secure(visitor):
    answer = visitor.get("/masuk/")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "nginx/" not in answer.headers["Server"]
    cookie = answer.headers["Set-Cookie"]
    assert "csrftoken=" in cookie
    assert "Secure" in cookie


def test_signed_in_session_cookie_is_secure_and_hidden_from_scripts(visitor):
    cookie = visitor.sign_in("operator").headers["Set-Cookie"]
    session = next(part for part in cookie.split(", ") if part.startswith("sessionid="))
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(session.split("; "))


def test_plain_http_at_the_outer_proxy_is_not_taken_for_https(visitor):
    del visitor.headers["X-Forwarded-Proto"]
    assert "Strict-Transport-Security" not in visitor.get("/masuk/").headers


def test_unknown_host_is_refused(visitor):
    visitor.headers["Host"] = "lain.contoh.go.id"
    assert visitor.get("/masuk/").status_code == 400


def test_static_file_comes_from_the_proxy_compressed_and_for_ever(visitor):
    path = re.search(r'href="(/static/css/portal\.[0-9a-f]{12}\.css)"', visitor.get("/masuk/").text)[1]
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    # Only the proxy sets this one: the portal itself was not asked.
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"


def test_report_downloads_through_the_proxy_with_safe_headers(portal, visitor, report):
    visitor.sign_in("koordinator")
    answer = visitor.get(reverse("report-download", args=[report]))
    [(size, digest)] = portal.rows(f"SELECT size, sha256 FROM reports_reportjob WHERE id = '{report}'")  # noqa: S608
    assert (answer.status_code, len(answer.content)) == (200, size)
    assert hashlib.sha256(answer.content).hexdigest() == digest
    assert answer.content.startswith(b"%PDF-")
    assert {name: answer.headers.get(name) for name in SAFE} == SAFE
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''Laporan-SPBE-")


SAFE = {
    "Content-Type": "application/pdf",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
    "X-Accel-Redirect": None,
}


def test_part_of_a_report_is_sent_as_a_part(visitor, report):
    visitor.sign_in("koordinator")
    answer = visitor.get(reverse("report-download", args=[report]), headers={"Range": "bytes=0-4"})
    assert (answer.status_code, answer.content) == (206, b"%PDF-")


def test_report_is_closed_to_anonymous_visitors_and_operators(visitor, report):
    page = reverse("report-download", args=[report])
    assert visitor.get(page).headers["Location"].startswith("/masuk/")
    visitor.sign_in("operator")
    assert visitor.get(page).status_code == 404


def test_internal_places_are_closed_to_everybody(portal, visitor, report):
    [(name,)] = portal.rows(f"SELECT file FROM reports_reportjob WHERE id = '{report}'")  # noqa: S608
    assert (portal.folder / "reports" / name).is_file()
    visitor.sign_in("koordinator")
    for path in (f"/terlindungi/laporan/{name}", "/terlindungi/bukti/", f"/static/../reports/{name}"):
        assert visitor.get(path).status_code == 404, path


def test_evidence_downloads_through_the_proxy(portal, visitor):
    [(document, size, digest)] = portal.rows("SELECT id, size, sha256 FROM evidence_document ORDER BY id LIMIT 1")
    visitor.sign_in("admin")
    answer = visitor.get(reverse("document-download", args=[document]))
    assert (answer.status_code, len(answer.content)) == (200, size)
    assert hashlib.sha256(answer.content).hexdigest() == digest
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_page_of_evidence_is_drawn_by_the_worker_and_shown_through_the_proxy(portal, visitor):
    [(document,)] = portal.rows("SELECT id FROM evidence_document ORDER BY id LIMIT 1")
    visitor.sign_in("admin")
    page = reverse("document-page", args=[document, 1, 1000, "jpg"])
    portal.wait_for(lambda: visitor.get(page).status_code == 200, 90)
    answer = visitor.get(page)
    safe = SAFE | {"Content-Type": "image/jpeg", "Cache-Control": "private, max-age=604800"}
    assert {name: answer.headers.get(name) for name in safe} == safe
    assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''1-1000.jpg"
    assert answer.content.startswith(b"\xff\xd8\xff")
    part = visitor.get(page, headers={"Range": "bytes=0-2"})
    assert (part.status_code, part.content) == (206, b"\xff\xd8\xff")
    technician = Visitor(portal.proxy_port)
    technician.sign_in("teknisi")
    assert technician.get(page).status_code == 404


def test_upload_beyond_the_limit_is_refused_by_the_proxy(visitor):
    answer = visitor.post("/masuk/", data=b"", headers={"Content-Length": str(111 * 2**20)})
    assert answer.status_code == 413


def test_clock_sends_its_entries(portal):
    """Beat writes down when it last sent an entry; the most frequent one is due every minute."""
    sent = "SELECT count(*) FROM django_celery_beat_periodictask WHERE last_run_at IS NOT NULL"
    portal.wait_for(lambda: portal.rows(sent)[0][0] > 0, 90)


@pytest.mark.parametrize("name", ["worker", "reports"])
def test_dead_worker_is_not_healthy(portal, name):
    portal.kill(name)
    with pytest.raises(AssertionError, match=f"{name} is not healthy"):
        portal.manage("healthy", name)
    portal.start(name)

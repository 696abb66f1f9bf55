"""Somebody who was handed a report checks it: by its code, by its file, and after it was signed."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE
from tests.reports.signed_pdfs import ISSUER, SIGNER, plain, signed

pytestmark = pytest.mark.browser

# Made here, not by the portal's own worker: whichever comes first takes a waiting document.
MADE = """
import json
from pathlib import Path
from accounts.models import User
from assessments.models import Assessment
from reports.models import ReportJob
from reports.services import asking, render
asking.enqueue = lambda job: None
by = User.objects.get(username="koordinator")
assessment = Assessment.objects.visible_to(by).order_by("-year").first()
job = asking.request_report(assessment=assessment, kind="plan", by=by)
render(job.pk)
job.refresh_from_db()
print("JOB " + json.dumps({"address": job.get_absolute_url(), "code": job.code, "path": job.file.path}))
"""


@pytest.fixture(scope="module")
def job(portal):
    return json.loads(portal.manage("shell", "-v", "0", "-c", MADE).partition("JOB ")[2])


@pytest.fixture
def files(job, tmp_path):
    """The report itself, and the same with one byte changed."""
    with open(job["path"], "rb") as file:  # noqa: PTH123
        content = file.read()
    paths = {"same": tmp_path / "Laporan.pdf", "changed": tmp_path / "Laporan-diubah.pdf"}
    paths["same"].write_bytes(content)
    paths["changed"].write_bytes(content[:-40] + bytes([content[-40] ^ 1]) + content[-39:])
    return paths


def drop(page, path) -> None:
    """Let a file go over the page, as from a folder."""
    content = list(path.read_bytes())
    page.evaluate(
        """([name, content]) => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([new Uint8Array(content)], name, { type: "application/pdf" }));
            const how = { dataTransfer: dropped, bubbles: true, cancelable: true };
            document.body.dispatchEvent(new DragEvent("drop", how));
        }""",
        [path.name, content],
    )


def test_report_is_checked_by_code_and_file(person, job, files):
    reader = person(None, size=PHONE)
    page = reader.page
    reader.visit("/verifikasi/")
    page.get_by_label("Kode verifikasi").fill("halo")
    reader.press("Periksa kode")
    reader.reads("bukan kode verifikasi")
    code = job["code"].lower()
    page.get_by_label("Kode verifikasi").fill(f"{code[:4]} {code[4:8]}-{code[8:]}")
    reader.press("Periksa kode", heading="Rencana Tindak Lanjut")
    reader.reads("Ini DRAF, bukan dokumen resmi.")

    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_label("Pilih berkas PDF").set_input_files(files["same"])
    expect(page.get_by_text("Sama dengan yang dibuat portal.")).to_be_visible()
    drop(page, files["changed"])
    expect(page.get_by_text("Berbeda dengan yang dibuat portal.")).to_be_visible()
    expect(page.get_by_text("Sama dengan yang dibuat portal.")).to_be_hidden()
    drop(page, files["same"])
    expect(page.get_by_text("Sama dengan yang dibuat portal.")).to_be_visible()
    assert sent == []
    reader.look()


def test_wrong_code_is_answered_politely(person):
    reader = person(None)
    assert reader.page.goto("/v/ZZZZZZZZZZZZ/").status == 404
    reader.complaints.clear()  # of the browser, about the 404 that was asked for
    reader.reads("Kode ini tidak dikenal")
    reader.look()


def test_hash_is_compared_without_script(person, job):
    reader = person(None, scripts=False)
    reader.visit(f"/v/{job['code']}/")
    page = reader.page
    page.locator("summary").click()
    page.get_by_label("Sidik SHA-256").fill("a" * 64)
    page.get_by_role("button", name="Bandingkan").click()
    reader.reads("Berbeda dengan yang dibuat portal.")
    page.get_by_label("Sidik SHA-256").fill(page.locator(".ev code").first.inner_text())
    page.get_by_role("button", name="Bandingkan").click()
    reader.reads("Sama dengan yang dibuat portal.")


def test_signed_copy_is_brought_back_and_known_to_everybody(person, job, tmp_path):
    path = tmp_path / "Laporan-ttd.pdf"
    path.write_bytes(signed(plain()))
    admin = person("admin")
    admin.visit(job["address"])
    admin.page.get_by_label("PDF bertanda tangan").set_input_files(path)
    admin.press("Unggah salinan")
    admin.reads("“Laporan-ttd.pdf” disimpan.")
    expect(admin.page.get_by_text(SIGNER)).to_contain_text(SIGNER)
    admin.reads(f"sertifikat dari {ISSUER}")

    reader = person(None)
    reader.visit(f"/v/{job['code']}/")
    reader.page.get_by_label("Pilih berkas PDF").set_input_files(path)
    expect(reader.page.get_by_text("Ini salinan bertanda tangan elektronik yang diterima portal")).to_be_visible()
    assert SIGNER not in reader.page.content()
    reader.look()

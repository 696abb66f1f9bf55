"""The official tus client over a bad line: what arrives is what was sent, and little is sent twice."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import requests

from spbe_portal.demo.people import PASSWORD
from tests.evidence import corpus
from tests.servers.cutting import BadLine
from tests.servers.portal import ROOT, Embedded

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("Embedded")]
MIB = 2**20
CHUNK = 256 * 1024
HEADERS_OF_ONE_REQUEST = 2048  # bytes, generously
OPEN = """
SELECT answer.id FROM assessments_answer answer JOIN assessments_assignment given ON given.id = answer.assignment_id
JOIN accounts_user person ON person.unit_id = given.unit_id
JOIN assessments_assessment cycle ON cycle.id = given.assessment_id
WHERE person.username = 'operator' AND answer.status = 'draft' AND cycle.stage = 'filling' ORDER BY answer.id LIMIT 1
"""


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "Laporan.docx"
    path.write_bytes(corpus.office("docx", {"word/media/film.bin": os.urandom(20 * MIB)}))
    return path


@pytest.fixture
def session(embedded: Embedded) -> requests.Session:
    embedded.start("web")
    session, base = requests.Session(), f"http://127.0.0.1:{embedded.port}"
    session.trust_env = False
    embedded.wait_for(lambda: _answers(session, f"{base}/masuk/"), 30)
    fields = {"login": "operator", "password": PASSWORD, "csrfmiddlewaretoken": session.cookies["csrftoken"]}
    assert session.post(f"{base}/masuk/", data=fields, allow_redirects=False).status_code == 302
    return session


def test_fifty_cuts_lose_nothing_and_send_at_most_one_chunk_again_each(embedded, session, file):
    node = shutil.which("node")
    assert node, "As administrator: apt-get install nodejs npm; then: npm ci --ignore-scripts"
    [(answer,)] = embedded.rows(OPEN)
    line = BadLine(embedded.port, cuts=60, between=(CHUNK // 8, 2 * CHUNK))
    options = {
        "endpoint": f"http://127.0.0.1:{line.port}/isian/{answer}/unggahan/", "file": str(file), "chunk": CHUNK,
        "headers": {
            "Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies),
            "X-CSRFToken": session.cookies["csrftoken"],
        },
        "metadata": {"filename": file.name, "target": "2"},
    }  # fmt: skip
    done = subprocess.run(
        [node, str(Path(__file__).with_name("tus_client.mjs")), json.dumps(options)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    line.close()
    assert done.returncode == 0, done.stderr + embedded.log("web")[-3000:]
    [(stored, size)] = embedded.rows("SELECT sha256, size FROM evidence_document ORDER BY id DESC LIMIT 1")
    assert (stored, size) == (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_size)
    assert line.cuts >= 50
    requests_made = size // CHUNK + 3 * line.cuts + 2  # a piece, and after each cut the question where to go on
    again = line.sent - size - requests_made * HEADERS_OF_ONE_REQUEST
    assert again <= line.cuts * CHUNK
    print(f"\n{line.cuts} cuts, {line.sent / size - 1:.1%} more bytes than the file")


def _answers(session: requests.Session, address: str) -> bool:
    try:
        return session.get(address, timeout=5).status_code == 200
    except requests.ConnectionError:
        return False

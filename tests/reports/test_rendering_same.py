"""The same frozen data give the same bytes, in whichever process, time zone and order of hashing."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import asdict

import pytest
from django.conf import settings

from tests.reports.books import beside, order_of
from tests.results.samples import summary
from tools.environment import PANGO_LINE, has_pango

if not has_pango():
    pytest.skip(f"Drawing a PDF needs Pango: {PANGO_LINE}", allow_module_level=True)

PROGRAM = """
import json, sys
from pathlib import Path
import django
django.setup()
from reports.documents import DOCUMENTS, Order
DOCUMENTS["self_assessment"].make(Order(**json.loads(Path(sys.argv[1]).read_text())), Path(sys.argv[2]), print)
"""


def test_two_processes_make_the_same_bytes(tmp_path):
    order = tmp_path / "order.json"
    order.write_text(json.dumps(asdict(order_of(summary([3], [4], [1]), code="ABCDEFGHIJKL", **beside()))))
    made = []
    for seed, zone in (("1", "Asia/Jakarta"), ("4242", "America/New_York")):
        target = tmp_path / f"{seed}.pdf"
        environment = os.environ | {
            "PYTHONHASHSEED": seed, "TZ": zone, "DJANGO_SETTINGS_MODULE": "spbe_portal.settings",
            "DEBUG": "true", "VAR_DIR": str(tmp_path),
        }  # fmt: skip
        command = [sys.executable, "-c", PROGRAM, str(order), str(target)]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        made.append(hashlib.sha256(target.read_bytes()).hexdigest())

    assert made[0] == made[1]

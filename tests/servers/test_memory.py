"""A web process takes a file of 1 GiB without holding it: its memory does not grow with what is sent."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from benchmarks.sending import MIB, Sender, film_head
from tests.servers.portal import Embedded
from tests.servers.uploading import last_stored, open_answer, sign_in

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("Embedded")]
PIECE = 8 * MIB  # the largest that is taken
MOST = 32 * MIB  # what the peak may be above the process at rest


class OneProcess(Embedded):
    """With one web worker and room for large files."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.env["UPLOAD_MAX_MIB"] = "1024"

    def commands(self) -> dict[str, list[str]]:
        commands = super().commands()
        web = commands["web"]
        web[web.index("--workers") + 1] = "1"
        return commands


@pytest.fixture
def portal(tmp_path):
    portal = OneProcess(tmp_path)
    portal.start("web")
    yield portal
    portal.stop()
    shutil.rmtree(tmp_path / "var")  # a gigabyte


def test_file_of_1_gib_becomes_evidence_within_32_mib_of_memory(portal):
    sender, answer = Sender(portal.port, sign_in(portal), timeout=300), open_answer(portal)
    send(sender, answer, 2 * PIECE)  # loads what is loaded once
    [worker] = Path(f"/proc/{portal.running['web'].pid}/task/{portal.running['web'].pid}/children").read_text().split()
    status = Path(f"/proc/{worker}/status")
    Path(f"/proc/{worker}/clear_refs").write_text("5")  # the peak begins anew (proc(5))
    at_rest = kilobytes(status, "VmRSS") * 1024
    send(sender, answer, 1024 * MIB)  # hashing and inspection follow within the last piece
    peak = kilobytes(status, "VmHWM") * 1024
    sender.close()
    assert last_stored(portal)[1] == 1024 * MIB
    assert portal.rows("SELECT count(*) FROM evidence_upload WHERE evidence_id IS NOT NULL") == [(2,)]
    print(f"\nat rest {at_rest / MIB:.1f} MiB, peak {peak / MIB:.1f} MiB")
    assert peak - at_rest < MOST


def send(sender: Sender, answer: int, size: int) -> None:
    """A valid film of this size, made as it goes."""
    piece = bytearray(os.urandom(PIECE))
    address = sender.begin(answer, "Rapat.mp4", size)
    for offset in range(0, size, PIECE):
        head = film_head(size, size) if offset == 0 else b""
        piece[: len(head)] = head
        sender.send_piece(address, offset, piece)


def kilobytes(status: Path, name: str) -> int:
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith(name))

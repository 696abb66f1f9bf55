"""A first view over a poor line: page, style, font, icons and scripts together, compressed as the portal sends them."""

import gzip
import re
from pathlib import PurePosixPath

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from assessments.models import Answer, Assessment
from tests import factories

BUDGET = 60_000  # bytes
USED = re.compile(r"""(?:href|src)=["']/static/([^"'#?]+)|url\(["']?([^"')]+)|from ["'](\./[^"']+)""")
PAGES = {
    "operator": (
        "/tugas/", "/isian/{answer}/", "/isian/{answer}/bukti/tambah/", "/dokumen/", "/profil/", "/instrumen/",
    ),
    "admin": (
        "/penilaian/", "/penilaian/{cycle}/penugasan/", "/penilaian/{cycle}/pengaturan/", "/pengelolaan/opd/",
        "/pengelolaan/pengguna/", "/riwayat/", "/rencana/", "/rencana/kalender/", "/rencana/baru/?indikator=I16",
    ),
    "asesor": ("/penilaian/{cycle}/indikator/", "/penilaian/{cycle}/indikator/I3/", "/penilaian/{cycle}/laporan/"),
    "koordinator": (
        "/hasil/", "/hasil/impor/",
        "/penilaian/{cycle}/", "/penilaian/{cycle}/nilai/", "/penilaian/{cycle}/andai/",
        "/instrumen/spbe-2020/", "/instrumen/spbe-2020/I1/",
        "/hasil/banding/", "/hasil/banding/tabel/", "/hasil/banding/peserta/", "/hasil/banding/nama/{instansi}/",
        "/penilaian/{cycle}/prioritas/", "/penilaian/{cycle}/jalur/", "/penilaian/{cycle}/lke/", "/target/",
    ),
    "teknisi": ("/pengelolaan/instansi/",),
    None: ("/masuk/", "/verifikasi/", "/v/{code}/"),
}  # fmt: skip


def compressed(name: str) -> int:
    """Bytes of one static file on the wire; a font is compressed already."""
    with open(finders.find(name), "rb") as file:  # noqa: PTH123
        data = file.read()
    return len(data) if name.endswith(".woff2") else len(gzip.compress(data))


def used_by(name: str, text: str) -> set[str]:
    """The static files a page, a style sheet or a script asks for."""
    folder = PurePosixPath(name).parent
    return {absolute or resolved(folder / style / script) for absolute, style, script in USED.findall(text)}


def resolved(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def first_view(client, url: str) -> int:
    """Everything a browser with an empty cache fetches for this page."""
    response = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, url
    assert response["Content-Encoding"] == "gzip"
    waiting, files = used_by("", gzip.decompress(response.content).decode()), set()
    while waiting - files:
        name = (waiting - files).pop()
        files.add(name)
        if name.endswith((".css", ".js")):
            with open(finders.find(name)) as file:  # noqa: PTH123
                waiting |= used_by(name, file.read())
    assert any(name.endswith(".woff2") for name in files)
    return len(response.content) + sum(map(compressed, files))


@pytest.mark.django_db
def test_first_view_of_each_page_is_small(settings, client_for):
    """With the demo: the whole instrument, twelve OPD, a year half done."""
    settings.DEBUG = True
    call_command("load_instruments", verbosity=0)
    call_command("seed_demo", verbosity=0)
    settings.DEBUG = False
    cycle = Assessment.objects.get(instrument__code="spbe-2020", stage="filling")
    answer = Answer.objects.get(assignment__assessment=cycle, assignment__indicator__code="I9")
    job = factories.ReportJobFactory(
        assessment=cycle, state="done", file="a.pdf", sha256="0" * 64, size=1, finished_at=timezone.now()
    )
    names = {"cycle": cycle.pk, "answer": answer.pk, "instansi": cycle.instansi_id, "code": job.code}
    sizes = {}
    for username, urls in PAGES.items():
        client = client_for(User.objects.get(username=username) if username else None)
        for url in urls:
            sizes[url] = first_view(client, url.format(**names))
    assert {url: size for url, size in sizes.items() if size > BUDGET} == {}

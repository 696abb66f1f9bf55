"""The technician's page of final results: `make bench-host`, on the database in DATABASE_URL or on SQLite without one.

Asked in process, so that the page is measured and neither network nor web server: 600 institutions with six final
cycles each. The database must be an empty one.
"""

from __future__ import annotations

import shutil
import time

from benchmarks import portal  # isort: skip  # it sets Django up
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Instansi, Role, User
from assessments.models import Assessment, Stage, Verdict
from benchmarks import data
from domains.models import Instrument

INSTITUTIONS = 600
YEARS = 6
TIMES = 20
PROVINCES = 38
PAGES = {
    "by name": "/pengelolaan/hasil/",
    "by index": "/pengelolaan/hasil/?urut=indeks",
    "by index, last page": "/pengelolaan/hasil/?urut=indeks&hal=24",
    "table of all": "/pengelolaan/hasil/tabel.csv?urut=indeks",
}


def main() -> None:
    try:
        call_command("migrate", verbosity=0)
        call_command("load_instruments", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        client = _technician()
        _fill()
        print(f"\n{connection.vendor}, {INSTITUTIONS} institutions, {Verdict.objects.count()} levels")
        print(f"{'page':<24}{'best ms':>9}{'CPU ms':>9}{'queries':>9}{'goal':>20}")
        for name, path in PAGES.items():
            best, processor, queries = _measured(client, path)
            goal = "" if path.startswith("/pengelolaan/hasil/tabel") else "50 ms, 8 queries"
            print(f"{name:<24}{best:9.1f}{processor:9.1f}{queries:9}{goal:>20}")
    finally:
        shutil.rmtree(portal.WORK, ignore_errors=True)


def _technician() -> Client:
    user = User.objects.create(
        username="technician", full_name="Pengukur", email="technician@ukur.invalid", role=Role.TECHNICIAN
    )
    client = Client()
    client.cookies["sessionid"] = data.session_of(user)
    return client


def _fill() -> None:
    """Final cycles whose levels differ from institution to institution and from year to year."""
    instrument, this_year = Instrument.objects.current().get(code="spbe-2020"), timezone.localdate().year
    instansi = Instansi.objects.bulk_create(
        Instansi(name=f"Pemerintah Kota {n}", short_name=f"Kota {n}", kind="city", province=f"Provinsi {n % PROVINCES}")
        for n in range(INSTITUTIONS)
    )
    by = User.objects.create(
        username="coordinator", full_name="Pemutus", email="c@ukur.invalid", role=Role.COORDINATOR, instansi=instansi[0]
    )
    for year in range(this_year - YEARS + 1, this_year + 1):
        Assessment.objects.bulk_create(_cycle(row, instrument, year, by) for row in instansi)
    _decide(instrument, by)


def _cycle(instansi: Instansi, instrument: Instrument, year: int, by: User) -> Assessment:
    day = timezone.localdate()
    return Assessment(
        instansi=instansi, year=year, instrument=instrument, stage=Stage.FINAL, finalised_at=timezone.now(),
        finalised_by=by, filling_until=day, verification_until=day, scoring_until=day, approval_until=day,
    )  # fmt: skip


def _decide(instrument: Instrument, by: User) -> None:
    """All levels in one statement: 169,200 objects would take minutes."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO assessments_verdict
                (assessment_id, indicator_id, final_level, justification, version, decided_at, decided_by_id)
            SELECT cycle.id, indicator.id, 1 + (cycle.id * 7919 + indicator.position * (cycle.id %% 13)) %% 5,
                %s, 1, cycle.finalised_at, %s
            FROM assessments_assessment cycle JOIN domains_indicator indicator USING (instrument_id)
            ORDER BY cycle.id, indicator.position
            """,
            [data.TEXT, by.pk],
        )
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _measured(client: Client, path: str) -> tuple[float, float, int]:
    """The least milliseconds of wall clock and of the processor, and the queries of one request."""
    assert client.get(path).status_code == 200  # noqa: S101  a refusal would be fast
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    queries, times = len(captured), []
    for _ in range(TIMES):
        wall, processor = time.perf_counter(), time.process_time()
        client.get(path)
        times.append((time.perf_counter() - wall, time.process_time() - processor))
    best, least = (min(column) * 1000 for column in zip(*times, strict=True))
    return best, least, queries


if __name__ == "__main__":
    main()

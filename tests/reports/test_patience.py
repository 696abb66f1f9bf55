"""A document that takes longer than its kind may is given up, and the limit of one is not felt by the next."""

import dataclasses
import signal
import threading
import time

import pytest

from reports import services
from reports.documents import DOCUMENTS
from reports.models import JobState, ReportJob
from reports.patience import TooSlow, time_limit

SOON = 0.05


def test_block_beyond_its_time_is_left():
    since = time.monotonic()

    with pytest.raises(TooSlow), time_limit(SOON):
        time.sleep(30)

    assert time.monotonic() - since < 20


@pytest.mark.parametrize("error", [None, KeyError])
def test_limit_ends_with_its_block(error):
    before = signal.getsignal(signal.SIGALRM)

    with pytest.raises(error) if error else time_limit(60), time_limit(SOON):
        if error:
            raise error

    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_thread_works_without_a_limit_of_its_own():
    said = []

    def work():
        with time_limit(60):
            said.append(signal.getitimer(signal.ITIMER_REAL))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert said == [(0.0, 0.0)]


def test_document_beyond_the_time_of_its_kind_says_what_to_do(make_job, made_by, monkeypatch):
    job, kind = make_job(), ReportJob.Kind.SELF_ASSESSMENT
    made_by(lambda order, target, report: time.sleep(30))
    hasty = dataclasses.replace(DOCUMENTS[kind], minutes=0.001, too_slow="Pilih yang lebih kecil.")
    monkeypatch.setitem(DOCUMENTS, kind, hasty)

    services.render(job.pk)

    failed = ReportJob.objects.get(pk=job.pk)
    assert (failed.state, failed.failure) == (
        JobState.FAILED, "Penyusunan melewati batas waktu 0.001 menit. Pilih yang lebih kecil.",
    )  # fmt: skip


def test_large_documents_have_more_time_than_others_and_the_worker_more_than_any(settings):
    minutes = {kind: document.minutes for kind, document in DOCUMENTS.items()}

    large = {minutes.pop(kind) for kind in (ReportJob.Kind.BUNDLE, ReportJob.Kind.UNITS)}

    assert (large, settings.LARGE_DOCUMENT_MINUTES, set(minutes.values())) == ({15}, 15, {5})
    limits = settings.CELERY_TASK_ANNOTATIONS["reports.tasks.render_job"]
    assert 15 * 60 < limits["soft_time_limit"] < limits["time_limit"]

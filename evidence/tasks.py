from celery import shared_task

from evidence import examining, findings, previews, resumable, scanning


@shared_task
def sweep_uploads() -> tuple[int, int]:
    return resumable.sweep()


@shared_task(ignore_result=True)
def examine(document_id: int) -> None:
    examining.examine(document_id)


@shared_task
def examine_forgotten() -> int:
    return examining.recover()


@shared_task
def scan_waiting(difficult: bool = False) -> int:
    return scanning.retry(difficult=difficult)


@shared_task(ignore_result=True)
def picture_block(document_id: int, page: int) -> None:
    previews.picture_block(document_id, page=page)


@shared_task(ignore_result=True)
def check_findings_of(document_id: int) -> None:
    findings.check_document(document_id)


@shared_task
def check_findings() -> int:
    return findings.check_all()

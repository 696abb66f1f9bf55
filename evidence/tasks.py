from celery import shared_task

from evidence import examining, findings, resumable


@shared_task
def sweep_uploads() -> tuple[int, int]:
    return resumable.sweep()


@shared_task(ignore_result=True)
def examine(document_id: int) -> None:
    examining.examine(document_id)


@shared_task
def examine_forgotten() -> int:
    return examining.recover()


@shared_task(ignore_result=True)
def check_findings_of(document_id: int) -> None:
    findings.check_document(document_id)


@shared_task
def check_findings() -> int:
    return findings.check_all()

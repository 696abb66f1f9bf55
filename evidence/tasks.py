from celery import shared_task

from evidence import resumable


@shared_task
def sweep_uploads() -> tuple[int, int]:
    return resumable.sweep()

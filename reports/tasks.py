import uuid

from celery import shared_task

from reports import services
from reports.spreadsheets import applying


@shared_task
def render_job(job_id: str) -> None:
    services.render(uuid.UUID(job_id))


@shared_task
def recover_jobs() -> int:
    return services.recover()


@shared_task
def apply_worksheet(draft_id: int) -> None:
    applying.apply(draft_id)


@shared_task
def recover_worksheets() -> int:
    return applying.recover()


@shared_task
def tidy() -> None:
    services.expire()
    services.remove_strays()
    services.forget_worksheets()


@shared_task
def tell_progress() -> int:
    return services.tell_progress()

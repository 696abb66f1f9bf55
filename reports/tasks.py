import uuid

from celery import shared_task

from reports import services


@shared_task
def render_job(job_id: str) -> None:
    services.render(uuid.UUID(job_id))


@shared_task
def recover_jobs() -> int:
    return services.recover()


@shared_task
def tidy() -> None:
    services.expire()
    services.remove_strays()
    services.forget_worksheets()


@shared_task
def tell_progress() -> int:
    return services.tell_progress()

from celery import shared_task

from results.services import past


@shared_task
def forget_drafts() -> int:
    return past.forget_drafts()

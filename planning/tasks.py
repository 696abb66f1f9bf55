from celery import shared_task

from planning.services import finishing


@shared_task
def propose_finished_actions() -> int:
    return finishing.propose_all()

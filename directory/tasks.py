from celery import shared_task

from directory.services import invitations


@shared_task
def deliver_invitations(person_ids: list[int]) -> int:
    return invitations.deliver(person_ids)

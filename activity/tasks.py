from celery import shared_task

from activity import services


@shared_task
def deliver_mail(notification_ids: list[int]) -> int:
    return services.deliver(notification_ids)


@shared_task
def deliver_lost_mail() -> int:
    return services.deliver_lost()

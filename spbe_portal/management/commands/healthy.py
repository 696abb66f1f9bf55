"""The health checks of the containers: exit status 0 while the process of this container does its work."""

from __future__ import annotations

import datetime
import socket
from http.client import HTTPConnection
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from spbe_portal.celery import app

CLOCK_MAY_LAG = datetime.timedelta(minutes=5)  # its most frequent entry is due every minute


class Command(BaseCommand):
    help = "Asks the web server, a worker on this machine, or the clock whether it is at work."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", choices=["web", "worker", "reports", "beat"])
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, part: str, port: int, **options: Any) -> None:
        healthy = {
            "web": lambda: web_answers(port),
            "worker": lambda: worker_reads("celery", node="celery"),
            "reports": lambda: worker_reads("reports", node="reports"),
            "beat": clock_ticks,
        }
        if not healthy[part]():
            raise CommandError(f"{part} is not healthy")


def web_answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/sehat/", headers={"Host": settings.ALLOWED_HOSTS[0]})
    return connection.getresponse().status == 200


def worker_reads(queue: str, *, node: str) -> bool:
    """Does the worker of that name on this machine answer, and does it read the queue?"""
    name = f"{node}@{socket.gethostname()}"
    answers = app.control.inspect(destination=[name], timeout=10).active_queues() or {}
    return queue in {read["name"] for read in answers.get(name, [])}


def clock_ticks() -> bool:
    """Beat writes down when it last sent each entry; a clock just started has sent none yet, which is no fault."""
    runs = PeriodicTask.objects.filter(enabled=True, last_run_at__isnull=False).order_by("-last_run_at")
    last = runs.values_list("last_run_at", flat=True).first()
    return last is None or timezone.now() - last < CLOCK_MAY_LAG

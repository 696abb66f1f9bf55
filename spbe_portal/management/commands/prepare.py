"""Bring the data up to the code: migrations, instruments, and on request the demo."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.base import CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from spbe_portal.celery import worker_lock_is_free
from spbe_portal.checks import refuse_defaults, store_takes_files


class Command(BaseCommand):
    help = (
        "Migrates, loads the instruments and, with --demo, the demo data. Safe to repeat; quick when nothing changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo once and print its accounts")

    def handle(self, *, demo: bool, **options: Any) -> None:
        refuse_defaults()
        if not worker_lock_is_free():
            raise CommandError("Another portal is already running on this data directory. Stop it first.")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stderr.write("Migrating the database")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("load_instruments", stdout=self.stderr)
        for error in store_takes_files():  # told and passed by: what needs no files works without them
            self.stderr.write(f"{error.msg} {error.hint}")
        if demo:
            call_command("seed_demo")

"""One moment of the database: everything read within it was true at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Queries within see what was committed when the first of them ran, whatever others commit meanwhile.

    By itself PostgreSQL lets each query see the newest data: an index and the levels it is made of could then come
    from before and after somebody's change. SQLite's transactions are such a moment already. Nothing can be written
    within, and no transaction may be open around it, since what that one has read may be older.
    """
    is_first = not connection.in_atomic_block  # a test may have opened one: then there is nobody else to see
    with transaction.atomic(durable=True):
        if is_first and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield

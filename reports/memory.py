"""A bound to the memory that making a document may take, so that one of them cannot take the server down."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

MIB = 1024 * 1024


@contextmanager
def memory_limit(mib: int) -> Iterator[None]:
    """Within the block this process can have so much data; asking for more is a MemoryError. 0 sets no bound."""
    before, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = mib * MIB if most == resource.RLIM_INFINITY else min(mib * MIB, most)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if mib else before, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, most))

"""The bound to memory holds within the block, in a process of its own, and not after it."""

import subprocess
import sys

import pytest
from django.conf import settings

PROGRAM = """
import resource
from reports.memory import memory_limit
before = resource.getrlimit(resource.RLIMIT_DATA)
try:
    with memory_limit({mib}):
        held = bytearray(400 * 1024 * 1024)
    print("taken")
except MemoryError:
    print("refused")
bytearray(400 * 1024 * 1024)
print(before == resource.getrlimit(resource.RLIMIT_DATA))
"""


@pytest.mark.parametrize(("mib", "answer"), [(300, "refused"), (1024, "taken"), (0, "taken")])
def test_memory_beyond_the_limit_is_refused_and_given_again_after(mib, answer):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(mib=mib)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == [answer, "True"]

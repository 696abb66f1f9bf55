"""What everybody does: come in, look around."""

import pytest

pytestmark = pytest.mark.browser


def test_smoke(person):
    operator = person("operator")
    operator.visit("/tugas/")

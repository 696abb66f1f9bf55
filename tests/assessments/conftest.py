"""The answer's page, as a person opens it and sends its form."""

from __future__ import annotations

import pytest


@pytest.fixture
def page(world, client_for):
    """`page()` opens it as the operator, `page(data)` sends the form; `by=` names somebody else, the rest fields."""

    def ask(data=None, *, by=None, **change):
        client, path = client_for(by or world.operator), f"/isian/{world.answer.pk}/"
        return client.get(path) if data is None else client.post(path, data | change)

    return ask

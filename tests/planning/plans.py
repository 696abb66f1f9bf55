"""Further items of the world's plan, and what a browser sends of one."""

from __future__ import annotations

from planning.models import ActionItem
from tests import factories


def other(world, **said) -> ActionItem:
    given = {"instansi": world.instansi, "unit": world.other_unit, "created_by": world.admin, "text": "Latih pegawai."}
    return factories.ActionItemFactory(**given | {"indicator": world.instrument.indicators.get(position=4)} | said)


def typed(item: ActionItem, **said) -> dict[str, object]:
    """What a browser sends from the form of an item."""
    return {
        "version": item.version, "year": 2026, "from_level": "2", "to_level": "3", "text": item.text,
        "unit": item.unit_id or "", "person": "", "deadline": "", "budget": "", "expected_text": "",
    } | said  # fmt: skip

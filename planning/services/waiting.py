"""Which items of the plan wait for which, as the prerequisites of the institution have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from assessments.paths import Prerequisite
from planning.models import LATE, ActionItem, ActionOrder
from planning.ordering import ring_through

Wait = tuple[ActionItem, ActionItem]  # the item, and what it waits for


def order_new(
    made: list[ActionItem], present: list[ActionItem], rules: Iterable[Prerequisite]
) -> dict[ActionItem, list[ActionItem]]:
    """Let each item wait for those that carry its prerequisites; returns what was added.

    `made` are new, `present` are the other open ones; what the present ones wait for among themselves is left as
    people set it, and a wait that would close a ring with it is passed over.
    """
    waits = list(dict.fromkeys(_waits(made, present, rules)))
    known = _known(waits, made)
    found: dict[ActionItem, list[ActionItem]] = defaultdict(list)
    for item, needs in waits:
        tried = known | {item.pk: known.get(item.pk, set()) | {needs.pk}}
        if needs.pk not in known.get(item.pk, ()) and not ring_through(item.pk, tried):
            known = tried
            found[item].append(needs)
    ActionOrder.objects.bulk_create(ActionOrder(item=item, needs=row) for item, rows in found.items() for row in rows)
    return dict(found)


def _waits(made: list[ActionItem], present: list[ActionItem], rules: Iterable[Prerequisite]) -> Iterator[Wait]:
    new = {item.pk for item in made}
    by_code: dict[str, list[ActionItem]] = defaultdict(list)
    for item in (*made, *present):
        by_code[item.indicator.code].append(item)
    for rule in rules:
        for item in by_code[rule.code]:
            for needs in by_code[rule.needs]:
                if (item.pk in new or needs.pk in new) and _asks(rule, item, needs):
                    yield item, needs


def _asks(rule: Prerequisite, item: ActionItem, needs: ActionItem) -> bool:
    """What is proposed as done waits for nothing more; what stood high enough when it was planned is not waited for."""
    return item.state in LATE and item.to_level >= rule.level and needs.from_level < rule.needs_level


def _known(waits: list[Wait], made: list[ActionItem]) -> dict[int, set[int]]:
    """What waits for what already. New items are in no order yet and prerequisites know no ring, so one can close only
    from a new item to a present one, on through the present ones, and back to a new one: else nothing is read."""
    new = {item.pk for item in made}
    leaves = any(needs.pk not in new for _, needs in waits)
    returns = any(item.pk not in new for item, _ in waits)
    return ActionOrder.objects.within(made[0].instansi_id) if leaves and returns else {}

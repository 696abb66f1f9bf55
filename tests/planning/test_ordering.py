"""What waits for what, as plain keys."""

from __future__ import annotations

import pytest

from planning.ordering import in_order, ring_through


@pytest.mark.parametrize(
    ("needs", "ring"),
    [
        ({}, []),
        ({1: [2], 2: [3]}, []),
        ({1: [1]}, [1, 1]),
        ({1: [2], 2: [1]}, [1, 2, 1]),
        ({1: [2, 4], 2: [3], 3: [1], 4: [5]}, [1, 2, 3, 1]),
        ({1: [2, 3], 2: [4], 4: [1], 3: [1]}, [1, 3, 1]),
        ({1: [2], 2: [3], 3: [2]}, []),
    ],
)
def test_ring_through_an_item_is_the_shortest_one(needs, ring):
    assert ring_through(1, needs) == ring


@pytest.mark.parametrize(
    ("keys", "needs", "order"),
    [
        ([], {}, []),
        ([3, 1, 2], {}, [3, 1, 2]),
        ([1, 2, 3], {1: [3], 3: [2]}, [2, 3, 1]),
        ([1, 2, 3, 4], {1: [2, 3], 2: [4], 3: [4]}, [4, 2, 3, 1]),
        ([1, 2], {1: [9]}, [1, 2]),
        ([1, 2, 3], {1: [2], 2: [1]}, [3, 1, 2]),
    ],
)
def test_order_puts_everything_after_what_it_waits_for_and_loses_nothing(keys, needs, order):
    assert in_order(keys, needs) == order


def test_a_long_chain_is_followed_to_its_end():
    chain = {key: [key + 1] for key in range(1, 3000)}
    assert ring_through(1, chain | {3000: [1]}) == [*range(1, 3001), 1]

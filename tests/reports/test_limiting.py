"""How often one address may ask."""

import pytest

from reports.limiting import Limit, address_of

LIMIT = Limit("contoh", amount=2, seconds=60)


@pytest.fixture
def clock(monkeypatch):
    """`clock(second)` sets the time within a window."""

    def put(second):
        monkeypatch.setattr("reports.limiting.time", lambda: 6_000_000.0 + second)

    put(0)
    return put


def asked(rf, address="10.0.0.1"):
    return rf.get("/", REMOTE_ADDR=address)


def test_limit_waits_to_the_end_of_its_window_and_begins_anew(rf, clock):
    waits = []
    for second in (0, 1, 2, 59.5, 60):
        clock(second)
        waits.append(LIMIT.wait(asked(rf)))
        LIMIT.count(asked(rf))

    assert waits == [0, 0, 58, 1, 0]


def test_limit_counts_each_address_alone(rf, clock):
    for _ in range(2):
        LIMIT.count(asked(rf))

    assert (LIMIT.wait(asked(rf)), LIMIT.wait(asked(rf, "10.0.0.2"))) == (60, 0)


def test_limits_of_other_names_are_apart(rf, clock):
    for _ in range(2):
        LIMIT.count(asked(rf))

    assert Limit("lain", amount=2, seconds=60).wait(asked(rf)) == 0


@pytest.mark.parametrize(
    ("address", "counted"),
    [("10.0.0.1", "10.0.0.1"), ("2001:db8:1:2:3::4", "2001:db8:1:2::"), ("2001:db8:1:2:ffff::", "2001:db8:1:2::")],
)
def test_address_of_a_subscriber_is_one(rf, address, counted):
    assert address_of(asked(rf, address)) == counted

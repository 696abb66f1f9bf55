"""How often one address may ask the pages that are open to everybody. Counted in the cache, which all processes share.

An address that tried too many unknown codes gets no answer for right ones either: otherwise the refusals would tell
them apart. An office behind one address stays well below.
"""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass
from time import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

IPV6_PREFIX = 64  # what one subscriber is given


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` in each window of so many seconds, per address."""

    name: str
    amount: int
    seconds: int

    def wait(self, request: HttpRequest) -> int:
        """Seconds until this address may ask again; 0 when it may now."""
        now = time()
        if int(cache.get(self._key(request, now), 0)) < self.amount:
            return 0
        return max(1, math.ceil(self.seconds - now % self.seconds))

    def count(self, request: HttpRequest) -> None:
        key = self._key(request, time())
        if not cache.add(key, 1, self.seconds):
            try:
                cache.incr(key)
            except ValueError:  # its window ended this moment
                return

    def _key(self, request: HttpRequest, now: float) -> str:
        return f"limit:{self.name}:{int(now // self.seconds)}:{address_of(request)}"


def address_of(request: HttpRequest) -> str:
    """Who asks, as signing in counts it: TRUSTED_PROXIES says how many proxies in front may name the visitor."""
    text = str(get_adapter().get_client_ip(request))
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{address}/{IPV6_PREFIX}", strict=False).network_address)
    return text

"""A bad line between client and server: cuts connections at random bytes, and lets only so many through per second."""

from __future__ import annotations

import random
import socket
import threading
import time
from contextlib import suppress

BLOCK = 16 * 1024


class BadLine:
    """A TCP proxy on `port`. Counts the bytes that went up; cuts until `cuts` connections were cut."""

    def __init__(self, target: int, *, cuts: int = 0, between: tuple[int, int] = (1, 1), per_second: int = 0) -> None:
        self.target, self.wanted, self.between, self.per_second = target, cuts, between, per_second
        self.random = random.Random(7)  # noqa: S311 - the same line in every run
        self.block = min(BLOCK, per_second // 8) if per_second else BLOCK  # so that a slow line flows
        self.cuts = self.sent = 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self.target))
                except ConnectionRefusedError:  # nobody at home just now
                    client.close()
                    continue
                threading.Thread(target=self._up, args=(client, server), daemon=True).start()
                threading.Thread(target=self._down, args=(server, client), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        """What goes to the server, until this connection's turn to be cut has come."""
        left = self.random.randint(*self.between) if self.cuts < self.wanted else None
        with suppress(OSError):
            while block := client.recv(self.block):
                if left is not None and len(block) > left:
                    server.sendall(block[:left])
                    with self.lock:
                        self.sent += left
                        self.cuts += 1
                    break
                server.sendall(block)
                with self.lock:
                    self.sent += len(block)
                left = None if left is None else left - len(block)
                if self.per_second:
                    time.sleep(len(block) / self.per_second)
        _end(client, server)

    def _down(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while block := server.recv(BLOCK):
                client.sendall(block)
        _end(client, server)


def _end(*connections: socket.socket) -> None:
    """Dead at once and in both directions: a line that drops bytes and goes on would make the server look guilty."""
    for connection in connections:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

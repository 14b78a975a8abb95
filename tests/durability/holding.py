"""Connections that phones hold open: idle ones, slow senders and slow readers, and newcomers who come meanwhile."""

from __future__ import annotations

import http.client
import resource
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

AT_A_TIME = 100  # connections that are opened together, as a room of phones does
PATIENCE = 30  # seconds for one newcomer, or one step of those who hold
HEAD = "Host: 127.0.0.1\r\nUser-Agent: phone\r\n"
IDLE = f"GET /healthz HTTP/1.1\r\n{HEAD}\r\n".encode()
SLOW_HEAD = f"GET /healthz HTTP/1.1\r\n{HEAD}X-Slow: ".encode()
SLOW_BODY = (
    f"POST /sign-in HTTP/1.1\r\n{HEAD}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n"
).encode()


def large(path: str) -> bytes:
    """What a slow reader asks for, and does not read."""
    return f"GET {path} HTTP/1.1\r\n{HEAD}\r\n".encode()


@dataclass
class Held:
    """Connections that are held open to one server."""

    port: int
    idle: list[socket.socket] = field(default_factory=list)
    dripping: list[socket.socket] = field(default_factory=list)
    reading: list[socket.socket] = field(default_factory=list)

    def hold(self, kind: list[socket.socket], number: int, said: bytes) -> None:
        """Open so many more, a hundred at a time; each says its part."""
        for begin in range(0, number, AT_A_TIME):
            fresh = [self._open() for _ in range(min(AT_A_TIME, number - begin))]
            for one in fresh:
                one.sendall(said)
            if kind is self.idle:
                answered(fresh)
            kind += fresh

    def _open(self) -> socket.socket:
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        made.settimeout(PATIENCE)
        made.connect(("127.0.0.1", self.port))
        return made

    def drip(self) -> None:
        """Each slow sender sends one byte more, each slow reader reads one."""
        for one in self.dripping:
            with suppress(OSError):
                one.send(b"a")
        for one in self.reading:
            with suppress(OSError):
                one.recv(1)

    def newcomer(self, path: str) -> float:
        """How many seconds a newcomer waits for a page: with a connection of its own, until the last byte."""
        begun = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request("GET", path)
            answer = line.getresponse()
            answer.read()
        finally:
            line.close()
        assert answer.status == 200, answer.status
        return time.monotonic() - begun

    def still_open(self) -> int:
        """How many of the idle the server has not closed."""
        return sum(not is_closed(one) for one in self.idle)

    def cut_off(self) -> int:
        """How many of the slow senders the server has closed."""
        return sum(is_closed(one) for one in self.dripping)

    def close(self) -> None:
        """Let everything go."""
        for one in (*self.idle, *self.dripping, *self.reading):
            one.close()


def is_closed(one: socket.socket) -> bool:
    """Whether the other side has closed this connection; what it said before is read first."""
    one.setblocking(False)
    try:
        while one.recv(65536):
            pass
        return True
    except BlockingIOError:
        return False
    except OSError:
        return True


def answered(fresh: list[socket.socket]) -> None:
    """Until each of these has its answer."""
    waiting = selectors.DefaultSelector()
    for one in fresh:
        waiting.register(one, selectors.EVENT_READ)
    until, left = time.monotonic() + PATIENCE, len(fresh)
    while left:
        assert time.monotonic() < until, f"{left} of {len(fresh)} have no answer"
        for key, _mask in waiting.select(1):
            assert key.fileobj.recv(65536), "closed at once"  # type: ignore[union-attr]
            waiting.unregister(key.fileobj)
            left -= 1
    waiting.close()


@contextmanager
def holding(port: int) -> Iterator[Held]:
    """Room for thousands of connections in this process; all are closed at the end."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    held = Held(port)
    try:
        yield held
    finally:
        held.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

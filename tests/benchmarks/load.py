"""A load generator of one thread: clients on connections that stay open, each asking again once it was answered."""

import gc
import selectors
import socket
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus

CLIENTS = 8
PATIENCE = 20.0  # seconds without any answer


class Failed(Exception):
    """An answer was not what it must be: such a run measures nothing."""


@dataclass(frozen=True)
class Answer:
    """An answer of the server."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header; empty if it is not there."""
        wanted = name.lower().encode()
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.lower() == wanted:
                return value.strip().decode()
        return ""


Journey = Generator[bytes, Answer, None]


@dataclass
class Load:
    """What came of one run."""

    seconds: float = 0.0
    journeys: int = 0
    waits: list[float] = field(default_factory=list)  # seconds from question to answer
    own_share: float = 0.0  # of one processor, taken by the generator itself
    processor: float = 0.0  # seconds that the server used

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.waits) / self.seconds

    @property
    def journey_rate(self) -> float:
        """Whole journeys a second."""
        return self.journeys / self.seconds

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 of 100 answers came."""
        ordered = sorted(self.waits)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def expect(answer: Answer, status: int) -> Answer:
    """The answer, if it has this status."""
    if answer.status != status:
        raise Failed(f"{HTTPStatus(status)!r} was expected, not {answer.status}: {answer.head!r} {answer.body[:600]!r}")
    return answer


class Client:
    """One connection and the journey that it is on."""

    def __init__(self, port: int, journeys: Iterator[Journey]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.journeys = journeys
        self.journey: Journey | None = None
        self.buffer = bytearray()
        self.head_end = self.whole = -1
        self.sent_at = 0.0

    def start(self) -> bool:
        """Begin the next journey; answers whether there was one."""
        self.journey = next(self.journeys, None)
        if self.journey is None:
            return False
        self.ask(next(self.journey))
        return True

    def ask(self, request: bytes) -> None:
        """Send a request; it is small, so the socket takes it whole."""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> Answer | None:
        """What came; the answer once it is whole."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise Failed("The server closed the connection.")
        self.buffer += piece
        if self.head_end < 0:
            self.head_end = self.buffer.find(b"\r\n\r\n")
            if self.head_end < 0:
                return None
            self.whole = self.head_end + 4 + length_of(bytes(self.buffer[: self.head_end]))
        if len(self.buffer) < self.whole:
            return None
        raw, end = bytes(self.buffer), self.head_end
        self.buffer.clear()
        self.head_end = -1
        return Answer(int(raw[9:12]), raw[:end], raw[end + 4 :])

    def go_on(self, answer: Answer) -> bool:
        """Hand the answer to the journey and ask what it asks next; answers whether it goes on."""
        assert self.journey is not None
        try:
            self.ask(self.journey.send(answer))
        except StopIteration:
            return False
        return True


def length_of(head: bytes) -> int:
    """How long the body is, by its header."""
    for line in head.split(b"\r\n")[1:]:
        if line[:15].lower() == b"content-length:":
            return int(line[15:])
    if head[9:12] in (b"304", b"204"):
        return 0
    raise Failed(f"The answer does not say how long it is: {head!r}")


def run(port: int, journeys: Iterator[Journey], *, seconds: float | None = None, clients: int = CLIENTS) -> Load:
    """Keep the clients busy, for so many seconds or until the journeys are done."""
    made = Load()
    selector = selectors.DefaultSelector()
    gc.collect()
    gc.disable()
    cpu, begun = time.process_time(), time.perf_counter()
    ends = begun + seconds if seconds else float("inf")
    everybody = [Client(port, journeys) for _ in range(clients)]
    try:
        for client in everybody:
            if client.start():
                selector.register(client.socket, selectors.EVENT_READ, client)
        while selector.get_map():
            ready = selector.select(PATIENCE)
            if not ready:
                raise Failed("The server does not answer any more.")
            for key, _events in ready:
                turn(key.data, made, selector, ends)
        made.seconds = time.perf_counter() - begun
        made.own_share = (time.process_time() - cpu) / made.seconds
    finally:
        gc.enable()
        for client in everybody:
            client.socket.close()
    return made


def turn(client: Client, made: Load, selector: selectors.BaseSelector, ends: float) -> None:
    """Something came on this connection: note a whole answer and go on, or stop where the time is up."""
    answer = client.read()
    if answer is None:
        return
    now = time.perf_counter()
    made.waits.append(now - client.sent_at)
    if now >= ends:
        selector.unregister(client.socket)
    elif not client.go_on(answer):
        made.journeys += 1
        if not client.start():
            selector.unregister(client.socket)

"""The web server among many connections: what it holds, what it lets go, and how many files it asks for."""

import threading
import time
from contextlib import contextmanager

import pytest

from lms import clock
from lms.operating import doctor, open_files, serving
from lms.operating.crowd_server import CrowdServer
from lms.ports import Health
from tests.durability.holding import IDLE, SLOW_BODY, holding, is_closed, large

LARGE = b"x" * 8_000_000  # more than the system itself keeps for a reader who does not read


def answer(environ, start_response):
    """A page of a few bytes, and one of many."""
    body = LARGE if environ["PATH_INFO"] == "/large" else b"hello"
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@contextmanager
def crowd_server(**options):
    """A small application on the server; its port."""
    held = serving.hold("127.0.0.1", 0)
    server = CrowdServer(answer, held, threads=4, ident=None, asyncore_use_poll=True, **options)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield held.getsockname()[1]
    finally:
        until(lambda: not server.open_channels())  # they notice that the others are gone
        server.task_dispatcher.shutdown()
        server.asyncore.close_all(server._map)


def until(true, seconds=20):
    """Wait for something that the server does in its next turns."""
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_when_it_is_nearly_full_the_longest_idle_go_and_newcomers_are_answered():
    with crowd_server(connection_limit=60) as port, holding(port) as held:
        held.hold(held.dripping, 10, SLOW_BODY)
        held.hold(held.idle, 40, IDLE)
        oldest, held.idle = held.idle, []
        held.hold(held.idle, 30, IDLE)
        assert held.newcomer("/") < 5
        until(lambda: sum(map(is_closed, oldest)) >= 25)
        assert held.still_open() >= 25  # at most one round beyond the oldest
        assert held.cut_off() == 0
        held.idle += oldest


def test_slow_senders_and_slow_readers_of_much_hold_no_thread():
    with crowd_server(connection_limit=100) as port, holding(port) as held:
        held.hold(held.dripping, 20, SLOW_BODY)
        held.hold(held.reading, 20, large("/large"))
        for _ in range(5):
            held.drip()
            assert held.newcomer("/") < 5


def test_a_connection_without_a_byte_is_closed_after_its_time():
    with crowd_server(connection_limit=100, channel_timeout=1, cleanup_interval=1) as port, holding(port) as held:
        held.hold(held.idle, 5, IDLE)
        until(lambda: held.still_open() == 0)


@pytest.mark.parametrize(
    ("files", "connections"), [(100, 20), (256, 28), (1024, 412), (4200, 2000), (8200, 4000), (1 << 20, 4000)]
)
def test_connections_leave_files_for_large_bodies_and_for_the_server_itself(files, connections):
    assert open_files.connections_within(files) == connections


@pytest.mark.parametrize(
    ("hard", "health"), [(1024, Health.WARN), (4199, Health.WARN), (4200, Health.OK), (-1, Health.OK)]
)
def test_the_doctor_says_when_the_system_allows_too_few_open_files(monkeypatch, hard, health):
    monkeypatch.setattr(open_files.resource, "getrlimit", lambda _which: (256, hard))
    assert open_files.check_open_files in doctor.WITHOUT_DATABASE
    [finding] = open_files.check_open_files(None, clock.now())
    assert finding.health is health
    assert ("LimitNOFILE=8200" in finding.detail) == (health is Health.WARN)

"""Several at the same moment, each with a connection of its own and real commits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

from flask import Flask

PATIENCE = 2  # seconds, after which the others are taken to wait for a lock that this one holds


def at_once(app: Flask, *calls: Callable[[], Any]) -> list[Any]:
    """Make the calls together, each in a thread and a request of its own; what they answered, in their order."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        with app.test_request_context():
            start.wait()
            return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [each.result(60) for each in [pool.submit(run, call) for call in calls]]


class Gate:
    """Holds whoever comes until as many are there, or it is clear that no other comes; then it stays open."""

    def __init__(self, many: int) -> None:
        self.barrier = Barrier(many)

    def _wait(self) -> None:
        with suppress(BrokenBarrierError):
            self.barrier.wait(PATIENCE)

    def before(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with the gate in front of it."""

        def held(*values: Any, **named: Any) -> Any:
            self._wait()
            return inner(*values, **named)

        return held

    def after(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with the gate behind it."""

        def held(*values: Any, **named: Any) -> Any:
            found = inner(*values, **named)
            self._wait()
            return found

        return held

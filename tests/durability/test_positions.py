"""A server that is told to stop writes first where people are, with whatever server it runs."""

from __future__ import annotations

import contextlib
import os
import random
import shlex
import signal
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from config import Testing as Settings
from courses.learning.models import Enrolment, ReadingPosition
from lms import clock
from lms.app import create_app
from lms.db import Database, transaction
from lms.people.authentication.login_session import cookie_name
from lms.people.services.sessions import begin_session
from tests.builders import assessments as make
from tests.durability.test_connections import of_the_guide
from tests.durability.test_kill import ROOT, SECRET, free_port, wait_for

READERS = 4
LESSONS = ("first", "second", "third")
SERVERS = {
    "granian": (
        "granian", "lms.wsgi:app", "--interface", "wsgi", "--host", "127.0.0.1", "--workers", "2", "--no-ws",
        "--workers-kill-timeout", "10",
    ),
    "waitress": ("lms", "serve"),
}  # fmt: skip


@dataclass
class Reading:
    """An installation of its own, with officers who read."""

    url: str
    folder: Path
    readers: dict[int, str]  # the token of each by their id
    cookie: str
    port: int

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """The server of this name, once it answers."""
        program, *words = SERVERS[name]
        more = ["--port", str(self.port)] if name == "granian" else []
        kept = {word: os.environ[word] for word in ("PATH", "HOME", "LANG") if word in os.environ}
        settings = {
            "SPOOR_ENV": "testing",
            "INSTANCE_PATH": str(self.folder / "instance"),
            "DATABASE_URL": self.url,
            "SECRET_KEY": SECRET,
            "SITE_URL": "http://127.0.0.1:8000",
            "PORT": str(self.port),
            "PYTHONPATH": str(ROOT),
        }
        command = [str(Path(sys.executable).with_name(program)), *words, *more]
        with (self.folder / "server.log").open("ab") as log:
            made = subprocess.Popen(command, cwd=self.folder, env=kept | settings, stdout=log, stderr=log)
        wait_for(made, f"http://127.0.0.1:{self.port}/healthz", self.folder / "server.log")
        return made

    def read(self, token: str, lesson: str) -> None:
        """Somebody opens a lesson."""
        address = f"http://127.0.0.1:{self.port}/courses/{make.SLUG}/lessons/{lesson}"
        asked = urllib.request.Request(address, headers={"Cookie": f"{self.cookie}={token}"})
        with urllib.request.urlopen(asked, timeout=20) as answer:
            assert answer.status == 200

    def places(self) -> dict[int, str]:
        """Where each person is, as a new connection finds it."""
        database = Database(self.url)
        with database.session(write=False) as session:
            rows = session.execute(
                select(Enrolment.person_id, ReadingPosition.lesson).join(
                    ReadingPosition, ReadingPosition.enrolment_id == Enrolment.id
                )
            )
            found = dict(rows.all())
        database.close()
        return found


@pytest.fixture
def reading(new_database, migrated_database, tmp_path) -> Reading:
    """The installation, with the readers signed in."""
    url = new_database(f"places_{random.randrange(10**6)}", migrated_database)
    database = Database(url)
    settings = Settings(
        INSTANCE_PATH=str(tmp_path / "instance"), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000", SECRET_KEY=SECRET
    )
    app = create_app(settings, database=database)
    readers = {}
    with app.app_context(), transaction() as session:
        version = make.load_folder(session, make.write_exam_course(tmp_path), clock.now())
        for _ in range(READERS):
            row = make.learner(session, version, clock.now(), password=None)
            readers[row.id] = begin_session(session, row, device="test", now=clock.now())
    with app.app_context():
        made = Reading(url, tmp_path, readers, cookie_name(), free_port())
    database.close()
    return made


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_that_is_told_to_stop_writes_where_people_are(reading, server):
    process = reading.start(server)
    last = {}
    for n, (person_id, token) in enumerate(reading.readers.items()):
        for lesson in LESSONS[: n % 3 + 1]:
            reading.read(token, lesson)
            last[person_id] = lesson
    process.send_signal(signal.SIGTERM)
    process.wait(40)
    assert reading.places() == last


SLOW_SECOND = """
import fcntl
taken = open("taken", "a")
fcntl.flock(taken, fcntl.LOCK_EX)  # the second worker goes on starting as long as the first lives
def app(environ, start_response):
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]
"""


def test_a_worker_that_was_told_to_stop_while_it_started_is_ended_by_the_line_of_the_guide(tmp_path):
    (tmp_path / "slow.py").write_text(SLOW_SECOND)
    port = free_port()
    said = shlex.join(of_the_guide()).replace("--workers-kill-timeout 30 ", "--workers-kill-timeout 4 ")
    words = shlex.split(said.replace("8001", str(port)).replace("lms.wsgi:app", "slow:app"))
    command = [str(Path(sys.executable).with_name(words[0])), *words[1:]]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(process, f"http://127.0.0.1:{port}/", tmp_path / "log")
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

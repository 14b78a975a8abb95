"""Servers are killed in the middle of their work: whatever got a receipt of the outbox is there afterwards.

A few kills in the ordinary suite, a hundred in `make test-long`.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from assessments.exams.models import AnswerRevision, AttemptItem
from config import Testing as Settings
from courses.learning.models import Enrolment, LessonRead
from courses.learning.queries.runs import all_lessons
from lms import clock
from lms.app import create_app
from lms.db import Database, transaction
from lms.offline.models import OfflineReceipt
from lms.people.authentication.login_session import cookie_name
from lms.people.services.sessions import begin_session
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.durability.crowd import Client, Receipt, Told

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 8
UP_WITHIN = 60  # seconds
SECRET = "d" * 64


def wait_for(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Until this server answers there."""
    until = time.monotonic() + UP_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.05)
    raise AssertionError("The server did not come up.")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Place:
    """An installation of its own, with officers whose attempts are under way."""

    url: str
    folder: Path
    database: Database
    port: int = field(default_factory=free_port)
    clients: list[Client] = field(default_factory=list)

    def stored(self) -> set[Receipt | Told]:
        """Every step, lesson read and receipt that a new connection to the database finds."""
        database = Database(self.url)
        with database.session(write=False) as session:
            rows = session.execute(
                select(AttemptItem.attempt_id, AttemptItem.position, AnswerRevision.seq, AnswerRevision.answer).join(
                    AnswerRevision, AnswerRevision.attempt_item_id == AttemptItem.id
                )
            ).all()
            told = session.execute(select(OfflineReceipt.entry_id, OfflineReceipt.kind)).all()
        database.close()
        steps = {Receipt(attempt, position, seq, answer["value"]["text"]) for attempt, position, seq, answer in rows}
        return steps | {Told(entry_id, kind) for entry_id, kind in told}

    def promised(self) -> list[Receipt | Told]:
        """Every receipt that anybody got."""
        return [receipt for client in self.clients for receipt in [*client.receipts, *client.told]]

    def lessons_read(self) -> list[tuple[int, int]]:
        """Who read a lesson, and how often it counts."""
        with self.database.session(write=False) as session:
            run = Enrolment.id == LessonRead.enrolment_id
            counted = select(Enrolment.person_id, func.count()).join(LessonRead, run).group_by(Enrolment.person_id)
            return [tuple(row) for row in session.execute(counted)]


@pytest.fixture
def place(new_database, migrated_database, tmp_path) -> Iterator[Place]:
    """The installation, with one attempt for each client."""
    url = new_database(f"kill_{random.randrange(10**6)}", migrated_database)
    database = Database(url)
    settings = Settings(
        INSTANCE_PATH=str(tmp_path / "instance"), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000", SECRET_KEY=SECRET
    )
    made = Place(url, tmp_path, database)
    app = create_app(settings, database=database)
    with app.app_context(), transaction() as session:
        version = make.load_folder(session, make.write_exam_course(tmp_path), clock.now())
        exam = make.exam_of(session, version)
        for _ in range(CLIENTS):
            row = make.learner(session, version, clock.now(), password=None)
            attempt = make.start(session, exam, row, clock.now())
            token = begin_session(session, row, device="test", now=clock.now())
            position = make.position_of(session, attempt, KindName.NUMBER)
            lesson = all_lessons(session, version.id)[0]
            made.clients.append(
                Client(made.port, attempt.uuid, make.SLUG, lesson, token, cookie_name(), attempt.id, position)
            )
    yield made
    database.close()


def serve(place: Place, app: str) -> subprocess.Popen[bytes]:
    """Two worker processes, as production runs them; returns when one of them answers."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
        "SPOOR_ENV": "testing",
        "INSTANCE_PATH": str(place.folder / "instance"),
        "DATABASE_URL": place.url,
        "SECRET_KEY": SECRET,
        "SITE_URL": "http://127.0.0.1:8000",
        "PYTHONPATH": str(ROOT),
    }
    command = [
        str(Path(sys.executable).with_name("granian")), app, "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(place.port), "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "error",
    ]  # fmt: skip
    with (place.folder / "server.log").open("ab") as log:
        server = subprocess.Popen(
            command, cwd=place.folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    wait_for(server, f"http://127.0.0.1:{place.port}/healthz", place.folder / "server.log")
    return server


def kill(server: subprocess.Popen[bytes]) -> None:
    """All its processes at once, without a chance to end anything."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


@contextmanager
def crowd(place: Place) -> Iterator[None]:
    """All clients saving at the same time."""
    stop = threading.Event()
    threads = [threading.Thread(target=client.run, args=(stop,)) for client in place.clients]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)


def more_receipts(place: Place, before: int) -> None:
    """Wait until the crowd is at work again."""
    until = time.monotonic() + UP_WITHIN
    while len(place.promised()) < before + 2 * CLIENTS and time.monotonic() < until:
        time.sleep(0.01)


def killed(place: Place, app: str, times: int, *, until_lost: bool = False) -> set[Receipt | Told]:
    """Kill and start again so many times under the crowd; answers the receipts whose answer is not there."""
    lost: set[Receipt] = set()
    chance = random.Random(times)
    server = serve(place, app)
    with crowd(place):
        for _ in range(times):
            before = len(place.promised())
            more_receipts(place, before)
            time.sleep(chance.random() * 0.3)  # any moment of a request may be its last
            kill(server)
            server = serve(place, app)
            lost |= set(place.promised()) - place.stored()
            if lost and until_lost:
                break
        more_receipts(place, len(place.promised()))
    kill(server)
    return lost


def test_the_test_finds_a_receipt_that_was_given_before_the_commit(place):
    lost = killed(place, "tests.durability.early:app", 4, until_lost=True)
    assert lost, "A server that commits after its answer was killed, and no lost answer was noticed."


@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.long)], ids=["some", "many"])
def test_every_answer_that_got_a_receipt_is_there_after_each_kill(place, capsys, kills):
    lost = killed(place, "lms.wsgi:app", kills)
    promised = place.promised()
    answers = [one for one in promised if isinstance(one, Receipt)]
    broken = sum(client.broken for client in place.clients)
    repeated = sum(client.repeated for client in place.clients)
    assert lost == set()
    assert [client.wrong for client in place.clients] == [[]] * CLIENTS
    assert set(promised) <= place.stored()
    assert place.lessons_read()
    assert {count for _person, count in place.lessons_read()} == {1}
    assert len(answers) >= kills * CLIENTS  # they were at work before every kill
    assert broken >= kills  # and their work was cut off
    if "sqlite" in place.url:
        with place.database.session(write=False) as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    with capsys.disabled():
        sys.stdout.write(
            f"\n{kills} kills: {len(answers)} answers and as many lessons told, {broken} requests cut off, "
            f"{repeated} of them had arrived, 0 answers lost\n"
        )

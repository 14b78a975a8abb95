"""The mail server is away for 72 hours, and workers are killed before, meanwhile and afterwards: each letter arrives.

SMTP leaves one moment in which nobody can know: the server took a letter, and the worker died before it wrote so down.
Such a letter goes out again and bears the same number, by which a mailbox knows it; there is at most one for a kill.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from config import Testing as Settings
from lms import clock
from lms.app import create_app
from lms.db import Database, transaction
from lms.mail import services
from lms.queue.models import Job, JobState, LaneClosure
from lms.queue.rules import LEASE
from tests.lms.mail.server import Server
from tests.prepared import Forked
from tests.prepared import Server as Processes

ROOT = Path(__file__).resolve().parents[3]
AWAY = timedelta(hours=72)
HOUR = timedelta(hours=1)
WORKER = "import sys, pathlib; from tests.lms.mail.process import main; main(pathlib.Path(sys.argv[1]))"


@dataclass
class Place:
    """An installation, its mail server, and workers whose clock the test moves."""

    url: str
    folder: Path
    server: Server
    database: Database
    prepared: Processes
    ahead: timedelta = timedelta(0)
    kills: int = 0
    worker: Forked | None = None
    chance: random.Random = field(default_factory=lambda: random.Random(72))

    def move(self, by: timedelta) -> None:
        self.ahead += by
        part = self.folder / "ahead.part"
        part.write_text(str(self.ahead.total_seconds()))
        part.replace(self.folder / "ahead")

    def start(self) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment = kept | {
            "SPOOR_ENV": "testing", "INSTANCE_PATH": str(self.folder / "instance"), "DATABASE_URL": self.url,
            "SITE_URL": "http://127.0.0.1:8000", "MAIL_URL": self.server.address, "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        log = self.folder / "worker.log"
        self.worker = self.prepared.start(WORKER, self.folder / "ahead", env=environment, cwd=ROOT, log=log)

    def kill(self) -> None:
        """Without a chance to end anything; another worker comes."""
        assert self.worker is not None
        self.worker.send_signal(signal.SIGKILL)
        self.worker.wait()
        self.kills += 1
        self.move(LEASE + timedelta(seconds=1))  # what the dead worker held is anybody's
        self.start()

    def look(self, wanted):
        with self.database.session(write=False) as session:
            return session.execute(wanted).scalar()

    def failures(self) -> int:
        """How often the mail server was asked in vain."""
        return self.look(select(func.max(LaneClosure.failures))) or 0

    def waiting(self) -> int:
        return self.look(select(func.count()).where(Job.state != JobState.DONE))

    def until(self, what, seconds=120):
        end = time.monotonic() + seconds
        while not what():
            assert self.worker is None or self.worker.poll() is None, (self.folder / "worker.log").read_text()
            assert time.monotonic() < end, (self.folder / "worker.log").read_text()
            time.sleep(0.01)


@pytest.fixture
def place(new_database, migrated_database, prepared, tmp_path):
    url = new_database(f"away_{random.randrange(10**6)}", migrated_database)
    made = Place(url, tmp_path, Server(), Database(url), prepared)
    made.move(timedelta(0))
    yield made
    if made.worker is not None:
        made.worker.kill()
        made.worker.wait()
    made.server.go()
    made.database.close()


def write(place: Place, count: int) -> None:
    settings = Settings(
        INSTANCE_PATH=str(place.folder / "instance"), DATABASE_URL=place.url, SITE_URL="http://127.0.0.1:8000"
    )
    with create_app(settings, database=place.database).app_context(), transaction() as session:
        for n in range(count):
            services.send_letter(
                session, to=f"n{n}@example.org", subject=f"Letter {n}", text="Good day.\n", now=clock.now()
            )


def hours_away(place: Place, kills: int, step: timedelta) -> None:
    """72 hours in which nobody answers, with some kills among them."""
    killed_at = set(place.chance.sample(range(AWAY // step), kills))
    for number in range(AWAY // step):
        asked_again = partial(failed_more_often_than, place, place.failures())
        place.move(step + timedelta(seconds=1))
        place.until(asked_again)
        if number in killed_at:
            place.kill()


def failed_more_often_than(place: Place, before: int) -> bool:
    return place.failures() > before


def took_more_than(place: Place, count: int) -> bool:
    return len(place.server.letters) > count


def hours_back(place: Place, count: int, kills: int) -> None:
    """The server is there again; the worker is killed at any moment while letters go out."""
    place.server.come()
    place.move(HOUR + timedelta(seconds=1))
    for n in range(kills):
        place.until(partial(took_more_than, place, count * (n + 1) // (kills + 2)))
        time.sleep(place.chance.random() * 0.02)  # any moment of a letter may be the worker's last
        place.kill()


@pytest.mark.parametrize(
    ("count", "kills", "step"),
    [(50, 2, 12 * HOUR), pytest.param(5000, 20, HOUR, marks=pytest.mark.long)],
    ids=["some", "many"],
)
def test_every_letter_arrives_once_after_72_hours_and_kills(place, capsys, count, kills, step):
    place.server.go()
    write(place, count)
    place.start()
    place.until(lambda: place.failures() > 0)
    hours_away(place, kills // 2, step)
    assert (place.server.letters, place.waiting()) == ([], count)
    hours_back(place, count, kills - kills // 2)
    moved = time.monotonic()
    while place.waiting():
        assert time.monotonic() < moved + 600, (place.folder / "worker.log").read_text()
        place.until(lambda: True)
        place.move(timedelta(seconds=1))
        time.sleep(0.05)
    place.worker.send_signal(signal.SIGTERM)
    assert place.worker.wait(60) == 0
    sent = Counter(letter["Message-ID"] for letter in place.server.letters)
    by_number = {letter["Message-ID"]: letter["To"] for letter in place.server.letters}
    assert sorted(by_number.values()) == sorted(f"n{n}@example.org" for n in range(count))
    twice = sum(times - 1 for times in sent.values())
    assert twice <= kills - kills // 2
    with capsys.disabled():
        sys.stdout.write(
            f"\n{place.kills} kills, 72 hours: {count} letters arrived, {twice} of them handed over twice\n"
        )

"""Thousands of messages: written to inboxes with their letters, and the letters sent to a mail server."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, text

from certificates.credentials.services.holder_messages import READY
from lms import clock, ids
from lms.db import database, transaction
from lms.inserts import insert_many
from lms.mail.queries import LANE_NAME
from lms.messages.services.sending import send_messages
from lms.people.models import Person
from lms.queue.jobs import run_lane
from tests.benchmarks.figures import Report, say
from tests.benchmarks.queries import counted
from tests.benchmarks.searching import installation
from tests.benchmarks.site import KEPT, ROOT, environment

COUNT = 5000


@contextmanager
def mail_server(app: Flask) -> Iterator["subprocess.Popen[str]"]:
    """A mail server, to which this application sends."""
    command = [sys.executable, "-m", "tests.benchmarks.mail_server"]
    own = {name: value for name, value in environment(app.config["SETTINGS"]).items() if name in {*KEPT, "PYTHONPATH"}}
    with subprocess.Popen(
        command, cwd=ROOT, env=own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        app.config["MAIL_URL"] = f"smtp://127.0.0.1:{int(process.stdout.readline())}"
        try:
            yield process
        finally:
            process.terminate()


def people(count: int) -> None:
    """So many people with addresses, who chose nothing."""
    now = clock.now()
    with transaction() as session:
        rows = [
            {
                "uuid": ids.new_uuid(), "username": f"reader.{n}", "email": f"reader.{n}@example.org",
                "name": f"Reader {n}", "demonstration": False, "created_at": now,
            }
            for n in range(count)
        ]  # fmt: skip
        insert_many(session, Person, rows)
        if database().engine.dialect.name == "postgresql":
            session.execute(text("ANALYZE person"))  # as its server does by itself within a minute


def measure(report: Report, *, pg: bool) -> None:
    """Everybody is told that a certificate is ready; one thread of a worker sends the letters."""
    say("Measuring messages")
    with installation(pg=pg) as app, mail_server(app) as server, app.app_context():
        people(COUNT)
        now = (clock.now() - timedelta(days=1)).replace(hour=12)  # over, and outside quiet hours
        begun = time.perf_counter()
        with counted(app) as statements, transaction() as session:
            told = send_messages(
                session, READY, select(Person.id), {"credential": "c", "lifted": False}, by_id=None, now=now
            )
        assert told == COUNT
        report.add(f"{COUNT:,} messages written with their letters", time.perf_counter() - begun, "s")
        report.add(f"{COUNT:,} messages, statements", len(statements), "statements")
        send_all(server, report)


def send_all(server: "subprocess.Popen[str]", report: Report) -> None:
    """Every letter that waits, over connections that fifty letters share."""
    assert server.stdin is not None
    assert server.stdout is not None
    begun = time.perf_counter()
    run_lane(LANE_NAME)
    took = time.perf_counter() - begun
    server.stdin.write("how many\n")
    server.stdin.flush()
    assert int(server.stdout.readline()) == COUNT
    report.add(f"{COUNT:,} letters sent", took, "s")
    report.add("letters sent to a mail server by one thread", COUNT / took, "letters/s")

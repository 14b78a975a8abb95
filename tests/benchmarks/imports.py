"""A file of 10,000 officers, in this process: read and judged, applied, and sent a second time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from courses.cohorts.models.imports import CohortImport
from courses.cohorts.queries.cohorts import cohort_by_id
from courses.cohorts.queries.imports import import_by_id
from courses.cohorts.services.import_undo import undo_import
from courses.cohorts.services.importing import begin_import
from lms import clock, ids
from lms.db import Session, transaction
from lms.inserts import insert_many
from lms.people.models import Person
from lms.queue import jobs
from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.people import FIRST
from tests.benchmarks.queries import counted
from tests.benchmarks.searching import installation
from tests.benchmarks.site import ROOT
from tests.builders import cohorts, imports
from tests.builders.courses import load
from tests.builders.people import viewer

ROWS = 10_000
KNOWN = 8_000  # of them have an account; the others would be new
SYLLABLES = ("an", "ma", "ro", "ti", "ku", "sa", "lé", "do", "ni", "pha", "thi", "bo", "che", "wan", "ou", "gu")


def measure(report: Report, *, pg: bool) -> None:
    """What the page of a file waits for, and what its worker does."""
    say("Measuring imports")
    with installation(pg=pg) as app, app.test_request_context():
        cohort_id, leader_id, content = filled()
        for turn in ("", ", a second time"):
            begun = time.perf_counter()
            with counted(app) as found, in_turn() as session:
                cohort, leader = cohort_by_id(session, cohort_id), session.get_one(Person, leader_id)
                row = imports.sent(session, cohort, content, leader, clock.now())
                imports.judge(session, cohort, row, clock.now())
                import_id = row.id
            report.add(f"{ROWS:,} rows read and judged{turn}", time.perf_counter() - begun, "s", aim=at_most(10))
            report.add(f"{ROWS:,} rows read and judged{turn}, queries", len(found), "statements")
            begun = time.perf_counter()
            with in_turn() as session:
                row = import_by_id(session, import_id)
                begin_import(session, cohort_by_id(session, cohort_id), row, by=leader_id, now=clock.now())
            jobs.run_due(clock.now())
            report.add(f"{ROWS:,} rows imported{turn}", time.perf_counter() - begun, "s", aim=at_most(60))
        begun = time.perf_counter()
        with in_turn() as session:
            cohort, leader = cohort_by_id(session, cohort_id), session.get_one(Person, leader_id)
            first = session.scalars(select(CohortImport).order_by(CohortImport.id).limit(1)).one()
            undo_import(session, cohort, first, by=viewer(session, leader), now=clock.now())
        report.add(f"{ROWS:,} rows undone", time.perf_counter() - begun, "s")


@contextmanager
def in_turn() -> Iterator[Session]:
    """A transaction of its own."""
    with transaction() as session:
        yield session


def filled() -> tuple[int, int, bytes]:
    """A cohort, its trainer, and a file of officers most of whom have an account in their administration."""
    now = clock.now()
    with transaction() as session:
        version = load(session, ROOT / "courses" / "content" / FIRST, now)
        leader = cohorts.trainer(session)
        cohort = cohorts.cohort(session, version, now, leader=leader)
        rows = [
            {
                "uuid": ids.new_uuid(), "username": f"import.{n}", "email": address(n), "name": named(n),
                "demonstration": False, "created_at": now, "administration_id": cohort.row.administration_id,
            }
            for n in range(KNOWN)
        ]  # fmt: skip
        insert_many(session, Person, rows)
        lines = [(named(n), address(n), "", "", "", "English") for n in range(ROWS)]
        return cohort.id, leader.id, imports.text_file(*lines)


def address(n: int) -> str:
    """An address of the n-th officer."""
    return f"officer{n}@customs.example"


def named(n: int) -> str:
    """A name of three words; no two of them are alike by chance alone."""
    digits = f"{n:05o}"
    parts = [SYLLABLES[int(one) + 8 * (place % 2)] for place, one in enumerate(f"{digits}{n % 7}{n % 5}{n % 3}{n % 4}")]
    return " ".join("".join(parts[begin : begin + 3]).title() for begin in range(0, len(parts), 3))

"""The board of a cohort of 30, 300 and 3,000 officers, and of a unit of 3,000: time, statements, bytes.

In this process, kept and made anew.
"""

import gzip
import time
from collections.abc import Sequence
from datetime import timedelta

from flask import Flask, render_template
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.services.joining import bring_in
from courses.learning.models import Enrolment, LessonRead
from courses.learning.queries.runs import all_lessons
from lms import clock, ids
from lms.access import Permission, Role, needs
from lms.db import database, transaction
from lms.inserts import insert_many
from lms.people.models import Person
from lms.people.services.sessions import begin_session
from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.people import FIRST, Learner, form_pair
from tests.benchmarks.queries import browser, counted
from tests.benchmarks.searching import installation
from tests.benchmarks.site import ROOT
from tests.builders import cohorts, people
from tests.builders.courses import load

SIZES = (30, 300, 3000)
TIMES = 15
PAGE = '{% extends "base.html" %}{% block title %}Bare{% endblock %}{% block main %}<h1>Bare</h1>{% endblock %}'


def measure(report: Report, *, pg: bool) -> None:
    """The whole page, of each the quickest of several times; the bare page under the same application beside it."""
    say("Measuring boards")
    with installation(pg=pg) as app:
        bare_page(app)
        learner, boards = filled(app)
        client = browser(app, learner)
        bare = 1000 * quickest(client, "/bench/bare")
        report.add("bare page, in this process", bare, "ms")
        for size, address in boards.items():
            one_board(report, app, client, f"board of {size:,} officers", address, bare)
        manager, place = unit_of(app, SIZES[-1])
        one_board(report, app, browser(app, manager), f"board of a unit of {SIZES[-1]:,}", place, bare)


def one_board(report: Report, app: Flask, client: FlaskClient, name: str, address: str, bare: float) -> None:
    """A board made anew, and one that is kept."""
    anew = f"{address}?newest=1"
    made = 1000 * quickest(client, anew)
    with counted(app) as found:
        client.get(anew)
    report.add(f"{name} made anew", made, "ms", yardstick=bare)
    report.add(f"{name} made anew, queries", len(found), "statements", aim=at_most(8))
    took = 1000 * quickest(client, address)
    with counted(app) as found:
        body = client.get(address).data
    report.add(f"{name}, queries", len(found), "statements", aim=at_most(8))
    report.add(name, took, "ms", yardstick=bare, aim=at_most(3 * bare))
    report.add(f"{name}, bytes", len(body), "bytes", aim=at_most(60_000))
    report.add(f"{name}, bytes compressed", len(gzip.compress(body)), "bytes")


def unit_of(app: Flask, size: int) -> tuple[Learner, str]:
    """A programme manager who is signed in, and the address of a unit in which so many officers of a cohort work."""
    now = clock.now()
    with app.test_request_context(), transaction() as session:
        home = people.administration(session)
        place = people.unit(session, home)
        largest = session.scalars(
            select(Enrolment.group_id).group_by(Enrolment.group_id).having(func.count() == size)
        ).one()
        there = select(Enrolment.person_id).where(Enrolment.group_id == largest)
        working = {"administration_id": home.id, "unit_id": place.id}
        session.execute(update(Person).where(Person.id.in_(there)).values(working))
        manager = people.person(session, "Manager", Role.PROGRAMME_MANAGER)
        token = begin_session(session, manager, device="bench", now=now)
        return Learner(manager.id, manager.uuid, token, *form_pair(app)), f"/progress/unit/{place.uuid}"


def bare_page(app: Flask) -> None:
    """One page more: the frame of every page round nothing."""
    page = app.jinja_env.from_string(PAGE)

    @needs(Permission.ACCOUNT_OWN)
    def bare() -> ResponseReturnValue:
        """The frame alone."""
        return render_template(page)

    app.add_url_rule("/bench/bare", view_func=bare)


def quickest(client: FlaskClient, address: str) -> float:
    """Seconds for a page that this process has shown before."""
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        assert client.get(address).status_code == 200
        times.append(time.perf_counter() - begun)
    return min(times)


def filled(app: Flask) -> tuple[Learner, dict[int, str]]:
    """A trainer who is signed in, and the addresses of the boards of their cohorts, by size."""
    now = clock.now()
    with app.test_request_context():
        with transaction() as session:
            version = load(session, ROOT / "courses" / "content" / FIRST, now)
            trainer = cohorts.trainer(session)
            made = {}
            for size in SIZES:
                cohort = cohorts.cohort(session, version, now - timedelta(days=31), leader=trainer)
                officers(session, cohort, version, size)
                made[size] = f"/cohorts/{cohort.row.uuid}/board"
            token = begin_session(session, trainer, device="bench", now=now)
            learner = Learner(trainer.id, trainer.uuid, token, *form_pair(app))
        if database().engine.dialect.name == "postgresql":
            with transaction() as session:
                session.execute(text("ANALYZE"))  # as its server does by itself within a minute
    return learner, made


def officers(session: Session, cohort: FoundCohort, version: CourseVersion, count: int) -> None:
    """So many officers, of whom each has read some of the lessons."""
    now = clock.now()
    word = f"board{cohort.id}"
    rows = [
        {
            "uuid": ids.new_uuid(), "username": f"{word}.{n}", "name": f"Officer {n}", "demonstration": False,
            "created_at": now, "administration_id": cohort.row.administration_id,
        }
        for n in range(count)
    ]  # fmt: skip
    insert_many(session, Person, rows)
    officers_there = list(session.scalars(select(Person.id).where(Person.username.startswith(f"{word}."))))
    bring_in(session, cohort, officers_there, by=None, now=now - timedelta(days=28))
    lessons: Sequence[str] = all_lessons(session, version.id)
    runs = session.scalars(select(Enrolment.id).where(Enrolment.person_id.in_(officers_there)).order_by(Enrolment.id))
    read = [
        {"enrolment_id": run_id, "lesson": lesson, "at": now - timedelta(days=n % 20)}
        for n, run_id in enumerate(runs)
        for lesson in lessons[: n % (len(lessons) + 1)]
    ]
    insert_many(session, LessonRead, read)

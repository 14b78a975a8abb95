"""Figures of a programme of 200,000 officers with 2 million lessons read, in this process; and one count of them."""

import time
from datetime import timedelta

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from certificates.reporting.rules.figures import Milestone
from certificates.reporting.services.counting import count_programme
from lms import clock
from lms.access import Role
from lms.db import database, transaction
from lms.people.models import Person
from lms.people.services.sessions import begin_session
from tests.benchmarks.boards import quickest
from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.people import Learner, form_pair
from tests.benchmarks.queries import browser, counted
from tests.benchmarks.searching import installation
from tests.builders import people, reporting

COUNTRIES = (
    *("AO", "BJ", "BW", "CD", "CI", "CM", "ET", "GA", "GH", "GN", "KE", "LR", "MG", "ML", "MW", "MZ", "NA", "NG"),
    *("RW", "SN", "TD", "TG", "TZ", "UG", "ZA", "ZM", "ZW", "KH", "LA", "TH", "VN"),
)
OFFICERS, LESSONS = 200_000, 10  # of each who took part
SHARES = {Milestone.TOOK_PART: 0.5, Milestone.PASSED: 0.2, Milestone.CERTIFIED: 0.3}
TRAINERS = 3  # in each country
ADDRESS = "/programme/figures"


def measure(report: Report, *, pg: bool) -> None:
    """The page, of several times the quickest, and how long the task takes that counts what it shows."""
    say(f"Making {OFFICERS:,} officers with {OFFICERS * LESSONS:,} lessons read")
    with installation(pg=pg) as app:
        learner = filled(app)
        begun = time.perf_counter()
        with app.app_context(), transaction() as session:
            count_programme(session, clock.now())
        report.add("figures of 200,000 officers counted", time.perf_counter() - begun, "s", aim=at_most(1800))
        client = browser(app, learner)
        with counted(app) as found:
            assert client.get(ADDRESS).status_code == 200
        report.add("figures of 200,000 officers, page", 1000 * quickest(client, ADDRESS), "ms", aim=at_most(100))
        report.add("figures of 200,000 officers, page, queries", len(found), "statements", aim=at_most(8))


def filled(app: Flask) -> Learner:
    """A manager who is signed in, over a whole programme."""
    now = clock.now()
    with app.test_request_context():
        with transaction() as session:
            fill(session)
            manager = people.person(session, None, Role.PROGRAMME_MANAGER)
            token = begin_session(session, manager, device="bench", now=now)
            learner = Learner(manager.id, manager.uuid, token, *form_pair(app))
        if database().engine.dialect.name == "postgresql":
            with transaction() as session:
                session.execute(text("ANALYZE"))  # as its server does by itself within a minute
    return learner


def fill(session: Session) -> None:
    """Officers of every country, over the last two years."""
    course, places = reporting.taught(session), reporting.administrations(session, *COUNTRIES)
    for number, (country, place) in enumerate(places.items()):
        say(f"{country}, {number + 1} of {len(places)}")
        for milestone, share in SHARES.items():
            count = round(OFFICERS / len(places) * share)
            at = clock.now() - timedelta(days=20 * (number + milestone))
            some = reporting.officers(session, place, count)
            reporting.learn(session, some, course, milestone, at, lessons=LESSONS)
            for one in some[:TRAINERS]:
                people.give(session, session.get_one(Person, one), Role.TRAINER)

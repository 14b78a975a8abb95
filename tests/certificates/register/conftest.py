"""Browsers, people and a clock that stands still until it is told to go on."""

from datetime import timedelta

import pytest

from lms import clock
from lms.access import Role
from lms.db import end_reading
from lms.jobs import run_due
from tests.builders import certificates as build
from tests.builders.people import NOW, administration, browser, person, sign_in


class Clock:
    """The clock of a test."""

    def __init__(self):
        self.now = NOW

    def go_on(self, **span):
        self.now += timedelta(**span)


@pytest.fixture(autouse=True)
def time(monkeypatch):
    standing = Clock()
    monkeypatch.setattr(clock, "now", lambda: standing.now)
    return standing


@pytest.fixture(autouse=True)
def unprotected(shared_app):
    """Forms need no token here."""
    shared_app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def client(app):
    """Nobody's browser."""
    return browser(app)


@pytest.fixture
def place(session):
    return administration(session, "Port City Customs")


@pytest.fixture
def officer(session, place):
    return person(session, "Ngozi Okafor", Role.OFFICER, place=place)


@pytest.fixture
def course(session, officer):
    version = build.course_version(session)
    build.enrol(session, officer, version)
    return version


@pytest.fixture
def held(session, officer, course):
    """A certificate in force."""
    return build.issued(session, officer, course)


@pytest.fixture
def at_home(app, session, officer):
    """The officer's browser."""
    made = browser(app)
    sign_in(made, session, officer)
    session.commit()
    return made


@pytest.fixture
def manager(session, place):
    return person(session, "Rosa Almeida", (Role.ADMINISTRATOR, place), place=place)


@pytest.fixture
def at_desk(app, session, manager):
    """The manager's browser."""
    made = browser(app)
    sign_in(made, session, manager)
    session.commit()
    return made


@pytest.fixture
def worker(app, time):
    """Does the work that waits."""

    def work():
        end_reading()
        done = run_due(time.now)
        end_reading()
        return done

    return work

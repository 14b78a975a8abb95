"""Browsers, people and a clock that stands still until it is told to go on."""

from typing import NamedTuple

import pytest

from courses.catalogue.models import CourseVersion
from lms import clock
from lms.access import Role
from lms.db import end_read_session
from lms.people.models import Administration, Person
from lms.queue.jobs import run_due
from tests.builders import certificates as build
from tests.builders.clocks import standing_clock
from tests.builders.people import NOW, administration, browser, browser_of, person


@pytest.fixture(autouse=True)
def time(monkeypatch):
    return standing_clock(monkeypatch, NOW)


@pytest.fixture(autouse=True)
def unprotected(shared_app):
    """Forms need no token here."""
    shared_app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def client(app):
    """Nobody's browser."""
    return browser(app)


class People(NamedTuple):
    """The numbers of who and what the tests of a module find."""

    place: int
    officer: int
    course: int


@pytest.fixture(scope="module")
def people(module_session):
    """An officer of Port City Customs who takes a course."""
    with module_session() as session:
        place = administration(session, "Port City Customs")
        officer = person(session, "Ngozi Okafor", Role.OFFICER, place=place, name_checked_at=NOW)
        course = build.course_version(session)
        build.enrol(session, officer, course)
        return People(place.id, officer.id, course.id)


@pytest.fixture(scope="module")
def certificate(module_session, people):
    """The number of a certificate in force: to sign it takes longer than a test.

    All tests of a module that has it find it; those of a holder who has none yet stand in test_confirming.py.
    """
    with pytest.MonkeyPatch.context() as patch, module_session() as session:
        patch.setattr(clock, "now", lambda: NOW)
        officer, course = session.get_one(Person, people.officer), session.get_one(CourseVersion, people.course)
        return build.issued(session, officer, course).credential.id


@pytest.fixture
def place(session, people):
    return session.get_one(Administration, people.place)


@pytest.fixture
def officer(session, people):
    return session.get_one(Person, people.officer)


@pytest.fixture
def course(session, people):
    return session.get_one(CourseVersion, people.course)


@pytest.fixture
def held(session, certificate):
    """A certificate in force."""
    return build.again(session, certificate)


@pytest.fixture
def at_home(app, session, officer):
    """The officer's browser."""
    return browser_of(app, session, officer)


@pytest.fixture
def manager(session, place):
    return person(session, "Rosa Almeida", (Role.ADMINISTRATOR, place), place=place)


@pytest.fixture
def at_desk(app, session, manager):
    """The manager's browser."""
    return browser_of(app, session, manager)


@pytest.fixture
def worker(app, time):
    """Does the work that waits."""

    def work():
        end_read_session()
        done = run_due(time.now)
        end_read_session()
        return done

    return work

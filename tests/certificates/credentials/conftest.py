"""People and a course for the services of certificates."""

from typing import NamedTuple

import pytest

from courses.catalogue.models import CourseVersion
from lms.access import Role
from lms.people.models import Person
from tests.builders import certificates as build
from tests.builders.people import NOW, person


class Issued(NamedTuple):
    """The numbers of a certificate in force, of its holder, and of their course."""

    officer: int
    course: int
    credential: int


@pytest.fixture(scope="module")
def issued(module_session):
    """A certificate that the tests of a module share: to sign it takes longer than most of them."""
    with module_session() as session:
        officer = person(session, "Ngozi Okafor", Role.OFFICER, email="ngozi@example.org", name_checked_at=NOW)
        course = build.course_version(session)
        build.enrol(session, officer, course)
        return Issued(officer.id, course.id, build.issued(session, officer, course).credential.id)


@pytest.fixture
def officer(request, session):
    """The holder, in a test of a certificate; else somebody who has none."""
    if "held" in request.fixturenames:
        return session.get_one(Person, request.getfixturevalue("issued").officer)
    return person(session, "Ngozi Okafor", Role.OFFICER, email="okafor@example.org", name_checked_at=NOW)


@pytest.fixture
def course(request, session, officer):
    """The course for which the certificate was awarded; else another, which the officer takes."""
    if "held" in request.fixturenames:
        return session.get_one(CourseVersion, request.getfixturevalue("issued").course)
    version = build.course_version(session)
    build.enrol(session, officer, version)
    return version


@pytest.fixture(autouse=True)
def in_request(in_request):
    """For every test here."""


@pytest.fixture
def held(session, issued):
    """A certificate in force."""
    return build.again(session, issued.credential)

"""People and a course for the services of certificates."""

import pytest

from lms.access import Role
from tests.builders import certificates as build
from tests.builders.people import NOW, person


@pytest.fixture
def officer(session):
    return person(session, "Ngozi Okafor", Role.OFFICER, email="ngozi@example.org", name_checked_at=NOW)


@pytest.fixture
def course(session, officer):
    version = build.course_version(session)
    build.enrol(session, officer, version)
    return version


@pytest.fixture(autouse=True)
def in_request(in_request):
    """For every test here."""


@pytest.fixture
def held(session, officer, course):
    """A certificate in force."""
    return build.issued(session, officer, course)

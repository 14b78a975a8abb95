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
def in_request(app):
    """The words of a broken rule are in the language of a request."""
    with app.test_request_context():
        yield

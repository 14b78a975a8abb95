"""A certificate in force, and those who decide about it."""

from __future__ import annotations

import pytest

from lms.access import Role, Viewer
from tests.builders import certificates as build
from tests.builders.audit import records_apart
from tests.builders.people import NOW, person, viewer


@pytest.fixture(autouse=True)
def in_request(in_request):
    """For every test here."""


@pytest.fixture(scope="module")
def ids(module_session):
    """The numbers of an officer, of their certificate and of its course: to sign it takes longer than a test."""
    with module_session() as session:
        officer = person(session, "Ngozi Okafor", Role.OFFICER, email="ngozi@example.org", name_checked_at=NOW)
        course = build.course_version(session)
        build.enrol(session, officer, course)
        held = build.issued(session, officer, course)
        return officer.id, held.credential.id


@pytest.fixture
def held(session, ids):
    return build.again(session, ids[1])


@pytest.fixture
def managers(session) -> tuple[Viewer, Viewer, Viewer]:
    """Three who manage certificates everywhere."""
    return tuple(viewer(session, person(session, None, Role.ADMINISTRATOR)) for _number in range(3))


@pytest.fixture(autouse=True)
def told_whole(app, session):
    """Whatever these tests decide, the audit trail and the records go together afterwards."""
    yield
    assert records_apart(session) == []

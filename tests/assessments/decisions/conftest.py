"""A kind of decision that notes what it is asked, and people about whom is decided."""

from __future__ import annotations

import pytest

from lms.access import Role
from tests.builders import decisions as make
from tests.builders.audit import records_apart
from tests.builders.people import person


@pytest.fixture
def kind(app, monkeypatch):
    return make.add_kind(app, monkeypatch, make.NotingKind())


@pytest.fixture
def officer(session, kind):
    return person(session, None, Role.OFFICER, email="officer@example.org")


@pytest.fixture
def first(session):
    return make.manager(session)


@pytest.fixture
def second(session):
    return make.manager(session)


@pytest.fixture
def third(session):
    return make.manager(session)


@pytest.fixture(autouse=True)
def told_whole(app, session):
    """Whatever these tests decide, the audit trail and the records go together afterwards."""
    yield
    assert records_apart(session) == []

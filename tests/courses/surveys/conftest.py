"""A trainer, a colleague, and officers who take a small course."""

from __future__ import annotations

import pytest

from lms.access import Role
from tests.builders.people import NOW, person, viewer


@pytest.fixture
def trainer(session):
    return viewer(session, person(session, "Tara Trainer", Role.TRAINER))


@pytest.fixture
def colleague(session):
    return viewer(session, person(session, "Colin Colleague", Role.TRAINER))


@pytest.fixture
def me(session, officer):
    return viewer(session, officer)


@pytest.fixture(autouse=True)
def clock_of_now(monkeypatch):
    monkeypatch.setattr("lms.clock.now", lambda: NOW)

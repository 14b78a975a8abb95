"""A mission with its team, and their browsers."""

import pytest

from tests.builders import missions
from tests.builders.people import NOW, browser_of


@pytest.fixture(autouse=True)
def clock_of_now(monkeypatch):
    monkeypatch.setattr("lms.clock.now", lambda: NOW)


@pytest.fixture
def mission(session, now):
    return missions.mission(session, now)


@pytest.fixture
def desk(app, client, session):
    """A browser in which somebody has signed in."""
    return lambda person: browser_of(app, session, person)

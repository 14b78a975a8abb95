"""A mission with its team."""

import pytest

from tests.builders import missions
from tests.builders.people import NOW


@pytest.fixture(autouse=True)
def clock_of_now(monkeypatch):
    monkeypatch.setattr("lms.clock.now", lambda: NOW)


@pytest.fixture
def mission(session, now):
    return missions.mission(session, now)

"""Browsers and a clock that stands still until it is told to go on."""

from datetime import timedelta

import pytest

from lms import clock
from tests.builders.people import NOW, browser


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
    """Forms need no token here; `forms_protected` is for tests that want it."""
    shared_app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def client(app):
    return browser(app)


@pytest.fixture
def in_request(app):
    """For services: the words of a broken rule are in the language of a request."""
    with app.test_request_context():
        yield

"""Browsers and a clock that stands still until it is told to go on."""

import pytest

from tests.builders.clocks import standing_clock
from tests.builders.people import NOW, administration, browser


@pytest.fixture(autouse=True)
def time(monkeypatch):
    return standing_clock(monkeypatch, NOW)


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


@pytest.fixture
def place(session):
    """An administration."""
    return administration(session, "Harbour Customs")

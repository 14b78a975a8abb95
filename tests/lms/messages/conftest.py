"""An application that knows two kinds of messages more, a clock that stands, and a mail server."""

import pytest

from tests.builders import messages, people
from tests.builders.clocks import standing_clock
from tests.lms.mail.server import Server


@pytest.fixture(autouse=True)
def kinds(app, monkeypatch):
    messages.add_kinds(app, monkeypatch)


@pytest.fixture
def time(monkeypatch, now):
    """The clock of the installation: Wednesday, nine o'clock in UTC, where everybody lives."""
    return standing_clock(monkeypatch, now)


@pytest.fixture
def server(app, monkeypatch):
    """A mail server to which letters go."""
    made = Server()
    monkeypatch.setitem(app.config, "MAIL_URL", made.address)
    yield made
    made.go()


@pytest.fixture
def ana(session):
    row = people.person(session, "Ana Silva", email="ana@example.org")
    session.commit()
    return row


@pytest.fixture
def bo(session):
    row = people.person(session, "Bo Berg", email="bo@example.org", language="fr")
    session.commit()
    return row


@pytest.fixture
def paper(session):
    """Somebody without an address."""
    row = people.person(session, "Paper Only")
    session.commit()
    return row

"""Browsers and a clock that stands still until it is told to go on."""

from email import message_from_bytes
from email.policy import default

import pytest

from lms.mail.folder import letters_folder
from lms.queue import jobs
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


@pytest.fixture
def letters(app):
    """To whom, about what and what every letter says that goes out until this is asked, oldest first."""
    for path in letters_folder().glob("*.eml"):
        path.unlink()

    def sent(time):
        jobs.run_due(time.now)
        read = [
            message_from_bytes(path.read_bytes(), policy=default) for path in sorted(letters_folder().glob("*.eml"))
        ]
        return [(one["To"], one["Subject"], one.get_content()) for one in read]

    return sent

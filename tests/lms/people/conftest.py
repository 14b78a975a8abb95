"""Browsers, people, and a clock that stands still until it is told to go on."""

from email import message_from_bytes
from email.policy import default

import pytest

from lms.access import Grant, Role
from lms.mail.folder import letters_folder
from lms.queue import jobs
from tests.builders.clocks import standing_clock
from tests.builders.people import NOW, administration, browser, give_anywhere, person, viewer


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
def abroad(session):
    """An administration in another country."""
    return administration(session, "Mountain Police", kind="police", country="KE")


@pytest.fixture
def chief(session):
    """An administrator of the whole site."""
    return viewer(session, person(session, "Chief", Role.ADMINISTRATOR))


@pytest.fixture
def local(session, place):
    """An administrator of one administration."""
    return viewer(session, person(session, "Local", (Role.ADMINISTRATOR, place), place=place))


@pytest.fixture
def ana(session, place):
    return person(session, "Ana Silva", place=place, username="ana.silva", email="ana@example.org")


@pytest.fixture
def desk_row(session):
    """Who coordinates one country."""
    row = person(session, "Coordinator")
    give_anywhere(session, row, Grant(Role.COORDINATOR, "country", "TH"))
    return row


@pytest.fixture
def thai(session, desk_row):
    return viewer(session, desk_row)


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

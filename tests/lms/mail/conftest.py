"""An installation with a clock that stands, and mail servers to send to."""

import email
import email.policy

import pytest

from tests.builders.clocks import standing_clock
from tests.lms.mail.server import Server


def kept(folder):
    return [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in sorted(folder.glob("*.eml"))]


@pytest.fixture
def start():
    """Starts mail servers, which are gone after the test."""
    made = []

    def begin(*offers, **more):
        made.append(Server(*offers, **more))
        return made[-1]

    yield begin
    for server in made:
        server.go()


@pytest.fixture
def surroundings(app, monkeypatch, tmp_path):
    """The settings of an installation of its own."""
    for name, value in {"INSTANCE_PATH": str(tmp_path), "MAIL_URL": "", "MAIL_FROM": "", "SITE_NAME": "Spoor"}.items():
        monkeypatch.setitem(app.config, name, value)
    return app.config


@pytest.fixture
def hands(monkeypatch, now):
    """The clock of the installation."""
    return standing_clock(monkeypatch, now)

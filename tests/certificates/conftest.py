"""What tests of more than one area of certificates start from."""

from __future__ import annotations

import pytest

from tests.builders import people
from tests.builders import scheme_certificates as make


@pytest.fixture
def in_request(app):
    """The words of a broken rule are in the language of a request."""
    with app.test_request_context():
        yield


@pytest.fixture
def in_(app, session):
    """The browser of somebody who has signed in."""
    app.config["WTF_CSRF_ENABLED"] = False

    def browser(person):
        made = people.browser(app)
        people.sign_in(made, session, person)
        session.commit()
        return made

    return browser


@pytest.fixture
def held(session, on, now):
    """A certificate of the scheme of these tests, in force."""
    return make.issued(session, on, make.officer(session), now)

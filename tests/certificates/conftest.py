"""What tests of more than one area of certificates start from."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from certificates.credentials.signing import proofs
from certificates.schemes.models import SchemeVersion
from tests.builders import candidates as build
from tests.builders import certificates, people
from tests.builders import scheme_certificates as make


@pytest.fixture(scope="session", autouse=True)
def proofs_judged_once() -> Iterator[None]:
    """A proof holds or not by the document and the key alone: a worker judges the same pair once."""
    judging, known = proofs.verify_by, dict[str, Exception | None]()

    def once(document, public):
        pair = json.dumps([document, dict(public)])
        if pair not in known:
            try:
                judging(document, public)
            except proofs.ProofBroken as fault:
                known[pair] = fault
            else:
                known[pair] = None
        if fault := known[pair]:
            raise fault.with_traceback(None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proofs, "verify_by", once)
        yield


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
        return people.browser_of(app, session, person)

    return browser


@pytest.fixture(scope="module")
def defined():
    """The scheme of a module's tests, where the module does not say another."""
    return make.definition()


@pytest.fixture(scope="module")
def scheme_id(module_session, defined):
    """The number of the version in use of that scheme."""
    with module_session() as session:
        return build.scheme(session, people.person(session), people.NOW, defined).id


@pytest.fixture(scope="module")
def in_force(shared_app, module_session, scheme_id):
    """The number of a certificate of that scheme in force: a panel decides it, which takes longer than most tests."""
    with module_session() as session, shared_app.test_request_context():
        on = session.get_one(SchemeVersion, scheme_id)
        return make.issued(session, on, make.officer(session), people.NOW).credential.id


@pytest.fixture
def on(session, scheme_id):
    """The version in use of the scheme of these tests."""
    return session.get_one(SchemeVersion, scheme_id)


@pytest.fixture
def held(session, in_force):
    """A certificate of the scheme of these tests, in force."""
    return certificates.again(session, in_force)

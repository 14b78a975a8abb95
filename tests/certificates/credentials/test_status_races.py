"""What must hold when managers press at the same moment, each with a connection of its own and real commits."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Credential, CredentialVersion, StatusChange
from certificates.credentials.queries.held import credential_held
from certificates.credentials.rules.lifecycle import Standing, StatusReason
from certificates.credentials.services import ending, suspending
from config import Testing as Settings
from lms.app import create_app
from lms.db import Database, end_read_session, transaction
from lms.errors import RuleBroken
from tests.builders import certificates as build
from tests.builders.people import NOW, person

AT_ONCE = 4
WORDS = "It is looked at again."


@pytest.fixture(autouse=True)
def in_request():
    """Threads have requests of their own here."""


@pytest.fixture
def own_app(new_database, migrated_database, tmp_path, request):
    """An application on a database of its own, where commits are real, with one certificate in force."""
    database = Database(new_database(f"status_races_{abs(hash(request.node.name)) % 10**6}", migrated_database))
    settings = Settings(
        INSTANCE_PATH=str(tmp_path / "instance"), DATABASE_URL=database.url, SITE_URL="http://127.0.0.1:8000",
        ISSUER="did:web:demo.spoor.example",
    )  # fmt: skip
    app = create_app(settings, database=database)
    with app.test_request_context(), database.session(write=True) as session:
        build.issued(session, person(session, "Ngozi Okafor"), at=NOW - timedelta(days=9))
    yield app
    database.close()


def at_once(app, *acts):
    """Each act in a transaction of its own, at the same moment; how many were refused by a rule."""
    start, refused = threading.Barrier(len(acts)), []

    def run(act):
        with app.test_request_context():
            start.wait()
            try:
                with transaction() as session:
                    act(session, session.scalars(select(Credential)).one())
            except RuleBroken:
                refused.append(act)
            end_read_session()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return len(refused)


def suspend(session, credential):
    suspending.suspend(session, credential, WORDS, actor_id=None, now=NOW)


def lift(session, credential):
    suspending.lift(session, credential, WORDS, issuing(), actor_id=None, now=NOW)


def revoke(session, credential):
    ending.revoke(session, credential, StatusReason.ERROR, WORDS, actor_id=None, now=NOW)


def looked_at(app, question):
    with app.test_request_context(), transaction() as session:
        return question(session)


def test_it_is_suspended_once_and_lifted_once(own_app):
    assert at_once(own_app, *[suspend] * AT_ONCE) == AT_ONCE - 1
    suspensions = select(func.count()).where(StatusChange.change == "suspended")
    assert looked_at(own_app, lambda session: session.scalars(suspensions).one()) == 1
    assert at_once(own_app, *[lift] * AT_ONCE) == AT_ONCE - 1
    assert looked_at(own_app, lambda session: session.scalars(select(func.max(CredentialVersion.no))).one()) == 2


@pytest.mark.parametrize("turn", range(3))
def test_what_is_revoked_meanwhile_stays_revoked(own_app, turn):
    at_once(own_app, suspend)
    at_once(own_app, lift, revoke, lift, revoke)
    held = looked_at(own_app, lambda session: credential_held(session, Credential.id > 0).standing(NOW))
    assert held is Standing.REVOKED

"""What must hold when managers decide about one certificate at the same moment, with real commits."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assessments.api import Decision, DecisionState, confirm, refuse
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Credential, StatusChange
from certificates.credentials.queries.held import credential_held
from certificates.credentials.rules.lifecycle import Change, Standing, StatusReason
from certificates.decisions import services
from certificates.decisions.rules import REVOCATION, SUSPENSION
from config import Testing as Settings
from lms.access import Role
from lms.app import create_app
from lms.db import Database, end_read_session, transaction
from lms.errors import RuleBroken
from lms.people.models import Person
from tests.builders import certificates as build
from tests.builders.people import NOW, person, viewer

WANTED = services.RevocationProposal(reason=StatusReason.MISCONDUCT, words="Sold what was seized.", never_again=True)
MANY = 4


@pytest.fixture(autouse=True)
def in_request():
    """Threads have requests of their own here."""


@pytest.fixture
def own_app(new_database, migrated_database, tmp_path, request):
    """An application on a database of its own, with one certificate in force and those who manage it."""
    database = Database(new_database(f"revocation_races_{abs(hash(request.node.name)) % 10**6}", migrated_database))
    settings = Settings(
        INSTANCE_PATH=str(tmp_path / "instance"), DATABASE_URL=database.url, SITE_URL="http://127.0.0.1:8000",
        ISSUER="did:web:demo.spoor.example",
    )  # fmt: skip
    app = create_app(settings, database=database)
    with app.test_request_context(), database.session(write=True) as session:
        for number in range(MANY):
            person(session, f"Manager {number}", Role.ADMINISTRATOR)
        build.issued(session, person(session, "Ngozi Okafor"), at=NOW - timedelta(days=9))
    yield app
    database.close()


def at_once(app, *acts):
    """Each act by a manager of its own, at the same moment; how many were refused by a rule."""
    start, refused = threading.Barrier(len(acts)), []

    def run(number, act):
        with app.test_request_context():
            start.wait()
            try:
                with transaction() as session:
                    row = session.scalars(select(Person).where(Person.name == f"Manager {number}")).one()
                    act(session, session.scalars(select(Credential)).one(), viewer(session, row))
            except RuleBroken:
                refused.append(act)
            end_read_session()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return len(refused)


def propose(session, credential, by):
    services.propose_revocation(session, credential, WANTED, "A second person looks.", actor=by, now=NOW)


def agree(session, credential, by):
    confirm(session, waiting(session), words="I saw it.", actor=by, now=NOW)


def decline(session, credential, by):
    refuse(session, waiting(session), words="It was not so.", actor=by, now=NOW)


def lift(session, credential, by):
    services.lift_openly(session, credential, "It was not so.", issuing(), actor=by, now=NOW)


def waiting(session):
    return session.scalars(select(Decision.uuid).where(Decision.kind == REVOCATION)).one()


def looked_at(app, question):
    with app.test_request_context(), transaction() as session:
        return question(session)


def count(session, kind):
    return session.scalars(select(func.count()).where(Decision.kind == kind)).one()


def test_it_is_proposed_and_suspended_once(own_app):
    assert at_once(own_app, *[propose] * MANY) == MANY - 1
    assert looked_at(own_app, lambda session: (count(session, REVOCATION), count(session, SUSPENSION))) == (1, 1)
    suspensions = select(func.count()).where(StatusChange.change == Change.SUSPENDED)
    assert looked_at(own_app, lambda session: session.scalars(suspensions).one()) == 1


@pytest.mark.parametrize("turn", range(3))
def test_confirmed_and_refused_at_once_one_of_the_two_holds(own_app, turn):
    at_once(own_app, propose)

    def nobody(session, credential, by):
        """The first manager proposed, and does nothing more."""

    assert at_once(own_app, nobody, agree, decline, lift) == 2

    def ends(session):
        row = session.scalars(select(Decision).where(Decision.kind == REVOCATION)).one()
        held = credential_held(session, Credential.id > 0)
        return DecisionState(row.state), held.standing(NOW), held.being_made

    assert looked_at(own_app, ends) in {
        (DecisionState.IN_FORCE, Standing.REVOKED, False),
        (DecisionState.REFUSED, Standing.SUSPENDED, True),
    }

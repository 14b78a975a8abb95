"""Issuing at the same moment, on connections of its own with real commits: nothing is given out twice."""

from fractions import Fraction

import pytest
from sqlalchemy import func, select, text

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import (
    Claim,
    Credential,
    CredentialVersion,
    IssuedUnder,
    StatusChange,
    StatusList,
)
from certificates.credentials.queries.held import credential_held
from certificates.credentials.rules.award import Watched
from certificates.credentials.rules.lifecycle import Change, StatusReason
from certificates.credentials.services import allocating, claims, confirming, ending, issuance, signing
from certificates.credentials.services.naming import Names
from certificates.credentials.signing.keys import KeyKind
from certificates.credentials.sources.course_exam import PassedFinal, achievement_earned
from config import Testing as Settings
from lms.access import Role
from lms.app import create_app
from lms.db import Database, database, end_read_session, read_session, transaction
from tests.builders import certificates as build
from tests.builders.audit import chain_is_whole, happen
from tests.builders.people import NOW, person
from tests.builders.races import Gate, at_once

AT_ONCE = 5


@pytest.fixture
def own_app(new_database, migrated_database, tmp_path):
    made = Database(new_database("issuing_races", migrated_database))
    settings = Settings(
        INSTANCE_PATH=str(tmp_path), DATABASE_URL=made.url, SITE_URL="http://127.0.0.1:8000",
        ISSUER="did:web:demo.spoor.example",
    )  # fmt: skip
    app = create_app(settings, database=made)
    with app.test_request_context():
        yield app
    made.close()


@pytest.fixture
def waiting(own_app):
    """The claims of several people, none confirmed; no list is there yet."""
    with transaction() as session:
        course = build.course_version(session)
        people = [person(session, "Ngozi Okafor", Role.OFFICER, name_checked_at=NOW) for number in range(AT_ONCE)]
        return [build.claim(session, one, course).id for one in people]


def confirm(session, claim_id):
    claim = session.get_one(Claim, claim_id)
    return confirming.confirm_name(
        session, claim, Names("Ngozi Okafor"), issuing(), by_id=claim.person_id, now=NOW
    ).status_index


def test_the_first_certificates_at_the_same_moment_share_one_list_and_one_issuer(own_app, waiting):
    def calls(claim_id):
        with transaction() as session:
            return confirm(session, claim_id)

    places = at_once(own_app, *(lambda one=one: calls(one) for one in waiting))
    assert len(set(places)) == AT_ONCE
    with transaction() as session:
        assert session.scalars(select(StatusList.entries)).all() == [AT_ONCE]
        assert session.scalars(select(IssuedUnder.did)).all() == [issuing().issuer.did]
        assert len(set(session.scalars(select(Credential.number)))) == AT_ONCE
        assert chain_is_whole(session)


def test_the_same_draw_at_the_same_moment_is_not_given_out_twice(own_app, waiting, monkeypatch):
    """Both draw 7 first, a number and a place; whoever comes second finds it taken and draws 8."""

    def draws():
        answers = iter([7, 7, 8, 8])
        return lambda _most: next(answers)

    number, place = allocating.new_number, allocating.take_place
    monkeypatch.setattr(confirming, "new_number", lambda session: number(session, draw=draws()))
    monkeypatch.setattr(confirming, "take_place", lambda session, *, now: place(session, now=now, draw=draws()))

    def calls(claim_id):
        with transaction() as session:
            return confirm(session, claim_id)

    assert sorted(at_once(own_app, *(lambda one=one: calls(one) for one in waiting[:2]))) == [7, 8]
    with transaction() as session:
        numbers = {allocating.number_for(7), allocating.number_for(8)}
        assert set(session.scalars(select(Credential.number))) == numbers


def test_whoever_issues_and_works_on_holds_up_no_other_record(own_app, waiting):
    if database().sqlite:
        return
    with transaction() as long:
        confirm(long, waiting[0])
        with transaction() as short:
            short.execute(text("SET LOCAL lock_timeout = '1s'"))
            happen(short)
    with transaction() as session:
        assert chain_is_whole(session)


def test_two_results_that_pass_at_the_same_moment_earn_one_claim(own_app, monkeypatch):
    with transaction() as session:
        course = build.course_version(session)
        build.claim(session, person(session, "Another", Role.OFFICER), course)  # what it awards is written down already
        officer = person(session, "Officer", Role.OFFICER).id
        course_id = course.id
    monkeypatch.setattr(claims, "holds_already", Gate(2).after(claims.holds_already))

    def earn():
        with transaction() as session:
            values = {
                "exam": "Final exam",
                "share": Fraction(1),
                "cut": Fraction(1),
                "watched": Watched.NONE,
                "at": NOW,
            }
            final = PassedFinal(person_id=officer, course_version_id=course_id, **values)
            return claims.take_up(session, achievement_earned(session, final), now=NOW) is not None

    assert sorted(at_once(own_app, earn, earn)) == [False, True]
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Claim).where(Claim.person_id == officer)) == 1


def test_a_version_that_is_replaced_and_revoked_at_the_same_moment_ends_once(own_app, monkeypatch):
    with transaction() as session:
        first = build.issued(session, person(session, "Officer", Role.OFFICER))
        names = Names("Ngozi Okafar")
        second = confirming.reissue(session, first, names, issuing(), reason="A slip.", by_id=None, now=NOW).id
        credential_id, first_id = first.credential.id, first.version.id
    end_read_session()
    setting = issuing()
    signers = [signing.open_signer(read_session(), setting, kind) for kind in (KeyKind.ED25519, KeyKind.P256)]
    files = issuance.made(issuance.task_of(read_session(), second), *signers)
    end_read_session()
    gate = Gate(2)  # both look what has ended before either writes, if they can
    monkeypatch.setattr(issuance, "add_change", gate.before(issuance.add_change))
    monkeypatch.setattr(ending, "open_versions", gate.after(ending.open_versions))

    def keep():
        with transaction() as session:
            return issuance.keep(session, second, files, now=NOW)

    def revoke():
        with transaction() as session:
            credential = session.get_one(Credential, credential_id)
            ending.revoke(session, credential, StatusReason.ERROR, "Issued by mistake.", actor_id=None, now=NOW)

    at_once(own_app, keep, revoke)
    with transaction() as session:
        ends = select(StatusChange.change).where(
            StatusChange.version_id == first_id, StatusChange.change != Change.ISSUED
        )
        assert len(session.scalars(ends).all()) == 1
        held = credential_held(session, Credential.id == credential_id)
        assert session.get_one(CredentialVersion, held.version.id).record is not None

"""The part of certificates in the demonstration: one of every kind, really signed."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from certificates.credentials import demo
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Claim, Credential, CredentialVersion
from certificates.credentials.queries.held import credentials_held
from certificates.credentials.queries.lists import lists_due
from certificates.credentials.queries.trusted import own_trust
from certificates.credentials.rules.lifecycle import Standing
from certificates.credentials.verification.report import Verdict
from certificates.credentials.verification.verify import verify
from lms import storage
from lms.db import end_read_session
from tests.builders import certificates as build
from tests.builders.people import NOW, person

KEYS = (*demo.WAITING, demo.EXPIRED, demo.REPLACED, demo.REVOKED, demo.PRIVATE)


@pytest.fixture
def world(session, course):
    people = {
        key: person(session, key.replace(".", " ").title(), demonstration=True, name_checked_at=NOW).id for key in KEYS
    }
    waiting = session.get_one(type(person(session)), people[demo.WAITING[1]])
    build.claim(session, waiting, course)
    session.commit()
    end_read_session()
    return {"people": people, "course": {"id": course.course_id, "version_id": course.id}}


def test_there_is_one_of_every_kind_and_one_that_waits(session, world, now):
    demo.load(world, now)
    session.expire_all()
    held = credentials_held(session)
    assert Counter(one.standing(now) for one in held) == {
        Standing.IN_FORCE: 2,
        Standing.EXPIRED: 1,
        Standing.REVOKED: 1,
    }
    assert Counter(one.credential.visibility for one in held) == {"link": 3, "private": 1}
    versions = session.scalars(select(func.count()).select_from(CredentialVersion)).one()
    assert versions == 5  # one of them was replaced
    (waiting,) = session.scalars(select(Claim).where(Claim.taken_at.is_(None))).all()
    assert waiting.person_id == world["people"][demo.WAITING[1]]


def test_they_are_really_signed_and_their_lists_are_published(session, world, now):
    demo.load(world, now)
    session.expire_all()
    assert lists_due(session, now) == []
    trust = own_trust(session, issuing().did)
    row = session.scalars(select(Credential).where(Credential.person_id == world["people"][demo.PRIVATE])).one()
    (held,) = credentials_held(session, Credential.id == row.id)
    assert verify(storage.get(held.version.pdf_key), trust, now=now).verdict is Verdict.VALID
    gone = session.scalars(select(Credential).where(Credential.person_id == world["people"][demo.REVOKED])).one()
    (held,) = credentials_held(session, Credential.id == gone.id)
    assert verify(held.version.record.encode(), trust, now=now).verdict is Verdict.INVALID


def test_without_a_course_nothing_is_made(session, now):
    demo.load({"people": {}}, now)
    assert session.scalars(select(Credential)).all() == []

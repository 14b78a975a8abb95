"""What holders are told about their certificates, and what is taken back when they have done it."""

import pytest
from sqlalchemy import select

from certificates.credentials.models import Claim
from certificates.credentials.rules.lifecycle import ClaimWithdrawal
from certificates.credentials.services.claim_withdrawal import withdraw_claim
from certificates.credentials.services.holder_messages import EARNED, ENDED, tell_ended
from lms.messages.models import Message
from lms.messages.registry import free_words, said
from tests.builders import certificates as build


def told(session, kind):
    session.expire_all()
    return session.scalars(select(Message).where(Message.kind == kind.name)).all()


@pytest.fixture
def claim(session, officer, course):
    return build.claim(session, officer, course)


def test_what_was_earned_waits_in_the_inbox_and_for_the_digest(session, officer, claim):
    [one] = told(session, EARNED)
    assert (one.person_id, one.due_at is None) == (officer.id, False)
    words = said(one.kind, one.params)
    assert words.path == f"/certificates/claims/{claim.uuid}"
    assert one.params["title"] in words.text


def test_it_is_taken_back_when_the_name_is_confirmed(session, officer, course):
    build.confirmed(session, officer, course)
    assert told(session, EARNED) == []


def test_it_is_taken_back_when_it_waits_no_more(session, claim, now):
    withdraw_claim(session, session.get_one(Claim, claim.id), ClaimWithdrawal.LAPSED, actor_id=None, now=now)
    assert told(session, EARNED) == []


def test_the_reason_of_an_end_stands_as_it_was_typed(session, officer, course, now):
    held = build.issued(session, officer, course)
    tell_ended(session, held.credential, "Der Name war falsch.", now=now)
    [one] = told(session, ENDED)
    assert free_words(one.kind, one.params) == "Der Name war falsch."
    assert said(one.kind, one.params).path == f"/certificates/{held.credential.uuid}"

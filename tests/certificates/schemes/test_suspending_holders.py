"""A certificate of a scheme is suspended by two people, its holder is heard, and two people lift it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.candidates.services.evidence import hear
from certificates.candidates.services.proposals import take_step
from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import CredentialVersion
from certificates.credentials.queries.audited import AUDITED
from certificates.credentials.queries.trusted import judged_by_register, own_trust, registered
from certificates.credentials.rules.award import scope_of
from certificates.credentials.rules.evidence import from_data
from certificates.credentials.rules.lifecycle import Standing, StatusReason
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.verify import verify
from certificates.decisions.scheme_steps import lift_by_two, statements_of, suspend_by_two, way_of
from certificates.decisions.services import RevocationProposal, lift_openly, propose_revocation, suspend_openly
from certificates.permissions import SchemeRole
from lms.access import Role
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, RuleBroken
from lms.messages.models import Message
from tests.builders import certificates, people
from tests.builders import scheme_certificates as make

pytestmark = pytest.mark.usefixtures("in_request")

WHY = "A host reports false papers."


def later(session, held, now, *, days=1):
    at = now + timedelta(days=days)
    session.commit()
    tasks.publish_due(issuing(), now=at)
    return certificates.again(session, held.credential.id), at


def suspended(session, held, managers, now):
    assert not suspend_by_two(session, held, WHY, actor=managers[0], now=now)
    assert certificates.again(session, held.credential.id).standing(now) is Standing.IN_FORCE
    assert suspend_by_two(session, held, WHY, actor=managers[1], now=now)
    return later(session, held, now)[0]


def judged(session, record, now):
    """As our register judges a record, and as the published keys and lists alone do."""
    alone = verify(record.encode(), own_trust(session, issuing().did), now=now)
    return judged_by_register(alone, registered(session, alone, issuing().did), now=now), alone


def test_two_people_suspend_and_a_verifier_reads_it_the_same_day(session, held, managers, now):
    found = suspended(session, held, managers, now)
    assert found.standing(now) is Standing.SUSPENDED
    by_us, alone = judged(session, held.version.record, now + timedelta(days=1))
    assert (by_us.verdict, by_us.check(CheckName.STATUS).state) == (Verdict.INVALID, CheckState.SUSPENDED)
    assert alone.verdict is Verdict.INVALID
    assert (found.suspension.words, way_of(session, held).row.state) == ("", "suspended")


def test_the_holder_is_told_until_when_they_are_heard(session, held, managers, now):
    suspended(session, held, managers, now)
    told = session.scalars(select(Message).where(Message.kind == "candidate.moved").order_by(Message.id.desc())).first()
    assert told.person_id == held.credential.person_id
    assert told.params["heard_until"] == (now + timedelta(days=15)).date().isoformat()


def test_who_proposed_does_not_confirm_and_nobody_acts_on_their_own(session, held, managers, now):
    suspend_by_two(session, held, WHY, actor=managers[0], now=now)
    with pytest.raises(RuleBroken, match="Another person"):
        suspend_by_two(session, held, WHY, actor=managers[0], now=now)
    row = session.get_one(people.Person, held.credential.person_id)
    people.give_anywhere(session, row, people.Grant(Role.PROGRAMME_MANAGER))
    with pytest.raises(RuleBroken, match="own file"), session.begin_nested():
        suspend_by_two(session, held, WHY, actor=people.viewer(session, row), now=now)
    puppet = people.viewer(session, people.appointed(session, managers[0].id, Role.PROGRAMME_MANAGER))
    with pytest.raises(RuleBroken, match="not be linked to the first"), session.begin_nested():
        suspend_by_two(session, held, WHY, actor=puppet, now=now)


def test_a_holder_who_is_suspended_twice_is_refused_in_words(session, held, managers, now):
    found = suspended(session, held, managers, now)
    with pytest.raises(RuleBroken, match="already suspended"):
        suspend_by_two(session, found, WHY, actor=managers[2], now=now)


def test_one_person_alone_neither_suspends_nor_lifts_nor_suspends_by_a_proposal(session, held, managers, now):
    with pytest.raises(RuleBroken, match="Two people"):
        suspend_openly(session, held.credential, WHY, actor=managers[0], now=now)
    wanted = RevocationProposal(reason=StatusReason.MISCONDUCT, words=WHY, never_again=True)
    propose_revocation(session, held.credential, wanted, "It is looked at.", actor=managers[0], now=now)
    assert certificates.again(session, held.credential.id).standing(now) is Standing.IN_FORCE


def test_after_the_holder_was_heard_two_people_lift_it_and_a_newer_version_verifies(session, held, managers, now):
    found = suspended(session, held, managers, now)
    with pytest.raises(RuleBroken, match="Two people"):
        lift_openly(session, found.credential, "It was a mistake.", issuing(), actor=managers[0], now=now)
    with pytest.raises(RuleBroken, match="Statement"):
        lift_by_two(session, found, "It was a mistake.", actor=managers[1], now=now)
    hear(session, way_of(session, held), "The papers are real.", now=now)
    assert [words for _at, words in statements_of(session, held)] == ["The papers are real."]
    assert not lift_by_two(session, found, "It was a mistake.", actor=managers[1], now=now)
    assert lift_by_two(session, found, "It was a mistake.", actor=managers[2], now=now)
    session.commit()
    newest = session.scalars(select(CredentialVersion).order_by(CredentialVersion.no.desc())).first()
    certificates.make(newest.id, at=now + timedelta(days=1))
    again = certificates.again(session, held.credential.id)
    assert (again.version.no, again.standing(now + timedelta(days=1))) == (2, Standing.IN_FORCE)
    at = now + timedelta(days=2)
    assert [one.verdict for one in judged(session, again.version.record, at)] == [Verdict.VALID] * 2
    assert Verdict.VALID not in [one.verdict for one in judged(session, held.version.record, at)]


def test_only_who_is_suspended_is_heard_on_it(session, held, now):
    with pytest.raises(RuleBroken, match="not suspended"):
        hear(session, way_of(session, held), "I did nothing.", now=now)


def test_a_narrowed_scope_is_a_newer_version_with_fewer_topics_and_the_older_one_is_refused(
    session, on, held, managers, now
):
    suspended(session, held, managers, now)
    decider, registrar = (make.of_scheme(session, on, role) for role in (SchemeRole.DECIDER, SchemeRole.REGISTRAR))
    take_step(session, way_of(session, held), "narrow", "No operations since.", actor=decider, now=now)

    def release(*topics, by=registrar):
        with session.begin_nested():
            take_step(session, way_of(session, held), "release-narrowed", "", actor=by, now=now, topics=topics)

    for topics in ((), make.TOPICS, ("fishing",)):
        with pytest.raises(BadInput) as fault:
            release(*topics)
        assert fault.value.field == "topics"
    with pytest.raises(RuleBroken):
        release("risk-management", by=decider)
    release("risk-management")
    session.commit()
    newest = session.scalars(select(CredentialVersion).order_by(CredentialVersion.no.desc())).first()
    certificates.make(newest.id, at=now + timedelta(days=1))
    again = certificates.again(session, held.credential.id)
    assert scope_of(from_data(again.claim.evidence)).topics == ("risk-management",)
    record = json.loads(again.version.record)
    (said,) = [one["narrative"] for one in record["evidence"] if one["genre"] == "Scope of the certificate"]
    assert said.startswith("Topics: risk management. Grade: Trainer.")
    at = now + timedelta(days=2)
    assert [one.verdict for one in judged(session, again.version.record, at)] == [Verdict.VALID] * 2
    assert Verdict.VALID not in [one.verdict for one in judged(session, held.version.record, at)]
    assert way_of(session, held).row.state == "narrowed"
    assert [one.faults for one in compare_all(session, AUDITED) if one.faults] == []

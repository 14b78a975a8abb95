"""What one person decides about a certificate, how it is kept as a decision, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.api import Decision, DecisionState, decisions_about
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Credential
from certificates.credentials.rules.lifecycle import Standing, StatusReason
from certificates.decisions import queries, services
from certificates.decisions.rules import REVIEWED, REVOCATION, REVOCATION_BY_ONE, SUSPENSION, credential_of, subject_of
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, RuleBroken
from tests.builders import certificates as build
from tests.builders.people import NOW, person

WORDS = "Sold what was seized."
WANTED = services.RevocationProposal(
    reason=StatusReason.MISCONDUCT, words=WORDS, opens_on=(NOW + timedelta(days=90)).date(), key="form"
)


@pytest.fixture
def other(session, held):
    """A claim of somebody else for the same course, being made into a certificate."""
    row = person(session, "Esi Boateng", Role.OFFICER, email="esi@example.org")
    return build.confirmed(session, row, build.version_of(session, held), name="Esi Boateng")


def kept(session):
    rows = session.scalars(select(Decision).order_by(Decision.id))
    return [(one.kind, one.subject, one.reason, one.words, one.state) for one in rows]


def stands(session, held, now=NOW):
    return build.again(session, held.credential.id).standing(now)


def revoked_by(session):
    return session.scalars(select(AuditEntry.actor_id).where(AuditEntry.name == "credential.revoked")).one()


def about(held):
    return subject_of(held.credential.id)


def test_a_suspension_by_one_is_a_decision_about_its_holder(session, held, managers):
    services.suspend_openly(session, held.credential, " A complaint came. ", actor=managers[0], now=NOW)
    assert kept(session) == [(SUSPENSION, about(held), REVIEWED, "A complaint came.", DecisionState.IN_FORCE)]
    decision = session.scalars(select(Decision)).one()
    assert (decision.person_id, decision.decided_by_id) == (held.credential.person_id, managers[0].id)
    assert stands(session, held) is Standing.SUSPENDED
    assert credential_of(decision.subject) == held.credential.id


@pytest.mark.parametrize("who", [0, None])
def test_a_suspension_is_lifted_with_its_decision_by_a_person_or_by_a_command(session, held, managers, who):
    services.suspend_openly(session, held.credential, "A complaint came.", actor=managers[1], now=NOW)
    actor, later = (managers[who] if who is not None else None), NOW + timedelta(hours=1)
    version = services.lift_openly(session, held.credential, " It was nothing. ", issuing(), actor=actor, now=later)
    assert version is not None
    assert version.no == 2
    decision = session.scalars(select(Decision)).one()
    by = actor.id if actor else None
    assert (decision.state, decision.ended_by_id) == (DecisionState.LIFTED, by)
    assert queries.suspensions_in_force(session, held.credential) == []


@pytest.mark.parametrize("reason", [StatusReason.ERROR, StatusReason.OWN_WISH])
def test_a_revocation_by_one_ends_what_was_suspended_and_is_kept_as_a_decision(session, held, managers, reason):
    services.suspend_openly(session, held.credential, "A complaint came.", actor=managers[1], now=NOW)
    services.revoke_openly(session, held.credential, reason, " By letter. ", actor=managers[0], now=NOW)
    assert kept(session) == [
        (SUSPENSION, about(held), REVIEWED, "A complaint came.", DecisionState.LIFTED),
        (REVOCATION_BY_ONE, about(held), reason.value, "By letter.", DecisionState.IN_FORCE),
    ]
    assert session.scalars(select(Decision.ended_by_id).where(Decision.kind == SUSPENSION)).one() == managers[0].id
    again = build.again(session, held.credential.id)
    assert (again.standing(NOW), again.ending.reason, revoked_by(session)) == (Standing.REVOKED, reason, managers[0].id)
    assert queries.stands_otherwise(session, again)


def test_a_command_revokes_without_a_decision_and_lifts_what_was_suspended(session, held, managers):
    services.suspend_openly(session, held.credential, "A complaint came.", actor=managers[1], now=NOW)
    services.revoke_openly(session, held.credential, StatusReason.ERROR, "A slip.", actor=None, now=NOW)
    assert [(kind, state) for kind, _about, _why, _words, state in kept(session)] == [
        (SUSPENSION, DecisionState.LIFTED)
    ]
    again = build.again(session, held.credential.id)
    assert (again.standing(NOW), revoked_by(session)) == (Standing.REVOKED, None)
    assert not queries.stands_otherwise(session, again)


def test_what_is_being_made_is_not_proposed_to_be_revoked(session, held, other, managers):
    making = session.get_one(Credential, other.credential_id)
    with pytest.raises(RuleBroken, match="is being created"):
        services.propose_revocation(session, making, WANTED, "A second person looks.", actor=managers[0], now=NOW)
    services.suspend_openly(session, held.credential, "A complaint came.", actor=managers[1], now=NOW)
    services.lift_openly(session, held.credential, "It was nothing.", issuing(), actor=managers[0], now=NOW)
    with pytest.raises(RuleBroken, match="is being created"):  # its newer version waits to be signed
        services.propose_revocation(
            session, held.credential, WANTED, "A second person looks.", actor=managers[0], now=NOW
        )
    assert session.scalars(select(Decision.id).where(Decision.kind == REVOCATION)).all() == []


def test_a_proposal_names_why_and_no_exam_where_none_is_in_the_evidence(session, held, managers):
    with pytest.raises(BadInput) as fault:
        services.propose_revocation(
            session, held.credential, replace(WANTED, reason=StatusReason.OWN_WISH), "So.", actor=managers[0], now=NOW
        )
    assert fault.value.field == "reason"
    made = services.propose_revocation(
        session, held.credential, WANTED, "A second person looks.", actor=managers[0], now=NOW
    )
    assert (made.kind, made.reason, made.words, made.exam_id) == (REVOCATION, "misconduct", WORDS, None)
    assert (made.opens_on, made.never_again, made.state) == (WANTED.opens_on, False, DecisionState.PROPOSED)
    assert [one.id for one in queries.suspensions_in_force(session, held.credential)] != []


def test_decisions_are_found_by_certificate_and_only_endings_in_force_keep_it_ended(session, held, other, managers):
    assert queries.decisions_on(session, []) == {}
    services.suspend_openly(session, held.credential, "A complaint came.", actor=managers[1], now=NOW)
    services.revoke_openly(session, held.credential, StatusReason.ERROR, "A slip.", actor=managers[0], now=NOW)
    again = build.again(session, held.credential.id)
    found = queries.decisions_on(session, [again])[held.credential.id]
    assert [one.kind for one in found] == [REVOCATION_BY_ONE, SUSPENSION]
    assert [one.kind for one in queries.endings_in_force(found)] == [REVOCATION_BY_ONE]
    in_force = [replace(one, state=DecisionState.IN_FORCE) for one in found]
    assert [one.kind for one in queries.endings_in_force(in_force)] == [REVOCATION_BY_ONE]
    assert queries.endings_in_force([replace(one, state=DecisionState.LIFTED) for one in found]) == []
    assert decisions_about(session, [subject_of(other.credential_id)])[subject_of(other.credential_id)] == []


def test_a_suspension_of_one_certificate_is_not_that_of_another(session, held, managers):
    row = person(session, "Esi Boateng", Role.OFFICER, email="esi@example.org")
    second = build.issued(session, row, build.version_of(session, held), name="Esi Boateng")
    services.suspend_openly(session, held.credential, "A complaint came.", actor=managers[1], now=NOW)
    (mine,) = queries.suspensions_in_force(session, held.credential)
    assert queries.suspensions_in_force(session, second.credential) == []
    services.suspend_openly(session, second.credential, "Another came.", actor=managers[1], now=NOW)
    services.lift_openly(session, second.credential, "It was nothing.", issuing(), actor=managers[0], now=NOW)
    session.expire_all()
    assert (mine.state, stands(session, held)) == (DecisionState.IN_FORCE, Standing.SUSPENDED)

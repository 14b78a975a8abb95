"""Revoking by one person and by two, and what becomes of it on an objection."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.api import Decision, DecisionState, confirm, decisions_about, refuse
from assessments.decisions.services.objecting import judge_objection, object_to
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import CredentialVersion
from certificates.credentials.queries import lists
from certificates.credentials.queries.trusted import judged_by_register, own_trust, registered
from certificates.credentials.rules.lifecycle import Standing, StatusReason
from certificates.credentials.services import ending
from certificates.credentials.verification.report import CheckName, CheckState
from certificates.credentials.verification.verify import verify
from certificates.decisions import services
from certificates.decisions.rules import REVOCATION, SECOND_LOOK, SUSPENSION, subject_of
from certificates.register.pages.reopening import reopenings
from courses.api import newest_runs
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.people.models import Person
from tests.builders import certificates as build
from tests.builders.people import NOW, viewer

WORDS = "Sold what was seized."
WANTED = services.RevocationProposal(
    reason=StatusReason.MISCONDUCT, words=WORDS, opens_on=(NOW + timedelta(days=90)).date(), key="form"
)


def propose(session, held, by, wanted=WANTED, now=NOW):
    made = services.propose_revocation(session, held.credential, wanted, "A second person looks.", actor=by, now=now)
    session.commit()
    return made


def stands(session, held, now=NOW):
    return build.again(session, held.credential.id).standing(now)


def known(session, held, kind):
    return [one for one in decisions_about(session, [subject_of(held.credential.id)]).popitem()[1] if one.kind == kind]


def signed(session, held, now=NOW):
    """What the worker does with a version that waits."""
    waiting = select(CredentialVersion.id).where(
        CredentialVersion.credential_id == held.credential.id, CredentialVersion.record.is_(None)
    )
    session.commit()
    build.make(session.scalars(waiting).one(), at=now)
    return build.again(session, held.credential.id)


def test_the_first_person_suspends_at_once_and_accuses_nobody_in_public(session, held, managers):
    propose(session, held, managers[0])
    again = build.again(session, held.credential.id)
    assert again.standing(NOW) is Standing.SUSPENDED
    assert (again.suspension.reason, again.suspension.words) == (StatusReason.UNDER_REVIEW, "")
    (suspension,) = known(session, held, SUSPENSION)
    assert (suspension.reason, suspension.state) == (SECOND_LOOK, DecisionState.IN_FORCE)


def test_sent_twice_it_is_proposed_once(session, held, managers):
    assert propose(session, held, managers[0]).id == propose(session, held, managers[0]).id
    assert len(known(session, held, SUSPENSION)) == 1
    with pytest.raises(Conflict):
        propose(session, held, managers[1], replace(WANTED, key="another"))


def test_the_second_person_revokes_it(session, held, managers):
    made = propose(session, held, managers[0])
    with pytest.raises(RuleBroken, match="You proposed this"):
        confirm(session, made.uuid, words="", actor=managers[0], now=NOW)
    confirm(session, made.uuid, words="", actor=managers[1], now=NOW)
    again = build.again(session, held.credential.id)
    assert (again.standing(NOW), again.ending.reason, again.ending.words) == (
        Standing.REVOKED, StatusReason.MISCONDUCT, WORDS,
    )  # fmt: skip
    assert [one.state for one in known(session, held, SUSPENSION)] == [DecisionState.LIFTED]


def test_the_holder_is_never_the_second_person(session, held, managers):
    made = propose(session, held, managers[0])
    own = viewer(session, session.get_one(Person, held.credential.person_id))
    with pytest.raises(NotFound):
        confirm(session, made.uuid, words="", actor=own, now=NOW)
    with pytest.raises(RuleBroken, match="your own certificate"):
        propose(session, held, own)


@pytest.mark.parametrize("who", [0, 1])
def test_refused_or_taken_back_the_suspension_is_lifted(session, held, managers, who):
    made = propose(session, held, managers[0])
    refuse(session, made.uuid, words="It was another person.", actor=managers[who], now=NOW + timedelta(hours=1))
    assert stands(session, held) is Standing.SUSPENDED  # until the newer version is signed
    assert signed(session, held, NOW + timedelta(hours=2)).standing(NOW + timedelta(hours=2)) is Standing.IN_FORCE
    assert [one.state for one in known(session, held, SUSPENSION)] == [DecisionState.LIFTED]


def test_one_that_was_suspended_before_stays_so_when_the_proposal_is_refused(session, held, managers):
    services.suspend_openly(session, held.credential, "A complaint came.", actor=managers[2], now=NOW)
    made = propose(session, held, managers[0])
    refuse(session, made.uuid, words="Nothing was found.", actor=managers[1], now=NOW)
    again = build.again(session, held.credential.id)
    assert (again.standing(NOW), again.being_made) == (Standing.SUSPENDED, False)
    assert [one.state for one in known(session, held, SUSPENSION)] == [DecisionState.IN_FORCE]


def test_while_a_proposal_waits_nobody_decides_beside_it(session, held, managers):
    propose(session, held, managers[0])
    for act in (
        lambda by: services.lift_openly(session, held.credential, "It was so.", issuing(), actor=by, now=NOW),
        lambda by: services.revoke_openly(session, held.credential, StatusReason.ERROR, WORDS, actor=by, now=NOW),
    ):
        for by in (managers[0], managers[1], None):
            with pytest.raises(RuleBroken, match="Somebody proposed to revoke"):
                act(by)


@pytest.mark.parametrize("reason", [StatusReason.MISCONDUCT, StatusReason.RESULT_ANNULLED])
def test_for_a_fault_one_person_alone_revokes_nothing(session, held, managers, reason):
    for by in (managers[0], None):
        with pytest.raises(BadInput, match="needs two people"):
            services.revoke_openly(session, held.credential, reason, WORDS, actor=by, now=NOW)
    assert stands(session, held) is Standing.IN_FORCE


@pytest.mark.parametrize(
    "wanted",
    [
        replace(WANTED, opens_on=None),
        replace(WANTED, never_again=True),
        replace(WANTED, opens_on=(NOW - timedelta(days=1)).date()),
        replace(WANTED, words="no"),
        replace(WANTED, reason=StatusReason.ERROR),
    ],
)
def test_without_reason_words_or_a_day_nothing_is_suspended(session, held, managers, wanted):
    with pytest.raises(BadInput):
        propose(session, held, managers[0], wanted)
    session.rollback()
    assert stands(session, held) is Standing.IN_FORCE


def revoked(session, held, managers, wanted=WANTED):
    made = propose(session, held, managers[0], wanted)
    confirm(session, made.uuid, words="", actor=managers[1], now=NOW)
    session.commit()
    return made


def objected(session, held, decision, now=NOW):
    own = viewer(session, session.get_one(Person, held.credential.person_id))
    object_to(session, decision.uuid, words="I was on leave that week.", actor=own, now=now)


def test_the_course_opens_on_the_day_that_was_named(app, session, held, managers):
    revoked(session, held, managers)
    course_id = int(held.claim.source_ref.partition(":")[2])
    run = newest_runs(session, [held.credential.person_id], course_id)[held.credential.person_id]
    before = reopenings(session, [run], NOW + timedelta(days=89))[run.id]
    after = reopenings(session, [run], NOW + timedelta(days=90))[run.id]
    assert (before.allowed, after.allowed) == (False, True)
    assert "You may take this course again from 23 February 2027." in before.words


def test_the_course_never_opens_where_that_was_decided(session, held, managers):
    revoked(session, held, managers, replace(WANTED, opens_on=None, never_again=True))
    course_id = int(held.claim.source_ref.partition(":")[2])
    run = newest_runs(session, [held.credential.person_id], course_id)[held.credential.person_id]
    found = reopenings(session, [run], NOW + timedelta(days=9000))[run.id]
    assert not found.allowed
    assert "You may not take this course again." in found.words


def test_an_objection_goes_to_somebody_who_took_no_part(session, held, managers):
    made = revoked(session, held, managers)
    objected(session, held, made)
    for took_part in managers[:2]:
        with pytest.raises(RuleBroken, match="part in this decision"):
            judge_objection(session, made.uuid, uphold=True, reason="It was so.", actor=took_part, now=NOW)
    judge_objection(session, made.uuid, uphold=False, reason="It was so.", actor=managers[2], now=NOW)
    assert stands(session, held) is Standing.REVOKED


def test_whoever_suspended_it_before_judges_no_objection_to_its_revocation(session, held, managers):
    services.suspend_openly(session, held.credential, "A complaint came.", actor=managers[2], now=NOW)
    made = revoked(session, held, managers)
    objected(session, held, made)
    with pytest.raises(RuleBroken, match="part in this decision"):
        judge_objection(session, made.uuid, uphold=True, reason="It was so.", actor=managers[2], now=NOW)


def test_upheld_a_newer_version_comes_into_force_and_nobody_reads_the_accusation(session, held, managers):
    made = revoked(session, held, managers)
    objected(session, held, made)
    later = NOW + timedelta(days=3)
    judge_objection(session, made.uuid, uphold=True, reason="The leave is proven.", actor=managers[2], now=later)
    assert stands(session, held) is Standing.REVOKED  # until the newer version is signed
    again = signed(session, held, later)
    assert (again.standing(later), again.version.no) == (Standing.IN_FORCE, 2)
    report = verify(held.version.record.encode(), own_trust(session, issuing().did), now=later)
    found = registered(session, report, issuing().did)
    status = judged_by_register(report, found, now=later).check(CheckName.STATUS)
    assert status.state is CheckState.REPLACED
    assert "Misconduct" not in status.detail
    assert WORDS not in str(lists.endings(session))
    names = session.scalars(select(AuditEntry.name).order_by(AuditEntry.id)).all()
    assert names.count("credential.reinstated") == 1


def test_upheld_after_its_time_it_reads_as_expired_and_not_as_revoked(session, held, managers):
    made = revoked(session, held, managers)
    objected(session, held, made)
    late = NOW + timedelta(days=1200)
    judge_objection(session, made.uuid, uphold=True, reason="The leave is proven.", actor=managers[2], now=late)
    assert stands(session, held, late) is Standing.EXPIRED


def test_upheld_beside_a_second_certificate_no_two_are_in_force(session, held, managers):
    made = revoked(session, held, managers)
    objected(session, held, made)
    later = NOW + timedelta(days=100)
    row = session.get_one(Person, held.credential.person_id)
    course = build.version_of(session, held)
    second = build.taken(session, build.claim(session, row, course, at=later), row.name, at=later)
    judge_objection(session, made.uuid, uphold=True, reason="The leave is proven.", actor=managers[2], now=later)
    assert stands(session, held, later) is Standing.REPLACED
    assert stands(session, second, later) is Standing.IN_FORCE


def test_a_plain_suspension_may_be_contested_and_lifted_by_another(session, held, managers):
    services.suspend_openly(session, held.credential, "A complaint came.", actor=managers[0], now=NOW)
    (decision,) = session.scalars(select(Decision).where(Decision.kind == SUSPENSION))
    objected(session, held, decision)
    with pytest.raises(RuleBroken, match="part in this decision"):
        judge_objection(session, decision.uuid, uphold=True, reason="It was so.", actor=managers[0], now=NOW)
    judge_objection(session, decision.uuid, uphold=True, reason="It was nothing.", actor=managers[1], now=NOW)
    assert signed(session, held, NOW + timedelta(hours=1)).standing(NOW + timedelta(hours=1)) is Standing.IN_FORCE


def test_lifted_by_hand_its_decision_ends(session, held, managers):
    services.suspend_openly(session, held.credential, "A complaint came.", actor=managers[0], now=NOW)
    services.lift_openly(session, held.credential, "It was nothing.", issuing(), actor=managers[1], now=NOW)
    assert [one.state for one in known(session, held, SUSPENSION)] == [DecisionState.LIFTED]


def test_revoked_in_error_by_one_person_it_is_put_right_on_an_objection(session, held, managers):
    services.revoke_openly(session, held.credential, StatusReason.ERROR, WORDS, actor=managers[0], now=NOW)
    (decision,) = session.scalars(select(Decision).where(Decision.kind == "revocation-by-one"))
    objected(session, held, decision)
    judge_objection(session, decision.uuid, uphold=True, reason="There was no error.", actor=managers[1], now=NOW)
    assert signed(session, held, NOW + timedelta(hours=1)).standing(NOW + timedelta(hours=1)) is Standing.IN_FORCE


def test_one_that_has_expired_is_proposed_without_being_suspended(session, held, managers):
    late = NOW + timedelta(days=1200)
    propose(session, held, managers[0], replace(WANTED, opens_on=late.date()), now=late)
    assert stands(session, held, late) is Standing.EXPIRED
    assert known(session, held, SUSPENSION) == []


def test_one_that_is_revoked_is_not_proposed_again(session, held, managers):
    ending.revoke(session, held.credential, StatusReason.ERROR, WORDS, actor_id=None, now=NOW)
    with pytest.raises(RuleBroken, match="already revoked"):
        propose(session, held, managers[0])
    assert session.scalars(select(Decision.id).where(Decision.kind == REVOCATION)).all() == []

"""What an annulled attempt takes along: the claim or certificate that rests on it; and what comes back with it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.api import confirm
from assessments.decisions.services.objecting import judge_objection, object_to
from assessments.events import AttemptAnnulled, AttemptRestored
from assessments.exams.services.annulling import Sanction, propose_annulment
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Claim, CredentialVersion
from certificates.credentials.queries.held import is_open, open_claims
from certificates.credentials.rules.lifecycle import Standing, StatusReason
from certificates.credentials.services import name_requests
from certificates.credentials.services.confirming import confirm_name
from certificates.credentials.services.naming import Names
from certificates.decisions import services
from certificates.register.pages.reopening import reopenings
from courses.api import EndReason, end_run, newest_runs
from courses.learning.services import start
from courses.learning.versions.services import take_again
from lms import events
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import RuleBroken
from tests.builders import assessments as make
from tests.builders import certificates as build
from tests.builders.people import NOW, person, viewer

LATER = NOW + timedelta(days=2)


@pytest.fixture
def version(session, tmp_path):
    return make.load_folder(session, make.write_exam_course(tmp_path), NOW)


@pytest.fixture
def learner(session, version):
    row = make.learner(session, version, NOW)
    build.name_checked(session, row, "Ngozi Okafor")
    return row


@pytest.fixture
def attempt(session, version, learner):
    return make.sit(session, make.exam_of(session, version), learner, NOW)


@pytest.fixture
def claim(session, attempt, learner):
    return session.scalars(select(Claim).where(Claim.person_id == learner.id)).one()


@pytest.fixture
def certified(session, claim):
    return build.taken(session, claim, "Ngozi Okafor", at=NOW)


def happened(session, kind, attempt, version, actor, now=LATER, **more):
    event = kind(
        subject=f"attempt:{attempt.id}", actor_id=actor.id, at=now, person_id=attempt.person_id,
        exam_id=attempt.exam_id, exam_slug=make.EXAM, course_id=version.course_id,
        enrolment_id=attempt.enrolment_id, decision_id=1, passed=True, **more,
    )  # fmt: skip
    events.publish(session, event)
    session.commit()


def annul(session, attempt, version, actor, now=LATER):
    happened(session, AttemptAnnulled, attempt, version, actor, now, opens_on=None, never_again=False)


def restore(session, attempt, version, actor, now=LATER):
    happened(session, AttemptRestored, attempt, version, actor, now)


def signed(session, held, now):
    waiting = select(CredentialVersion.id).where(
        CredentialVersion.credential_id == held.credential.id, CredentialVersion.record.is_(None)
    )
    build.make(session.scalars(waiting).one(), at=now)
    return build.again(session, held.credential.id)


def test_a_claim_that_waits_is_withdrawn_and_none_is_made_of_it(session, attempt, claim, version, managers):
    annul(session, attempt, version, managers[1])
    assert open_claims(session, Claim.id == claim.id) == []
    session.refresh(claim)
    assert claim.withdrawn_at == LATER
    with pytest.raises(RuleBroken, match="no longer leads to a certificate"):
        confirm_name(session, claim, Names("Ngozi Okafor"), issuing(), by_id=claim.person_id, now=LATER)
    with pytest.raises(RuleBroken, match="no longer leads to a certificate"):
        name_requests.ask(session, claim, Names("Eve"), frozenset(), by_id=claim.person_id, now=LATER)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "certificate.claim-withdrawn")).one()
    assert (entry.actor_id, entry.data["reason"]) == (managers[1].id, "annulled")


def test_a_name_that_waits_for_a_manager_waits_no_longer(session, attempt, claim, version, managers):
    request = name_requests.ask(session, claim, Names("Eve"), frozenset(), by_id=claim.person_id, now=NOW)
    annul(session, attempt, version, managers[1])
    assert name_requests.names_asked(session, *name_requests.waiting()) == []
    with pytest.raises(RuleBroken, match="no longer leads to a certificate"):
        name_requests.approve(session, request, issuing(), reason="It is their name.", by=managers[0], now=LATER)


def test_restored_the_claim_waits_again(session, attempt, claim, version, managers):
    annul(session, attempt, version, managers[1])
    restore(session, attempt, version, managers[2])
    assert [row.id for row, _what in open_claims(session, Claim.person_id == claim.person_id)] == [claim.id]


def test_restored_beside_another_claim_it_stays_withdrawn(session, attempt, claim, learner, version, managers):
    annul(session, attempt, version, managers[1])
    other = build.claim(session, learner, version, at=LATER)
    restore(session, attempt, version, managers[2])
    assert session.scalars(select(Claim.id).where(Claim.person_id == learner.id, *is_open())).all() == [other.id]


def test_a_certificate_is_revoked_and_says_only_why(session, attempt, certified, version, managers):
    annul(session, attempt, version, managers[1])
    again = build.again(session, certified.credential.id)
    assert (again.standing(LATER), again.ending.reason, again.ending.words) == (
        Standing.REVOKED, StatusReason.RESULT_ANNULLED, "",
    )  # fmt: skip


def test_from_two_people_to_the_letter_of_the_course_and_back(session, attempt, certified, learner, version):
    """The whole way: annulled by two, barred to a day, overturned by a third."""
    first, second, third = (viewer(session, person(session, None, Role.PROGRAMME_MANAGER)) for _number in range(3))
    day = (LATER + timedelta(days=60)).date()
    sanction = Sanction(reason="somebody-else", words="A colleague sat it.", opens_on=day, never_again=False)
    made = propose_annulment(session, attempt, sanction, actor=first, now=LATER)
    assert build.again(session, certified.credential.id).standing(LATER) is Standing.IN_FORCE
    confirm(session, made.uuid, words="I saw the list.", actor=second, now=LATER)
    session.commit()
    assert build.again(session, certified.credential.id).standing(LATER) is Standing.REVOKED
    run = newest_runs(session, [learner.id], version.course_id)[learner.id]
    told = reopenings(session, [run], LATER)[run.id]
    assert not told.allowed
    assert told.words.endswith(f"You may take this course again from {day.day} January 2027.")
    with pytest.raises(RuleBroken, match="from"):
        take_again(session, learner.id, run.course_id, run.uuid, now=LATER)
    with pytest.raises(RuleBroken):
        start(session, learner.id, version.id, now=LATER)
    assert reopenings(session, [run], LATER + timedelta(days=60))[run.id].allowed
    object_to(session, made.uuid, words="It was me.", actor=viewer(session, learner), now=LATER)
    after = LATER + timedelta(days=5)
    judge_objection(session, made.uuid, uphold=True, reason="The list was wrong.", actor=third, now=after)
    session.commit()
    assert signed(session, certified, after).standing(after) is Standing.IN_FORCE
    run = newest_runs(session, [learner.id], version.course_id)[learner.id]
    assert run.is_open
    assert "valid until" in reopenings(session, [run], after)[run.id].words


def test_another_attempt_takes_nothing_along(session, learner, certified, version, managers):
    quiz = make.sit(session, make.exam_of(session, version, make.QUIZ), learner, NOW)
    annul(session, quiz, version, managers[1])
    assert build.again(session, certified.credential.id).standing(LATER) is Standing.IN_FORCE


def test_restored_it_comes_into_force_as_a_newer_version(session, attempt, certified, version, managers):
    annul(session, attempt, version, managers[1])
    restore(session, attempt, version, managers[2], LATER + timedelta(days=1))
    again = signed(session, certified, LATER + timedelta(days=1))
    assert (again.standing(LATER + timedelta(days=2)), again.version.no) == (Standing.IN_FORCE, 2)


def test_restored_it_stays_revoked_where_that_was_decided_for_itself(session, attempt, certified, version, managers):
    wanted = services.RevocationProposal(reason=StatusReason.MISCONDUCT, words="Sold it.", never_again=True)
    made = services.propose_revocation(session, certified.credential, wanted, "Looked at.", actor=managers[0], now=NOW)
    confirm(session, made.uuid, words="", actor=managers[1], now=NOW)
    annul(session, attempt, version, managers[1])
    restore(session, attempt, version, managers[2])
    again = build.again(session, certified.credential.id)
    assert (again.standing(LATER), again.being_made) == (Standing.REVOKED, False)


def test_after_an_annulled_attempt_the_course_opens_again(session, attempt, learner, version, managers):
    run = newest_runs(session, [learner.id], version.course_id)[learner.id]
    assert "not created yet" in reopenings(session, [run], LATER)[run.id].words
    annul(session, attempt, version, managers[1])
    ended = end_run(session, run.id, reason=EndReason.ANNULLED, by=managers[1].id, now=LATER)
    found = reopenings(session, [ended], LATER)[run.id]
    assert (found.allowed, found.url) == (True, "/attempts")
    assert found.words == (
        "The result of your exam was cancelled. You may take this course again. You start with all attempts again."
    )
    again = take_again(session, learner.id, run.course_id, run.uuid, now=LATER + timedelta(hours=1))
    assert (again.is_open, again.id > run.id) == (True, True)
    assert make.start(session, make.exam_of(session, version), learner, LATER + timedelta(days=2)).no == 1

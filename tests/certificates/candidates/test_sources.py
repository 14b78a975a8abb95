"""What the product knows of a candidate becomes evidence: exams, attendance, credentials of other bodies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certificates.candidates.queries.found import candidate_by_id, evidence_of
from certificates.candidates.queries.standing import file_at
from certificates.candidates.services.advancing import advance
from certificates.candidates.services.evidence import confirm_evidence, take_up
from certificates.permissions import SchemeRole
from certificates.recognised.services import (
    RecognisedDraft,
    close_recognised,
    confirm_recognised,
    enter_recognised,
)
from certificates.schemes.rules.definition import CutKind, CutRule, EvidenceKind, TriggerFact
from courses.cohorts.rules.rolls import Presence
from courses.cohorts.services.leaving import end_cohort
from tests.builders import assessments, candidates, certificates, cohorts, meetings, people


def kinds_of(session, found):
    rows = evidence_of(session, [found.row.id])[found.row.id]
    return {one.kind: one for one in rows if one.withdrawn_at is None}


def test_a_passed_final_exam_is_evidence_at_once_and_moves_its_candidate_when_a_person_confirmed_it(
    session, tmp_path, now
):
    course = assessments.load_folder(session, assessments.write_exam_course(tmp_path), now)
    learner = assessments.learner(session, course, now)
    final = CutRule("final", CutKind.EXAM, course=assessments.SLUG)
    on = candidates.scheme(session, people.person(session), now, candidates.definition(cuts=(final,)))
    found = candidates.candidate(session, learner, on, now, "eligible")
    assessments.sit(session, assessments.exam_of(session, course), learner, now + timedelta(minutes=5))
    piece = kinds_of(session, found)["course"]
    assert (piece.by_machine, piece.outcome["course"], piece.outcome["percent"]) == (True, assessments.SLUG, 100.0)
    assert candidate_by_id(session, found.row.id).row.state == "eligible"
    officer = people.viewer(session, people.person(session, None, SchemeRole.SCHEME_OFFICER))
    confirm_evidence(session, found, piece.uuid, actor=officer, now=now)
    session.refresh(piece)
    standing = file_at(session, found, now.date()).standing
    assert (standing.cuts, TriggerFact.EXAM_PASSED in standing.happened) == (frozenset({"final"}), True)
    advance(session, [learner.id], now=now + timedelta(hours=1))
    session.expire_all()
    assert candidate_by_id(session, found.row.id).row.state == "known"


@pytest.fixture
def on(session, now):
    kinds = tuple(EvidenceKind(one, {"en": one}) for one in ("attendance", "recognised"))
    return candidates.scheme(session, people.person(session), now, candidates.definition(evidence=kinds))


def test_who_attended_enough_meetings_has_that_as_evidence_and_who_did_not_has_none(session, on, now):
    course = certificates.course_version(session)
    trainer = cohorts.trainer(session, place=(place := people.administration(session)))
    cohort = cohorts.cohort(session, course, now, leader=trainer, place=place)
    came, missed = cohorts.officers(session, cohort, 2, now)
    meeting = meetings.running(session, cohort, now)
    for officer, presence in ((came, Presence.PRESENT), (missed, Presence.ABSENT)):
        meetings.keep(session, meeting, trainer, meetings.line(officer, trainer, 1, now, presence), now=now)
    found = [candidates.candidate(session, one, on, now) for one in (came, missed)]
    take_up(session, [came.id, missed.id], now=now + timedelta(hours=4))
    assert [sorted(kinds_of(session, one)) for one in found] == [["attendance"], []]


def test_where_no_meeting_was_held_nobody_attended_enough(session, on, now):
    trainer = cohorts.trainer(session, place=(place := people.administration(session)))
    cohort = cohorts.cohort(session, certificates.course_version(session), now, leader=trainer, place=place)
    (officer,) = cohorts.officers(session, cohort, 1, now)
    found = candidates.candidate(session, officer, on, now)
    assert take_up(session, [officer.id], now=now + timedelta(hours=4)) == 0
    assert kinds_of(session, found) == {}


def test_attendance_counts_also_once_the_cohort_has_ended(session, on, now):
    course = certificates.course_version(session)
    trainer = cohorts.trainer(session, place=(place := people.administration(session)))
    cohort = cohorts.cohort(session, course, now, leader=trainer, place=place)
    (came,) = cohorts.officers(session, cohort, 1, now)
    meeting = meetings.running(session, cohort, now)
    meetings.keep(session, meeting, trainer, meetings.line(came, trainer, 1, now, Presence.PRESENT), now=now)
    end_cohort(session, cohorts.found(session, cohort.id), "All was held.", by=trainer.id, now=now + timedelta(hours=4))
    found = candidates.candidate(session, came, on, now)
    take_up(session, [came.id], now=now + timedelta(hours=5))
    assert sorted(kinds_of(session, found)) == ["attendance"]


def test_a_recognised_credential_speaks_for_its_holder_until_it_is_ended(session, on, now):
    holder = people.person(session)
    found = candidates.candidate(session, holder, on, now)
    draft = RecognisedDraft(
        body="World Customs Organization", number="A-17", topics=["operations"], valid_until=now.date(),
        compared_by="By e-mail", compared_on=now.date(),
    )  # fmt: skip
    first, second = (people.person(session).id for _ in range(2))
    row = enter_recognised(session, holder.id, draft, by_id=first, now=now)
    take_up(session, [holder.id], now=now)
    assert kinds_of(session, found) == {}
    confirm_recognised(session, row, by_id=second, now=now)
    session.expire_all()
    take_up(session, [holder.id], now=now)
    assert kinds_of(session, found)["recognised"].outcome["number"] == "A-17"
    close_recognised(session, row, "The body withdrew it.", by_id=second, now=now)
    session.expire_all()
    take_up(session, [holder.id], now=now)
    assert kinds_of(session, found) == {}

"""An attempt is annulled by two people, counts nowhere then, and counts again when an objection is upheld."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assessments.decisions.services.deciding import refuse
from assessments.decisions.services.objecting import judge_objection, object_to
from assessments.exams.models import Attempt, Score
from assessments.exams.pages.outline_steps import ExamSteps
from assessments.exams.queries.attempts import ungraded
from assessments.exams.queries.bars import sitting_barred
from assessments.exams.queries.board import attempts_in
from assessments.exams.queries.late import waiting_late
from assessments.exams.queries.managing import exam_lines
from assessments.exams.queries.passed import passed_exams
from assessments.exams.queries.revising import newest_answered
from assessments.exams.rules.states import RESTORED_FROM, RESTORED_TO, TRANSITIONS, AttemptState, states_before
from assessments.exams.services.adjudication import decide_late
from assessments.exams.services.annulling import subject_of
from assessments.exams.services.grading import grade_attempt
from assessments.exams.services.starting import start_attempt
from assessments.exams.tasks import close_and_score
from courses.api import EndReason, begin_again, done_in, newest_runs, runs_by_id
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.batch import one
from lms.errors import Conflict, NotFound, RuleBroken
from tests.builders import assessments as make
from tests.builders.decisions import WORDS, annul, manager, proposed_annulment, upheld
from tests.builders.kind_names import KindName
from tests.builders.people import administration, person, viewer

DAY = timedelta(days=1)
FAILED = tuple(make.RIGHT)[:5]

pytestmark = pytest.mark.usefixtures("told_whole")


@pytest.fixture
def passed(session, exam, officer, now):
    attempt = make.sit(session, exam, officer, now)
    assert make.result_of(session, attempt).passed
    return attempt


def run_of(session, attempt):
    return one(runs_by_id(session, [attempt.enrolment_id]))


def test_proposed_alone_the_pass_counts(session, officer, passed, now):
    proposed_annulment(session, passed, now)
    session.refresh(passed)
    assert passed.state == AttemptState.PUBLISHED
    assert len(passed_exams(session, people=[officer.id])) == 1
    assert sitting_barred(
        session, [officer.id], [runs_by_id(session, [passed.enrolment_id])[passed.enrolment_id].course_id], now
    ) == {officer.id: {}}


def test_confirmed_the_pass_counts_nowhere(session, exam, officer, passed, now):
    runs = [passed.enrolment_id]
    assert make.EXAM in one(done_in(session, runs))
    before = [line for line in exam_lines(session, manager(session), "en") if line.uuid == exam.uuid]
    annul(session, passed, now)
    assert passed.state == AttemptState.VOIDED
    assert passed_exams(session, people=[officer.id]) == passed_exams(session, attempt_id=passed.id) == []
    assert make.EXAM not in one(done_in(session, runs))
    (line,) = attempts_in(session, runs)[passed.enrolment_id]
    assert (line.state, line.passed, line.percent) == (AttemptState.VOIDED, None, None)
    step = ExamSteps().states(session, runs, now)[passed.enrolment_id][make.EXAM]
    assert (step.words, step.passed) == ("cancelled", False)
    assert one(newest_answered(session, runs)) == []
    after = [line for line in exam_lines(session, manager(session), "en") if line.uuid == exam.uuid]
    assert (before[0].passed, after[0].passed) == (1, 0)


def test_its_run_ends_and_nothing_is_added_to_it(session, exam, officer, passed, now):
    decision = annul(session, passed, now)
    run = run_of(session, passed)
    assert (run.ended_at, run.ended_reason) == (now, EndReason.ANNULLED)
    with pytest.raises(RuleBroken, match="may not sit this exam yet"):
        start_attempt(session, exam, run, seed=1, now=now + 2 * DAY)
    with pytest.raises(RuleBroken, match="was cancelled"):
        start_attempt(session, exam, run, seed=1, now=now + 30 * DAY)
    assert decision.decided_by_id not in (None, decision.proposer_id)


def test_the_audit_trail_says_who_annulled_and_what_was_lost(session, exam, passed, now):
    decision = annul(session, passed, now)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "attempt.annulled")).one()
    assert (entry.subject, entry.actor_id) == (subject_of(passed.id), decision.decided_by_id)
    assert entry.data["exam_slug"] == make.EXAM
    assert (entry.data["passed"], entry.data["opens_on"], entry.data["never_again"]) == (True, "2026-12-25", False)


def test_from_the_day_on_a_new_run_may_sit(session, exam, officer, version, passed, now):
    annul(session, passed, now)
    again = begin_again(session, officer.id, version.id, now=now + DAY)
    with pytest.raises(RuleBroken, match="may not sit this exam yet"):
        start_attempt(session, exam, again, seed=1, now=now + 29 * DAY)
    assert start_attempt(session, exam, again, seed=1, now=now + 30 * DAY).no == 1


def test_never_again_is_never(session, exam, officer, version, passed, now):
    annul(session, passed, now, opens_on=None, never_again=True)
    again = begin_again(session, officer.id, version.id, now=now + DAY)
    with pytest.raises(RuleBroken, match="may not sit this exam again"):
        start_attempt(session, exam, again, seed=1, now=now + 3000 * DAY)
    assert sitting_barred(session, [officer.id], [exam.course_id], now)[officer.id][exam.course_id].never


def test_nothing_ever_scores_an_annulled_attempt_again(session, passed, now):
    annul(session, passed, now)
    scores = session.scalar(select(func.count()).select_from(Score))
    assert passed.id not in ungraded(session)
    assert grade_attempt(session, passed.id, now=now) is None
    session.commit()
    close_and_score(now)
    session.refresh(passed)
    assert passed.state == AttemptState.VOIDED
    assert session.scalar(select(func.count()).select_from(Score)) == scores


def test_the_way_back_is_no_part_of_the_ordinary_course():
    assert RESTORED_FROM not in states_before(RESTORED_TO)
    assert TRANSITIONS[AttemptState.VOIDED] == frozenset()


def test_an_objection_upheld_gives_everything_back(session, exam, officer, passed, now):
    decision = annul(session, passed, now)
    upheld(session, decision, officer, now + DAY)
    session.refresh(passed)
    assert passed.state == AttemptState.PUBLISHED
    assert len(passed_exams(session, people=[officer.id])) == 1
    assert make.EXAM in one(done_in(session, [passed.enrolment_id]))
    assert run_of(session, passed).is_open
    assert sitting_barred(session, [officer.id], [exam.course_id], now) == {officer.id: {}}
    names = session.scalars(select(AuditEntry.name).where(AuditEntry.subject == subject_of(passed.id))).all()
    assert names[-3:] == ["decision.objection-judged", "decision.ended", "attempt.restored"]


def test_given_back_attempts_left_can_be_used(session, exam, officer, now):
    attempt = make.sit(session, exam, officer, now, wrong=FAILED)
    decision = annul(session, attempt, now)
    upheld(session, decision, officer, now + DAY)
    session.refresh(attempt)
    run = one(newest_runs(session, [officer.id], exam.course_id))
    assert start_attempt(session, exam, run, seed=1, now=now + 2 * DAY).no == 2


def test_a_run_with_another_annulled_attempt_stays_ended(session, exam, officer, now):
    attempts = [make.sit(session, exam, officer, now + n * 2 * DAY, wrong=FAILED) for n in range(2)]
    later = now + 5 * DAY
    first, _second = (annul(session, one_, later) for one_ in attempts)
    upheld(session, first, officer, later)
    session.refresh(attempts[0])
    assert not run_of(session, attempts[0]).is_open


def test_given_back_after_a_new_run_was_begun_the_old_one_stays_ended(session, exam, officer, version, passed, now):
    decision = annul(session, passed, now)
    again = begin_again(session, officer.id, version.id, now=now + DAY)
    upheld(session, decision, officer, now + 2 * DAY)
    session.refresh(passed)
    assert [one_.attempt_id for one_ in passed_exams(session, people=[officer.id])] == [passed.id]
    assert not run_of(session, passed).is_open
    assert one(newest_runs(session, [officer.id], exam.course_id)).id == again.id


def test_an_annulled_failure_takes_no_step_away_that_another_attempt_has_done(session, exam, officer, now):
    failed = make.sit(session, exam, officer, now, wrong=FAILED)
    good = make.sit(session, exam, officer, now + 2 * DAY)
    annul(session, failed, now + 3 * DAY)
    assert make.EXAM in one(done_in(session, [good.enrolment_id]))
    assert [one_.attempt_id for one_ in passed_exams(session, people=[officer.id])] == [good.id]


def test_nobody_annuls_their_own_attempt(session, exam, version, now):
    row = person(session, None, Role.PROGRAMME_MANAGER)
    make.enrol(session, row.id, version.id, now=now)
    attempt = make.sit(session, exam, row, now)
    with pytest.raises(RuleBroken, match="your own attempt"):
        proposed_annulment(session, attempt, now, by=viewer(session, row))


def test_a_manager_of_another_administration_does_not(session, passed, now):
    stranger = viewer(session, person(session, None, (Role.PROGRAMME_MANAGER, administration(session))))
    with pytest.raises(NotFound):
        proposed_annulment(session, passed, now, by=stranger)


def test_only_an_attempt_with_a_result_is_annulled(session, exam, officer, now):
    attempt = make.start(session, exam, officer, now)
    with pytest.raises(RuleBroken, match="no result yet"):
        proposed_annulment(session, attempt, now)


def test_a_quiz_is_not_annulled(session, quiz, officer, now):
    with pytest.raises(RuleBroken, match="This is a quiz"):
        proposed_annulment(session, make.sit(session, quiz, officer, now), now)


def test_what_is_annulled_is_not_annulled_again(session, passed, now):
    annul(session, passed, now)
    with pytest.raises(RuleBroken, match="already cancelled"):
        proposed_annulment(session, passed, now)


def test_one_proposal_waits_at_a_time_and_refused_it_leaves_the_attempt_alone(session, officer, passed, now):
    made = proposed_annulment(session, passed, now)
    with pytest.raises(Conflict):
        proposed_annulment(session, passed, now)
    refuse(session, made.uuid, words=WORDS, actor=manager(session), now=now)
    session.refresh(passed)
    assert passed.state == AttemptState.PUBLISHED
    assert proposed_annulment(session, passed, now).id != made.id


def test_who_decided_about_its_late_answers_does_not_judge_the_objection(session, officer, passed, now):
    late = manager(session)
    position, came = make.position_of(session, passed, KindName.ONE_CHOICE), now + timedelta(hours=1)
    make.save(session, passed, position, "b", came, client_seq=2, base_seq=1, given_at=now)
    decide_late(session, passed, accept=False, reason=WORDS, actor=late, now=came)
    decision = annul(session, passed, now)
    object_to(session, decision.uuid, words="No.", actor=viewer(session, officer), now=now)
    with pytest.raises(RuleBroken, match="took part"):
        judge_objection(session, decision.uuid, uphold=True, reason="Yes.", actor=late, now=now)


def test_late_answers_of_an_annulled_attempt_wait_for_nobody(session, exam, officer, now):
    attempt = make.start(session, exam, officer, now)
    late = now + timedelta(minutes=41)
    make.submit_attempt(session, attempt, key="k", now=late)
    grade_attempt(session, attempt.id, now=late)
    session.refresh(attempt)
    make.save(session, attempt, 1, None, late, given_at=now)
    everything = Attempt.id == attempt.id
    assert len(waiting_late(session, everything)) == 1
    annul(session, attempt, late)
    assert waiting_late(session, everything) == []
    with pytest.raises(RuleBroken, match="already cancelled"):
        decide_late(session, attempt, accept=True, reason=WORDS, actor=manager(session), now=late)

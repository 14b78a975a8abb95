"""What is decided about attempts, at its edges: who may not, what is at the limit, what of others stays as it is."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select, update

from assessments.decisions.rules import SittingBar
from assessments.exams.models import AnswerRevision, Attempt, AttemptGrant, LateDecision, RevisionKind, TimeGrant
from assessments.exams.queries import attempts as queries
from assessments.exams.queries.passed import passed_exams
from assessments.exams.rules.admission import Refusal, RefusalReason
from assessments.exams.rules.states import AttemptState
from assessments.exams.services import grading
from assessments.exams.services.adjudication import decide_late, grant_time
from assessments.exams.services.annulling import attempt_in, subject_of
from assessments.exams.services.closing import ask_again, receipt, submit_attempt
from assessments.exams.services.granting import grant_attempt
from assessments.exams.services.key_views import note_key_view
from assessments.exams.services.starting import bar_words, not_open_words, refusal_words
from courses.api import BeforeFinal, EndReason, FinalOpens, done_in, end_run, newest_runs, runs_by_id
from lms.audit.models import AuditEntry
from lms.batch import one
from lms.errors import BadInput, Conflict, RuleBroken
from tests.builders import assessments as make
from tests.builders.decisions import annul, manager, upheld
from tests.builders.kind_names import KindName
from tests.builders.people import appointed, viewer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FAILED = make.KINDS[:5]

pytestmark = pytest.mark.usefixtures("told_whole")


def late(session, attempt, kind, at, *, number=9):
    """A right answer of another device, which came too late."""
    position = make.position_of(session, attempt, kind)
    said = {"page": "other", "client_seq": number, "base_seq": 99, "given_at": attempt.started_at}
    assert make.save(session, attempt, position, make.RIGHT[kind], at, **said).verdict == "late"
    return position


def decide(session, attempt, now, *, accept=True, by=None):
    said = {"accept": accept, "reason": "The network was down.", "now": now}
    return decide_late(session, attempt, actor=by or manager(session), **said)


def give_time(session, exam, row, now, minutes=10, by=None, **more):
    said = {"exam_id": exam.exam_id, "person_id": row.id, "minutes": minutes, "reason": "Reads slowly."}
    return grant_time(session, **said, actor=by or manager(session), now=now, **more)


def test_nobody_decides_for_the_person_from_whom_their_rights_come(session, exam, officer, now):
    attempt = make.sit(session, exam, officer, now, wrong=FAILED)
    late(session, attempt, KindName.SPOT, now + HOUR)
    below = viewer(session, appointed(session, officer.id))
    with pytest.raises(RuleBroken, match="come from this person"):
        decide(session, attempt, now + HOUR, by=below)
    with pytest.raises(RuleBroken, match="come from this person"):
        give_time(session, exam, officer, now, by=below)
    assert session.scalars(select(LateDecision)).all() == session.scalars(select(TimeGrant)).all() == []


def test_a_late_answer_to_a_question_without_one_counts_once_it_is_accepted(session, exam, officer, version, now):
    other = make.sit(session, exam, make.learner(session, version, now), now, wrong=FAILED)
    attempt = make.start(session, exam, officer, now)
    submit_attempt(session, attempt, key="k", page="own", now=now)
    grading.grade_attempt(session, attempt.id, now=now)
    session.refresh(attempt)
    position = late(session, attempt, KindName.NUMBER, now + HOUR)
    late(session, other, KindName.NUMBER, now + HOUR)
    by = manager(session)
    before, after = decide(session, attempt, now + 2 * HOUR, by=by)
    assert (before.percent, after.percent, after.no, after.reason) == ("0", "50/3", 2, "The network was down.")
    asked = queries.questions(session, attempt.id)[position - 1]
    assert (asked.seq, asked.received_at) == (2, now + 2 * HOUR)
    step = session.get_one(AnswerRevision, asked.step_id)
    assert (step.kind, step.actor_id, step.client_time) == (RevisionKind.ACCEPTED, by.id, now)
    decision = session.scalars(select(LateDecision)).one()
    assert (decision.attempt_id, decision.accepted, decision.actor_id) == (attempt.id, True, by.id)
    assert session.get_one(AnswerRevision, decision.last_step_id).kind == RevisionKind.LATE
    told = receipt(session, attempt)
    assert (told.answered, told.asked, told.in_grace) == (1, 6, 0)  # accepted long after the grace
    assert [one_.percent for one_ in queries.newest_results(session, [other.id]).values()] == ["50/3"]


def test_a_pass_by_a_late_answer_is_told_though_others_passed_before(session, exam, officer, version, now):
    make.sit(session, exam, make.learner(session, version, now), now)
    attempt = make.sit(session, exam, officer, now, wrong=FAILED[:2])
    for number, kind in enumerate(FAILED[:2], 1):
        late(session, attempt, kind, now + HOUR, number=number)
    decide(session, attempt, now + HOUR)
    told = session.scalars(select(AuditEntry.subject).where(AuditEntry.name == "exam.passed")).all()
    assert told.count(f"attempt:{attempt.id}") == 1
    assert make.EXAM in one(done_in(session, [attempt.enrolment_id]))


@pytest.mark.parametrize(("wrong", "seen"), [(FAILED[:2], True), (FAILED[:1], False)])
def test_keys_count_from_before_the_first_result_that_passed(session, exam, officer, version, now, wrong, seen):
    make.sit(session, exam, make.learner(session, version, now), now - DAY)  # of others it is another moment
    attempt = make.sit(session, exam, officer, now, wrong=wrong)
    said = {"exam_id": exam.exam_id, "exam_version_id": exam.version_id, "person_id": officer.id}
    note_key_view(session, **said, now=now + HOUR)
    late(session, attempt, wrong[-1], now + HOUR)
    decide(session, attempt, now + 2 * HOUR)
    (passed,) = passed_exams(session, people=[officer.id])
    assert (passed.keys_seen, passed.passed_at) == (seen, now + 2 * HOUR)


@pytest.mark.parametrize("minutes", [1, 240])
def test_extra_time_may_be_a_minute_or_four_hours(session, exam, officer, now, minutes):
    attempt = make.start(session, exam, officer, now)
    assert give_time(session, exam, officer, now, minutes).seconds == minutes * 60
    session.refresh(attempt)
    assert attempt.deadline_at == now + timedelta(minutes=40 + minutes)


def test_extra_time_changes_no_attempt_that_is_closed_and_none_without_a_limit(session, exam, quiz, officer, now):
    closed = make.sit(session, exam, officer, now, wrong=FAILED)
    running = make.start(session, quiz, officer, now)
    for which in (exam, quiz):
        give_time(session, which, officer, now)
    session.expire_all()
    assert (closed.deadline_at, running.deadline_at) == (now + timedelta(minutes=40), None)
    again = make.start(session, exam, officer, now + 2 * DAY)
    assert again.deadline_at == now + 2 * DAY + timedelta(minutes=50)
    give_time(session, exam, officer, now)
    session.expire_all()
    assert (closed.deadline_at, again.deadline_at) == (
        now + timedelta(minutes=40),
        now + 2 * DAY + timedelta(minutes=60),
    )


def test_one_form_for_extra_time_is_for_one_exam(session, exam, quiz, officer, now):
    first = give_time(session, exam, officer, now, key="k")
    assert give_time(session, exam, officer, now, key="k") is first
    with pytest.raises(Conflict, match="for somebody else"):
        give_time(session, quiz, officer, now, key="k")
    with pytest.raises(BadInput, match="240"):
        give_time(session, exam, officer, now, minutes=241)
    assert len(session.scalars(select(TimeGrant)).all()) == 1


def give_attempt(session, exam, row, now, by=None, **more):
    said = {"course_id": exam.course_id, "exam_slug": exam.slug, "person_id": row.id, "reason": "The power failed."}
    return grant_attempt(session, **said, actor=by or manager(session), now=now, **more)


def fail_all(session, exam, row, now):
    for number in range(3):
        make.sit(session, exam, row, now + number * 2 * DAY, wrong=make.KINDS, seed=number)
    return now + 9 * DAY


def test_without_the_name_of_a_form_each_gives_another_attempt(session, exam, officer, version, now):
    at = fail_all(session, exam, officer, now)
    by = manager(session)
    first = give_attempt(session, exam, officer, at, by)
    assert make.sit(session, exam, officer, at, wrong=make.KINDS).no == 4
    second = give_attempt(session, exam, officer, at, by)
    assert (first.key, second.key, first.id == second.id) == (None, None, False)
    assert (second.enrolment_id, second.exam_id, second.actor_id) == (first.enrolment_id, exam.exam_id, by.id)


def test_none_is_given_in_a_run_that_has_ended(session, exam, officer, now):
    at = fail_all(session, exam, officer, now)
    run = newest_runs(session, [officer.id], exam.course_id)[officer.id]
    end_run(session, run.id, reason=EndReason.WITHDRAWN, by=None, now=at)
    with pytest.raises(RuleBroken, match="does not take the course now"):
        give_attempt(session, exam, officer, at)
    assert session.scalars(select(AttemptGrant)).all() == []


def test_an_annulled_pass_takes_its_own_step_away_whatever_else_was_passed(session, exam, quiz, officer, version, now):
    make.sit(session, quiz, officer, now)
    make.sit(session, exam, make.learner(session, version, now), now)
    attempt = make.sit(session, exam, officer, now)
    annul(session, attempt, now)
    assert one(done_in(session, [attempt.enrolment_id])) == {make.QUIZ}


def test_of_two_passes_in_a_run_one_keeps_the_step_when_the_other_is_annulled(session, exam, officer, now):
    first = make.sit(session, exam, officer, now, wrong=FAILED[:2])
    second = make.sit(session, exam, officer, now + 2 * DAY)
    late(session, first, FAILED[0], now + HOUR)
    decide(session, first, now + 3 * DAY)
    assert len(passed_exams(session, people=[officer.id])) == 2
    annul(session, first, now + 3 * DAY)
    assert make.EXAM in one(done_in(session, [second.enrolment_id]))
    assert [each.attempt_id for each in passed_exams(session, people=[officer.id])] == [second.id]


def test_a_failed_attempt_that_is_given_back_completes_nothing(session, exam, officer, version, now):
    other = make.sit(session, exam, make.learner(session, version, now), now)
    attempt = make.sit(session, exam, officer, now, wrong=FAILED)
    annul(session, other, now)  # that of somebody else keeps no run of the officer ended
    decision = annul(session, attempt, now)
    upheld(session, decision, officer, now + DAY)
    assert one(done_in(session, [attempt.enrolment_id])) == frozenset()
    assert one(runs_by_id(session, [attempt.enrolment_id])).is_open
    assert not one(runs_by_id(session, [other.enrolment_id])).is_open
    names = ("attempt.annulled", "attempt.restored")
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.name.in_(names), AuditEntry.subject == subject_of(attempt.id))
    ).all()
    assert [(each.name, each.data["passed"], each.data["decision_id"]) for each in entries] == [
        (name, False, decision.id) for name in names
    ]
    assert {each.data["course_id"] for each in entries} == {exam.course_id}
    assert attempt_in(subject_of(attempt.id)) == attempt.id


def test_a_sheet_that_was_given_up_keeps_no_run_ended(session, exam, quiz, officer, now):
    sheet = make.start(session, quiz, officer, now)
    session.execute(update(Attempt).where(Attempt.id == sheet.id).values(on_paper=True, state=AttemptState.VOIDED))
    attempt = make.sit(session, exam, officer, now)
    upheld(session, annul(session, attempt, now), officer, now + DAY)
    assert one(runs_by_id(session, [attempt.enrolment_id])).is_open


def test_nothing_is_asked_before_handing_in_where_the_time_is_up_or_the_attempt_is_closed(session, attempt, now):
    end = attempt.deadline_at
    asked = ask_again(session, attempt, None, sure=False, now=end - timedelta(microseconds=1))
    assert asked.unanswered == (1, 2, 3, 4, 5, 6)
    assert ask_again(session, attempt, None, sure=False, now=end) is None
    submit_attempt(session, attempt, key="k", now=now)
    assert ask_again(session, attempt, None, sure=False, now=now) is None


def test_why_no_attempt_may_start_is_said_in_words_of_its_own(app, now):
    bars = [SittingBar(None), SittingBar(now.date())]
    words = {reason: refusal_words(Refusal(reason)) for reason in RefusalReason if reason is not RefusalReason.BARRED}
    assert words[RefusalReason.OPEN] == "You have an attempt in progress. Continue with that one."
    assert words[RefusalReason.PASSED] == "You have passed this exam already."
    assert words[RefusalReason.NONE_LEFT].startswith("You have used all your attempts.")
    assert words[RefusalReason.HELD].startswith("You hold the certificate of this course.")
    assert words[RefusalReason.TOO_SOON] == words[RefusalReason.NOT_OPEN] == "Your next attempt opens later."
    said = [refusal_words(Refusal(RefusalReason.BARRED, bar=each)) for each in bars]
    assert said == [bar_words(each) for each in bars]
    assert said == ["You may not sit this exam again.", "You may not sit this exam yet."]
    for opens, ends in ((FinalOpens.LESSONS, "read every lesson."), (FinalOpens.CHECKPOINTS, "every checkpoint quiz.")):
        before = BeforeFinal(opens, (), None)
        assert not_open_words(before).endswith(ends)
        assert refusal_words(Refusal(RefusalReason.NOT_OPEN), before) == not_open_words(before)
        assert refusal_words(Refusal(RefusalReason.TOO_SOON), before) == words[RefusalReason.TOO_SOON]


def test_a_score_is_kept_with_its_rule_and_what_differs_is_named_by_its_position(session, exam, officer, now):
    attempt = make.sit(session, exam, officer, now, wrong=[KindName.SPOT])
    result = make.result_of(session, attempt)
    assert (Fraction(result.percent), result.points, result.most, result.no) == (Fraction(250, 3), "5", 6, 1)
    position = make.position_of(session, attempt, KindName.SPOT)
    asked = queries.questions(session, attempt.id)[position - 1]
    scores = {each.attempt_item_id: each for each in session.scalars(select(grading.Score))}
    assert (scores[asked.id].exact, scores[asked.id].fraction, scores[asked.id].step_id) == ("0", 0.0, asked.step_id)
    assert {each.rule_version for each in scores.values()} == {grading.RULE_VERSION}
    scores[asked.id].exact = "1"
    session.flush()
    assert grading.differs(session, attempt.id) == [position]

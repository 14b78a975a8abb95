"""Handing in and scoring: once, exactly, and always the same when it is done again."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from assessments.api import passed_exams
from assessments.exams import tasks
from assessments.exams.models import Attempt, Result, Score
from assessments.exams.queries import attempts as queries
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.timing import GRACE
from assessments.exams.services import grading
from assessments.exams.services.closing import close_overdue, receipt, submit_attempt
from courses.learning.models import StepDone
from lms.audit.models import AuditEntry
from lms.people.models import Person
from tests.builders import assessments as make
from tests.builders.audit import chain_is_whole
from tests.builders.kind_names import KindName

LIMIT = timedelta(minutes=40)


def result_of(session, attempt):
    return queries.newest_results(session, [attempt.id])[attempt.id]


def names(session, *wanted):
    return list(session.scalars(select(AuditEntry.name).where(AuditEntry.name.in_(wanted)).order_by(AuditEntry.id)))


def answer(session, attempt, now, values):
    for position, kind in make.kinds(session, attempt).items():
        if kind in values:
            assert make.save(session, attempt, position, values[kind], now).verdict == "taken"


def test_handing_in_twice_gives_the_receipt_of_the_first_time(session, attempt, now):
    answer(session, attempt, now, {KindName.TRUE_FALSE: True})
    first = submit_attempt(session, attempt, key="one", now=now)
    again = submit_attempt(session, attempt, key="two", now=now + timedelta(minutes=3))
    session.refresh(attempt)
    assert first == again
    assert (first.answered, first.asked, first.closed_at, first.closed_by) == (1, 6, now, "person")
    assert (attempt.state, attempt.submit_key) == (AttemptState.SUBMITTED, "one")
    assert names(session, "attempt.closed") == ["attempt.closed"]


def test_a_receipt_changes_with_the_answers(session, version, exam, now):
    codes = set()
    for value in (True, False, None):
        own = make.start(session, exam, make.learner(session, version, now), now)
        answer(session, own, now, {KindName.TRUE_FALSE: value} if value is not None else {})
        codes.add(submit_attempt(session, own, key="k", now=now).answers_hash)
    assert len(codes) == 3


def test_an_open_attempt_has_no_receipt(session, attempt):
    with pytest.raises(ValueError, match="no receipt"):
        receipt(session, attempt)


@pytest.mark.parametrize(
    ("late", "state", "by"), [(False, AttemptState.SUBMITTED, "person"), (True, AttemptState.TIMED_OUT, "time")]
)
def test_handing_in_after_the_time_is_closing_by_the_clock(session, attempt, now, late, state, by):
    at = now + LIMIT + (GRACE + timedelta(seconds=1) if late else timedelta(seconds=-1))
    got = submit_attempt(session, attempt, key="k", now=at)
    assert (attempt.state, got.closed_by) == (state, by)
    assert got.closed_at == (now + LIMIT if late else at)


def test_the_worker_closes_and_scores_what_is_overdue_once(app, session, version, exam, now):
    overdue = [make.start(session, exam, make.learner(session, version, now), now) for _ in range(3)]
    running = make.start(session, exam, make.learner(session, version, now), now + timedelta(seconds=1))
    for attempt in overdue:
        answer(session, attempt, now, make.RIGHT)
    session.commit()
    at = now + LIMIT + GRACE + timedelta(seconds=1)
    tasks.close_and_score(at)
    tasks.close_and_score(at + timedelta(minutes=0))
    session.expire_all()
    assert [a.state for a in overdue] == [AttemptState.PUBLISHED] * 3
    assert {(a.closed_by, a.closed_at) for a in overdue} == {("time", now + LIMIT)}
    assert running.state == AttemptState.IN_PROGRESS
    assert [result_of(session, a).percent for a in overdue] == ["100"] * 3
    assert len(session.scalars(select(Result)).all()) == 3
    assert names(session, "attempt.closed", "exam.passed") == ["attempt.closed"] * 3 + ["exam.passed"] * 3
    closed = session.scalars(select(AuditEntry).where(AuditEntry.name == "attempt.closed")).first()
    assert closed.actor_id is None  # the clock did it, not the person
    assert closed.data["by"] == "time"


def test_the_last_moment_of_the_grace_is_not_overdue(session, attempt, now):
    assert queries.overdue(session, now + LIMIT + GRACE) == []
    assert not close_overdue(session, attempt.id, now=now + LIMIT + GRACE)
    assert queries.overdue(session, now + LIMIT + GRACE + timedelta(microseconds=1)) == [attempt.id]


def test_an_attempt_that_cannot_be_scored_holds_up_no_other(app, session, version, exam, now, monkeypatch):
    broken, sound = (make.start(session, exam, make.learner(session, version, now), now) for _ in range(2))
    session.commit()
    whole = tasks.grade_attempt

    def grade(session, number, *, now):
        if number == broken.id:
            raise ZeroDivisionError
        return whole(session, number, now=now)

    monkeypatch.setattr(tasks, "grade_attempt", grade)
    tasks.close_and_score(now + timedelta(hours=1))
    session.expire_all()
    assert (broken.state, sound.state) == (AttemptState.TIMED_OUT, AttemptState.PUBLISHED)
    monkeypatch.setattr(tasks, "grade_attempt", whole)
    tasks.close_and_score(now + timedelta(hours=2))
    session.expire_all()
    assert broken.state == AttemptState.PUBLISHED


PARTS = [
    ({}, Fraction(0)),
    ({KindName.SPOT: [[317, 149]]}, Fraction(100, 12)),
    ({KindName.SEVERAL_CHOICES: ["a"]}, Fraction(100, 12)),
    ({KindName.ANGLE: {"typed": "108"}}, Fraction(100, 6) * Fraction(3, 8)),  # the edge of the band is in it
    ({KindName.NUMBER: {"text": "8765.78125", "unit": "kg"}}, Fraction(100, 6)),  # the tolerance itself is in it
    ({KindName.NUMBER: {"text": "8765250", "unit": "g"}}, Fraction(100, 6)),
    ({**make.RIGHT, KindName.ONE_CHOICE: "a"}, Fraction(500, 6)),
    (make.RIGHT, Fraction(100)),
]


@pytest.mark.parametrize(("values", "percent"), PARTS)
def test_a_result_is_exact(session, attempt, now, values, percent):
    answer(session, attempt, now, values)
    submit_attempt(session, attempt, key="k", now=now)
    result = grading.grade_attempt(session, attempt.id, now=now)
    assert Fraction(result.percent) == percent
    assert Fraction(result.points) == percent * 6 / 100
    assert result.most == 6


@pytest.mark.parametrize("supervised", [True, False])
def test_whether_a_sitting_was_supervised_is_told_with_the_pass(session, attempt, now, supervised):
    attempt.supervised = supervised
    answer(session, attempt, now, make.RIGHT)
    submit_attempt(session, attempt, key="k", now=now)
    grading.grade_attempt(session, attempt.id, now=now)
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "exam.passed")).one()
    assert told.data["supervised"] is supervised
    assert [one.supervised for one in passed_exams(session, attempt_id=attempt.id)] == [supervised]


def test_a_sitting_is_unsupervised_unless_somebody_says_otherwise(attempt):
    assert attempt.supervised is False


@pytest.mark.parametrize(
    ("cut", "passed"), [("250/3", True), ("250000001/3000000", False), ("100", False), ("83", True)]
)
def test_the_cut_score_itself_passes(session, exam, officer, now, cut, passed):
    make.cut(session, exam, Fraction(cut), now)
    attempt = make.sit(session, exam, officer, now, wrong=[KindName.ONE_CHOICE])  # five of six: 83 1/3 percent
    assert result_of(session, attempt).passed is passed


def test_a_cut_score_set_meanwhile_does_not_touch_an_attempt_under_way(session, exam, attempt, now):
    answer(session, attempt, now, {**make.RIGHT, KindName.ONE_CHOICE: "a"})
    make.cut(session, exam, Fraction(100), now)
    submit_attempt(session, attempt, key="k", now=now)
    result = grading.grade_attempt(session, attempt.id, now=now)
    assert result.passed
    assert result.cut_score_id == attempt.cut_score_id


def test_scoring_again_gives_what_is_stored(session, version, exam, quiz, now):
    for n, which in enumerate([exam, quiz] * 3):
        wrong = [kind for place, kind in enumerate(KindName) if (n >> 1) & (place % 3)]
        attempt = make.sit(session, which, make.learner(session, version, now), now, wrong=wrong, seed=n)
        assert grading.differs(session, attempt.id) == []


def test_a_score_that_was_changed_is_found(session, exam, officer, now):
    attempt = make.sit(session, exam, officer, now)
    score = session.scalars(select(Score)).first()
    score.exact = "1/3"
    session.flush()
    assert grading.differs(session, attempt.id) == [1]


def test_every_question_has_one_score_with_the_step_it_came_from(session, attempt, now):
    answer(session, attempt, now, {KindName.TRUE_FALSE: True})
    submit_attempt(session, attempt, key="k", now=now)
    grading.grade_attempt(session, attempt.id, now=now)
    scores = session.scalars(select(Score)).all()
    assert len(scores) == 6
    assert [s.exact for s in scores if s.step_id is not None] == ["1"]
    assert {s.exact for s in scores if s.step_id is None} == {"0"}


def test_a_result_is_published_once(session, attempt, now):
    assert grading.grade_attempt(session, attempt.id, now=now) is None  # still open
    submit_attempt(session, attempt, key="k", now=now)
    assert grading.grade_attempt(session, attempt.id, now=now) is not None
    assert grading.grade_attempt(session, attempt.id, now=now) is None
    assert len(session.scalars(select(Result)).all()) == 1


def test_who_passes_has_completed_the_step_and_it_is_told_once(session, exam, officer, now):
    attempt = make.sit(session, exam, officer, now)
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "exam.passed")).one()
    assert told.subject == f"attempt:{attempt.id}"
    assert told.data["percent"] == "100"
    assert told.data["exam_slug"] == make.EXAM
    assert session.scalars(select(StepDone.step).where(StepDone.enrolment_id == attempt.enrolment_id)).all() == [
        make.EXAM
    ]


def test_who_fails_has_completed_nothing(session, exam, officer, now):
    make.sit(session, exam, officer, now, wrong=list(KindName))
    assert names(session, "exam.passed") == []
    assert session.scalars(select(StepDone)).all() == []


def test_what_happens_to_an_attempt_is_audited_and_the_chain_holds(session, exam, officer, now):
    attempt = make.sit(session, exam, officer, now)
    entries = session.execute(
        select(AuditEntry.name, AuditEntry.actor_id)
        .where(AuditEntry.subject == f"attempt:{attempt.id}")
        .order_by(AuditEntry.id)
    ).all()
    assert [tuple(e) for e in entries] == [
        ("attempt.started", officer.id),
        ("attempt.closed", officer.id),
        ("attempt.result-published", None),
        ("exam.passed", officer.id),
    ]
    assert chain_is_whole(session)


def test_no_audit_entry_of_exams_names_a_person(session, exam, officer, now):
    make.sit(session, exam, officer, now)
    assert session.get_one(Person, officer.id).name not in str(session.scalars(select(AuditEntry.data)).all())
    assert session.scalars(select(Attempt)).one().person_id == officer.id

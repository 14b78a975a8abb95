"""The audit trail compared with attempts, answers, results and decisions: what was changed or is missing is named."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from assessments.exams.models import (
    AnswerRevision,
    Attempt,
    AttemptItem,
    CutScore,
    LateDecision,
    Result,
    RevisionKind,
    Score,
    TimeGrant,
)
from assessments.exams.queries.audited import AUDITED
from assessments.exams.services.adjudication import decide_late, grant_time
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.audit.verification.records import NAMED, compare_all
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import person, viewer

HOUR = timedelta(hours=1)


@pytest.fixture
def manager(session):
    return viewer(session, person(session, None, Role.PROGRAMME_MANAGER))


@pytest.fixture
def attempt(session, exam, officer, manager, now):
    """A result, a late answer that was accepted, and so another result; extra time was given too."""
    grant_time(
        session, exam_id=exam.exam_id, person_id=officer.id, minutes=5, reason="Reads slowly.", actor=manager, now=now
    )
    made = make.sit(session, exam, officer, now, wrong=[KindName.ONE_CHOICE, KindName.NUMBER])
    position = make.position_of(session, made, KindName.ONE_CHOICE)
    assert make.save(session, made, position, "b", now + HOUR, client_seq=2, base_seq=1, given_at=now).verdict == "late"
    decide_late(session, made, accept=True, reason="The network was down.", actor=manager, now=now + 2 * HOUR)
    return made


def compared(session):
    session.flush()
    return {one.title: one for one in compare_all(session, AUDITED)}


def faults(session):
    return [words for one in compared(session).values() for words in one.faults]


def test_what_nobody_touched_fits(session, attempt):
    found = compared(session)
    assert faults(session) == []
    assert {title: one.records for title, one in found.items()} == {
        "attempts": 1,
        "closed attempts": 1,
        "papers with their answers": 1,
        "results": 2,
        "decisions about late answers": 1,
        "cut scores": 3,
        "grants of extra time": 1,
        "attempts given in addition": 0,
        "proposed cut scores": 0,
        "views of keys": 0,
        "withdrawn questions": 0,
    }


def only_of(attempt):
    return AnswerRevision.attempt_item_id.in_(select(AttemptItem.id).where(AttemptItem.attempt_id == attempt.id))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: update(Attempt).values(answers_hash="f" * 64), "answers_hash is ffff"),
        (lambda one: update(Attempt).values(closed_by="time"), "by is time; an entry that waits"),
        (lambda one: update(Attempt).values(no=2), "number is 2; an entry that waits to be sealed says 1."),
        (lambda one: update(Result).where(Result.no == 1).values(passed=True), "passed is True"),
        (lambda one: update(Result).where(Result.no == 2).values(percent="100"), "after is 100; an entry that waits"),
        (lambda one: delete(Result).where(Result.no == 1), "entries attempt.result-published: 2; results: 1."),
        (lambda one: update(LateDecision).values(accepted=False), "accepted is False"),
        (lambda one: delete(LateDecision), "and there are no decisions about late answers"),
        (lambda one: update(CutScore).values(percent="1"), "after is 1; an entry that waits"),
        (lambda one: update(TimeGrant).values(seconds=1), "seconds is 1; an entry that waits to be sealed says 300."),
    ],
)  # fmt: skip
def test_what_was_changed_or_removed_is_named(session, attempt, change, said):
    session.execute(change(attempt))
    assert any(said in words for words in faults(session))


def test_an_answer_that_was_changed_afterwards_is_found_by_the_hash_of_the_receipt(session, attempt):
    session.execute(
        update(AnswerRevision)
        .where(only_of(attempt), AnswerRevision.kind == RevisionKind.SAVE, AnswerRevision.seq == 1)
        .values(answer={"value": "another"})
    )
    assert any(words.startswith(f"attempt:{attempt.id}: answers_hash is ") for words in faults(session))


def test_an_answer_that_was_removed_is_found(session, attempt):
    one = session.scalars(
        select(AnswerRevision).where(only_of(attempt), AnswerRevision.kind == RevisionKind.SAVE)
    ).all()[-1]
    session.execute(update(Score).where(Score.step_id == one.id).values(step_id=None))
    session.execute(delete(AnswerRevision).where(AnswerRevision.id == one.id))
    assert any("answers_hash" in words for words in faults(session))


def test_an_attempt_that_was_added_by_hand_has_no_entry(session, attempt):
    session.execute(delete(AuditEntry).where(AuditEntry.subject == f"attempt:{attempt.id}"))
    assert f"attempt:{attempt.id}: entries attempt.closed: 0; closed attempts: 1." in faults(session)


def test_of_many_faults_some_are_named_and_the_rest_counted(session, exam, version, now):
    for _ in range(NAMED + 3):
        make.sit(session, exam, make.learner(session, version, now), now)
    session.execute(update(Result).values(percent="0"))
    found = compared(session)["results"]
    assert (len(found.faults), found.more) == (NAMED, 3)


def test_the_number_of_queries_does_not_grow_with_a_few_more_attempts(session, exam, version, now, counting):
    counted = []
    for _ in range(2):
        for _ in range(4):
            make.sit(session, exam, make.learner(session, version, now), now)
        session.flush()
        with counting() as seen:
            compare_all(session, AUDITED)
        counted.append(len(seen))
    assert counted[0] == counted[1] < 40


def test_what_comes_in_batches_is_compared_to_the_end(session, exam, version, now, monkeypatch):
    monkeypatch.setattr("assessments.exams.queries.audited.BATCH", 2)
    for _ in range(5):
        make.sit(session, exam, make.learner(session, version, now), now)
    assert compared(session)["results"].records == 5
    assert faults(session) == []
    last = session.scalars(select(Attempt.id).order_by(Attempt.id.desc())).first()
    session.execute(update(Result).where(Result.attempt_id == last).values(percent="0"))
    assert next(words for words in faults(session) if "after is 0" in words).startswith(f"attempt:{last}: ")

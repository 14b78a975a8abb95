"""Settling: how attempts in a room were watched is decided once, and who passed is told then."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.events import AttemptRestored, AttemptSupervisionDecided, ResultPublished
from assessments.exams.models import Attempt, AttemptSupervision
from assessments.exams.queries.attempts import newest_results
from assessments.exams.queries.exams import exam_by_version_id
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.supervision import Supervision
from assessments.exams.services.grading import tell_passed
from assessments.exams.sittings.models import SittingPresence
from assessments.exams.sittings.queries import candidates as queries
from assessments.exams.sittings.queries.sittings import FoundSitting, lock, sitting_by_id
from assessments.exams.sittings.rules.supervision import Signature, Tick, Written, supervision_of
from courses.api import trainers_ever, trainers_of_runs
from lms import events


def settle(session: Session, sitting_id: int, *, now: datetime) -> int:
    """Decide about the attempts of a room that ended, once it is due; answers about how many."""
    lock(session, sitting_id)
    sitting = sitting_by_id(session, sitting_id)
    attempts = queries.undecided(session, sitting_id)
    if not attempts or not sitting.is_due(now):
        return 0
    ticks = queries.newest_ticks(session, sitting_id)
    teaching = _teaching(session, sitting, attempts)
    for attempt in attempts:
        _decide(session, sitting, attempt, watched(sitting, attempt, ticks, teaching[attempt.id]), now=now)
    return len(attempts)


def result_published(session: Session, event: ResultPublished | AttemptRestored) -> None:
    """A result that came after its protocol, or counts again, is settled at once."""
    attempt = session.get_one(Attempt, int(event.subject.partition(":")[2]))
    if attempt.sitting_id is not None:
        settle(session, attempt.sitting_id, now=event.at)


def watched(
    sitting: FoundSitting,
    attempt: Attempt,
    ticks: dict[int, list[SittingPresence]],
    teaching: frozenset[int],
) -> Supervision:
    """How one attempt was watched, by the rule alone."""
    if attempt.closed_at is None:
        raise ValueError("An attempt that is open was not watched to its end.")
    people = {one.id: one.person_id for one in sitting.supervisors}
    return supervision_of(
        Written(attempt.started_at, attempt.closed_at),
        [Tick(one.supervisor_id, one.present, one.at) for one in ticks.get(attempt.person_id, ())],
        [
            Signature(one.supervisor_id, one.begun_at, one.ended_at, teaches=people[one.supervisor_id] in teaching)
            for one in sitting.signatures
        ],
    )


def _teaching(session: Session, sitting: FoundSitting, attempts: Sequence[Attempt]) -> dict[int, frozenset[int]]:
    """By attempt, who teaches its candidate or once did, in the cohort of their run or in that of the room."""
    runs = trainers_of_runs(session, [one.enrolment_id for one in attempts])
    cohort = sitting.row.cohort_id
    of_room = trainers_ever(session, [cohort])[cohort] if cohort is not None else frozenset()
    return {one.id: runs[one.enrolment_id] | of_room for one in attempts}


def _decide(
    session: Session, sitting: FoundSitting, attempt: Attempt, supervision: Supervision, *, now: datetime
) -> None:
    session.add(
        AttemptSupervision(attempt_id=attempt.id, supervision=supervision, by_protocol=sitting.all_signed, at=now)
    )
    attempt.supervised = supervision is Supervision.SUPERVISED
    session.flush()
    happened = AttemptSupervisionDecided(
        subject=f"attempt:{attempt.id}",
        actor_id=None,
        at=now,
        sitting_id=sitting.id,
        supervision=supervision,
        by_protocol=sitting.all_signed,
    )
    events.publish(session, happened)
    result = newest_results(session, [attempt.id]).get(attempt.id)
    if result is not None and result.passed and attempt.state == AttemptState.PUBLISHED:
        exam = exam_by_version_id(session, attempt.exam_version_id)
        tell_passed(session, attempt, exam, result, now=now)

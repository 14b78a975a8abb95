"""The attempts and results of many runs at once, as an outline and a trainer's board need them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, Exam, Result
from assessments.exams.queries.newest import NEWEST_RESULT
from assessments.exams.rules.states import AttemptState
from lms.batch import Ids, among, asked


@dataclass(frozen=True)
class AttemptLine:
    """An attempt in a run, with the result in force if there is one; an annulled one has none."""

    id: int
    uuid: str
    person_id: int
    slug: str  # of the exam
    no: int
    state: AttemptState
    started_at: datetime
    closed_at: datetime | None
    percent: str | None  # exact
    passed: bool | None


def attempts_in(session: Session, runs: Ids) -> dict[int, list[AttemptLine]]:
    """Every attempt in each of these runs, exam by exam, in order, but gain tests and sheets given up; one query."""
    decides = Attempt.cut_score_id.is_not(None)  # of a gain test sums alone are told
    given_up = Attempt.on_paper & (Attempt.state == AttemptState.VOIDED)
    rows = session.execute(
        select(
            Attempt.enrolment_id,
            Attempt.id,
            Attempt.uuid,
            Attempt.person_id,
            Exam.slug,
            Attempt.no,
            Attempt.state,
            Attempt.started_at,
            Attempt.closed_at,
            Result.percent,
            Result.passed,
        )
        .select_from(Attempt)
        .join(Exam, Exam.id == Attempt.exam_id)
        .outerjoin(Result, (Result.id == NEWEST_RESULT) & (Attempt.state != AttemptState.VOIDED))
        .where(among(Attempt.enrolment_id, runs), decides, ~given_up)
        .order_by(Attempt.enrolment_id, Attempt.exam_id, Attempt.no)
    )
    found: dict[int, list[AttemptLine]] = {run_id: [] for run_id in asked(runs)}
    for run_id, number, uuid, person_id, slug, no, state, started_at, closed_at, percent, passed in rows:
        line = AttemptLine(
            number, uuid, person_id, slug, no, AttemptState(state), started_at, closed_at, percent, passed
        )
        found.setdefault(run_id, []).append(line)
    return found

"""The attempts and results of many runs at once, as an outline and a trainer's board need them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, Exam, ExamVersion, Result
from assessments.exams.queries.newest import NEWEST_RESULT
from assessments.exams.rules.admission import next_opens_at
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
    opens_at: datetime | None = None  # after a failed one: when the next one may begin, as long as one is left


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
            ExamVersion.blueprint["attempts"].as_integer(),
            ExamVersion.blueprint["wait_hours"].as_integer(),
        )
        .select_from(Attempt)
        .join(Exam, Exam.id == Attempt.exam_id)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .outerjoin(Result, (Result.id == NEWEST_RESULT) & (Attempt.state != AttemptState.VOIDED))
        .where(among(Attempt.enrolment_id, runs), decides, ~given_up)
        .order_by(Attempt.enrolment_id, Attempt.exam_id, Attempt.no)
    )
    found: dict[int, list[AttemptLine]] = {run_id: [] for run_id in asked(runs)}
    for run_id, number, uuid, person_id, slug, no, state, begun_at, closed_at, percent, passed, most, wait in rows:
        line = AttemptLine(
            id=number, uuid=uuid, person_id=person_id, slug=slug, no=no, state=AttemptState(state),
            started_at=begun_at, closed_at=closed_at, percent=percent, passed=passed,
            opens_at=next_opens_at(no, closed_at, passed, most, wait or 0),
        )  # fmt: skip
        found.setdefault(run_id, []).append(line)
    return found

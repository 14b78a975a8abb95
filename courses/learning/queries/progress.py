"""How far the runs of a whole scope are: what is done in each, when last, and where its person stopped."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.learning.models import Enrolment, LessonRead, ReadingPosition, StepDone
from courses.learning.positions import buffer, position_of
from courses.learning.queries.one_run import done_in_columns, names_done
from courses.learning.queries.runs import RUN, run_of
from courses.learning.rules.progress import Position, Run
from lms.batch import Ids, among, asked


@dataclass(frozen=True)
class RunProgress:
    """A run, what is done in it, when the last of that was done, and where its person stopped."""

    run: Run
    done: frozenset[str]
    done_at: datetime | None  # none: nothing was done in this run itself
    position: Position | None

    @property
    def seen_at(self) -> datetime | None:
        """When the person last did or read something in this run, as far as lessons and results tell."""
        moments = [one for one in (self.done_at, self.position.at if self.position else None) if one]
        return max(moments, default=None)


def progress_in(session: Session, runs: Ids) -> dict[int, RunProgress]:
    """How far each of these runs is, in one row a run and one query for all."""
    own = (LessonRead.enrolment_id == Enrolment.id) & LessonRead.read_in_id.is_(None)
    read_at = select(func.max(LessonRead.at)).where(own).correlate(Enrolment).scalar_subquery()
    of_run = StepDone.enrolment_id == Enrolment.id
    done_at = select(func.max(StepDone.at)).where(of_run).correlate(Enrolment).scalar_subquery()
    rows = session.execute(
        select(*RUN, ReadingPosition.lesson, ReadingPosition.at, *done_in_columns(), read_at, done_at)
        .outerjoin(ReadingPosition, ReadingPosition.enrolment_id == Enrolment.id)
        .where(among(Enrolment.id, runs))
        .order_by(Enrolment.id)
    )
    found, known = {}, buffer()
    for *columns, lesson, at, read, done, last_read, last_done in rows:
        run = run_of(columns)
        moments = [one for one in (last_read, last_done) if one is not None]
        stopped = position_of(run.id, None if lesson is None else Position(lesson, at), known)
        found[run.id] = RunProgress(run, names_done(read, done), max(moments, default=None), stopped)
    return found


def days_done(session: Session, runs: Ids) -> dict[int, dict[str, datetime]]:
    """When each lesson was read and each step done in these runs; two queries for all."""
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    read = select(LessonRead.enrolment_id, LessonRead.lesson, LessonRead.at)
    done = select(StepDone.enrolment_id, StepDone.step, StepDone.at)
    for rows in (
        session.execute(read.where(among(LessonRead.enrolment_id, runs))),
        session.execute(done.where(among(StepDone.enrolment_id, runs))),
    ):
        for run_id, name, at in rows:
            found[run_id][name] = at
    return {run_id: found[run_id] for run_id in (*asked(runs), *found)}

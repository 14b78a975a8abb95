"""A run in a newer version: begun for a renewal with what was read before, or moved there while it is under way."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, tuple_, update
from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.catalogue.queries import newest_version
from courses.events import RunMoved
from courses.learning import services as learning
from courses.learning.models import DoneBefore, Enrolment, LessonRead, StepDone
from courses.learning.queries import runs as queries
from courses.learning.rules.progress import GroupRef, Run, is_complete
from courses.learning.versions.queries import finals_passed, lesson_texts, read_in, steps_in, version_numbers
from courses.learning.versions.rules import Done, carried
from courses.ports.assessments import ASSESSMENTS
from courses.ports.runs import REOPENING
from lms import events
from lms.errors import NotFound, RuleBroken
from lms.i18n import _
from lms.inserts import insert_new


@dataclass(frozen=True)
class Moving:
    """What became of runs that were to be moved: those that were, and why others were not, in words."""

    moved: dict[int, Run] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)


def take_again(session: Session, person_id: int, course_id: int, run_uuid: str, *, now: datetime) -> Run:
    """Begin a course anew in its newest version: to renew what was earned in this run, or after that came to an end.

    The run before is kept as it was. Sent twice it begins once.
    """
    before = queries.own_run(session, person_id, course_id, run_uuid, lock=True)
    newest = queries.newest_runs(session, [person_id], course_id)[person_id]
    if newest.id != before.id:
        return newest
    found = REOPENING.provider()(session, [before], now).get(before.id)
    if found is None or not found.allowed:
        raise RuleBroken(found.words if found else _("You cannot start this course again: nothing in it has ended."))
    version = newest_version(session, course_id)
    if version is None:
        raise RuleBroken(_("This course is no longer offered. Ask your programme manager which course replaced it."))
    if found.renews:
        return renew(session, person_id, version.id, now=now)
    return learning.begin_again(session, person_id, version.id, now=now)


def renew(
    session: Session,
    person_id: int,
    version_id: int,
    *,
    now: datetime,
    by: int | None = None,
    group: GroupRef | None = None,
) -> Run:
    """Begin anew in this version: attempts and quizzes count from nothing, lessons stay read whose text is the same."""
    run = learning.begin_again(session, person_id, version_id, by=by, group=group, now=now)
    if run.follows_id is not None:
        carry_reading(session, {run.follows_id: run})
    return run


def carry_reading(session: Session, followed: Mapping[int, Run]) -> None:
    """Note in each run, named by the one that it follows, what was read before: as read, or as changed since."""
    read = read_in(session, list(followed))
    versions = {one.version_id for each in read.values() for one in each} | {
        run.version_id for run in followed.values()
    }
    texts = lesson_texts(session, versions)
    counts, before = [], []
    for earlier_id, run in followed.items():
        found = carried(read.get(earlier_id, ()), texts, run.version_id)
        counts += [_read_row(run.id, one) for one in found.counts]
        before += [_before_row(run.id, one) for one in found.before]
    _insert(session, counts, before)


def record_read_before(session: Session, run_id: int, lesson: str, version_id: int, *, now: datetime) -> None:
    """Note in a run that a lesson was read as it was in another version: it is to be read again."""
    _insert(session, [], [_before_row(run_id, Done(lesson, now, version_id, run_id))])


def move_own(session: Session, person_id: int, course_id: int, version_id: int, *, now: datetime) -> Run:
    """Move the open run of a person to a newer version, as they wish; in a group the trainer decides for all."""
    run = queries.newest_runs(session, [person_id], course_id).get(person_id)
    if run is None:
        raise NotFound
    if run.version_id == version_id:
        return run  # sent twice
    learning.demand_open(run)
    if run.group is not None:
        raise RuleBroken(_("You take this course in a group. Your trainer decides which version it takes."))
    done = move_runs(session, [run.id], version_id, by=person_id, now=now)
    if run.id in done.left:
        raise RuleBroken(done.left[run.id])
    return done.moved[run.id]


def move_runs(session: Session, runs: Sequence[int], version_id: int, *, by: int | None, now: datetime) -> Moving:
    """Move open runs of one course to a newer version of it; those that cannot be moved are named, with the reason.

    As many queries for many as for one, and some more for each version in which they were.
    """
    version = session.get(CourseVersion, version_id)
    if version is None or version.published_at is None:
        raise NotFound
    found = queries.runs_by_id(session, runs, lock=True)
    left = _refusals(session, found, version)
    going = {run_id: run for run_id, run in found.items() if run_id not in left}
    if not going:
        return Moving({}, left)
    complete = _complete_already(session, going)
    _keep_what_counts(session, going, version_id)
    session.execute(
        update(Enrolment)
        .where(Enrolment.id.in_(list(going)))
        .values(course_version_id=version_id)
        .execution_options(synchronize_session="fetch")
    )
    moved = queries.runs_by_id(session, list(going))
    steps, done = queries.all_steps(session, version_id), queries.done_in(session, list(going))
    for run_id in sorted(moved):
        _say_moved(session, going[run_id], moved[run_id], by, now)
        if run_id not in complete:
            learning.complete_if_done(session, moved[run_id], steps, done[run_id], now)
    session.flush()
    return Moving(moved, left)


def _complete_already(session: Session, runs: Mapping[int, Run]) -> set[int]:
    """Those that were said to be complete in their version: a course without an exam at its end may be."""
    steps = {one: queries.all_steps(session, one) for one in {run.version_id for run in runs.values()}}
    done = queries.done_in(session, list(runs))
    return {run_id for run_id, run in runs.items() if is_complete(steps[run.version_id], done[run_id])}


def _refusals(session: Session, runs: Mapping[int, Run], version: CourseVersion) -> dict[int, str]:
    """Why runs are not moved to this version, by run."""
    numbers = version_numbers(session, {run.version_id for run in runs.values()})
    under_way = ASSESSMENTS.provider().steps.under_way(session, list(runs))
    finals = finals_passed(session, list(runs))
    said: dict[int, str] = {}
    for run_id, run in runs.items():
        if run.course_id != version.course_id:
            raise NotFound
        if not run.is_open:
            said[run_id] = _("This course has ended for you.")
        elif numbers[run.version_id] >= version.no:
            said[run_id] = _("You already take this version, or it is older than yours.")
        elif run_id in under_way:
            said[run_id] = _("An attempt is in progress. Submit it first, then change the version.")
        elif run_id in finals:
            said[run_id] = _("You passed the final exam in this version, so the course stays in it.")
    return said


def _keep_what_counts(session: Session, runs: Mapping[int, Run], version_id: int) -> None:
    """Leave in each run what stands in the other version; what does not is kept beside it."""
    read, steps = read_in(session, list(runs)), steps_in(session, list(runs))
    texts = lesson_texts(session, {one.version_id for each in read.values() for one in each} | {version_id})
    standing = _steps_that_stand(session, {run.version_id for run in runs.values()}, version_id)
    counts, before, fallen = [], [], []
    for run_id, run in runs.items():
        found = carried(read.get(run_id, ()), texts, version_id)
        lost = [one for one in steps.get(run_id, ()) if one.step not in standing[run.version_id]]
        counts += [_read_row(run_id, one) for one in found.counts]
        before += [_before_row(run_id, one) for one in (*found.before, *lost)]
        fallen += [(run_id, one.step) for one in lost]
    session.execute(delete(LessonRead).where(LessonRead.enrolment_id.in_(list(runs))))
    if fallen:
        session.execute(delete(StepDone).where(tuple_(StepDone.enrolment_id, StepDone.step).in_(fallen)))
    _insert(session, counts, before)


def _steps_that_stand(session: Session, versions: Collection[int], version_id: int) -> dict[int, set[str]]:
    """The quizzes and exams whose result stands in the other version, by the version in which they were done."""
    source = ASSESSMENTS.provider().steps
    return {one: {step.slug for step in source.changes(session, one, version_id) if step.stands} for one in versions}


def _read_row(run_id: int, one: Done) -> dict[str, object]:
    read_in_id = one.run_id if one.run_id != run_id else None
    return {"enrolment_id": run_id, "lesson": one.step, "at": one.at, "read_in_id": read_in_id}


def _before_row(run_id: int, one: Done) -> dict[str, object]:
    return {
        "enrolment_id": run_id,
        "step": one.step,
        "at": one.at,
        "course_version_id": one.version_id,
        "done_in_id": one.run_id,
    }


def _insert(session: Session, counts: Sequence[dict[str, object]], before: Sequence[dict[str, object]]) -> None:
    if counts:
        insert_new(session, LessonRead, counts)
    if before:
        insert_new(session, DoneBefore, before)


def _say_moved(session: Session, before: Run, after: Run, by: int | None, now: datetime) -> None:
    happened = RunMoved(
        subject=f"person:{after.person_id}",
        actor_id=by,
        at=now,
        course_id=after.course_id,
        enrolment_id=after.id,
        version_before=before.version_id,
        version_after=after.version_id,
    )
    events.publish(session, happened)

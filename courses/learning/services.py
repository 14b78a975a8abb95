"""Runs are begun, ended and begun again; what is read and done in them is noted."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.catalogue.services.withdrawing import demand_offered
from courses.events import CourseCompleted, PersonEnrolled, RunEnded, RunGroupChanged, RunReopened
from courses.learning.models import CardUse, Enrolment, LessonRead, StepDone
from courses.learning.positions import record_positions
from courses.learning.queries import runs as queries
from courses.learning.rules.progress import EndReason, GroupRef, Position, Run, is_complete
from courses.ports.runs import REOPENING
from lms import events, ids
from lms.batch import one
from lms.errors import NotFound, RuleBroken
from lms.i18n import _
from lms.inserts import insert_new


def enrol(
    session: Session,
    person_id: int,
    version_id: int,
    *,
    now: datetime,
    by: int | None = None,
    group: GroupRef | None = None,
) -> Run:
    """Begin a run of one person; without `by` they do it themselves."""
    begun = enrol_many(session, [person_id], version_id, by=person_id if by is None else by, group=group, now=now)
    return begun[person_id]


def enrol_many(
    session: Session,
    people: Sequence[int],
    version_id: int,
    *,
    by: int | None,
    now: datetime,
    group: GroupRef | None = None,
) -> dict[int, Run]:
    """Begin a run of each person in this version; whoever has one open stays in it, on their version and in its group.

    Answers the open run of each. As many queries for many as for one, but for the record of what happened.
    """
    version = session.get(CourseVersion, version_id)
    if version is None or version.published_at is None:
        raise NotFound
    course_id, people = version.course_id, list(dict.fromkeys(people))
    known = queries.newest_runs(session, people, course_id)
    new = [person_id for person_id in people if not (person_id in known and known[person_id].is_open)]
    if not new:
        return known
    demand_offered(session, course_id)
    rows = [
        {
            "uuid": ids.new_uuid(),
            "person_id": person_id,
            "course_id": course_id,
            "course_version_id": version_id,
            "begun_at": now,
            "enrolled_by_id": by,
            "group_kind": group.kind if group else None,
            "group_id": group.id if group else None,
            "follows_id": known[person_id].id if person_id in known else None,
        }
        for person_id in new
    ]
    made = set(insert_new(session, Enrolment, rows))  # pressed twice: one of two requests makes the run
    begun = queries.newest_runs(session, people, course_id)
    for person_id in new:
        if begun[person_id].id in made:
            _say_enrolled(session, begun[person_id], now)
    return begun


def end_run(session: Session, run_id: int, *, reason: EndReason, by: int | None, now: datetime) -> Run:
    """End an open run: what was done in it stays as it is, and nothing more is done in it."""
    ended = end_runs(session, [run_id], reason=reason, by=by, now=now)
    if run_id not in ended:
        raise RuleBroken(_("This person has ended this course already, or never started it."))
    return ended[run_id]


def end_runs(
    session: Session, runs: Sequence[int], *, reason: EndReason, by: int | None, now: datetime
) -> dict[int, Run]:
    """End those of these runs that are open, for one reason; answers them."""
    ended = session.scalars(
        update(Enrolment)
        .where(Enrolment.id.in_(runs), Enrolment.ended_at.is_(None))
        .values(ended_at=now, ended_reason=reason)
        .returning(Enrolment.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    found = queries.runs_by_id(session, ended)
    for run_id in sorted(found):
        _say_ended(session, found[run_id], reason, by, now)
    return found


def begin_again(
    session: Session,
    person_id: int,
    version_id: int,
    *,
    now: datetime,
    by: int | None = None,
    group: GroupRef | None = None,
) -> Run:
    """Begin anew, in this version: progress and attempts count from nothing; the run before ends, if it is open."""
    version = session.get(CourseVersion, version_id)
    if version is None or version.published_at is None:
        raise NotFound
    before = queries.newest_runs(session, [person_id], version.course_id).get(person_id)
    actor = person_id if by is None else by
    if before is not None and before.is_open:
        end_run(session, before.id, reason=EndReason.BEGUN_AGAIN, by=actor, now=now)
    return enrol(session, person_id, version_id, by=actor, group=group, now=now)


def start(session: Session, person_id: int, version_id: int, *, now: datetime) -> Run:
    """Begin a course by oneself, or anew where one's run was ended; not while what was earned in that run holds."""
    version = session.get(CourseVersion, version_id)
    if version is None:
        raise NotFound
    before = queries.newest_runs(session, [person_id], version.course_id).get(person_id)
    if before is not None and not before.is_open:
        found = REOPENING.provider()(session, [before], now).get(before.id)
        if found is not None and not found.allowed:
            raise RuleBroken(found.words)
    return enrol(session, person_id, version_id, now=now)


def record_position(session: Session, run_id: int, lesson: str, *, now: datetime) -> None:
    """Note the lesson at which a person is now, so that they can go on there on any device."""
    record_positions(session, {run_id: Position(lesson, now)})


def record_read(session: Session, person_id: int, course_id: int, lesson: str, *, now: datetime) -> bool:
    """Note in the open run of a person that a lesson was read; the second time says and changes nothing."""
    # locked before anything is read: of two steps at once one must see the other, or neither completes the course
    run = queries.newest_runs(session, [person_id], course_id, lock=True).get(person_id)
    if run is None:
        raise RuleBroken(_("You have not started this course. Open its page and start it first."))
    demand_open(run)
    steps = queries.all_steps(session, run.version_id)
    if lesson not in steps:
        raise NotFound
    if not insert_new(session, LessonRead, [{"enrolment_id": run.id, "lesson": lesson, "at": now}]):
        return False
    _complete(session, run, lesson, steps, now)
    return True


def demand_open(run: Run) -> None:
    """Refuse what would change a run that has ended."""
    if run.ended_reason is EndReason.ANNULLED:
        raise RuleBroken(
            _("Your attempt at the exam was cancelled, and this course ended with it. You cannot add anything.")
        )
    if not run.is_open:
        raise RuleBroken(_("You have ended this course. What you did is saved, but you cannot add anything."))


def record_completion(session: Session, run_id: int, step: str, *, now: datetime) -> bool:
    """Note in a run that a quiz or exam was done; the second time says and changes nothing.

    A run that has ended takes it too: it follows from answers that were given before, however late they are scored.
    """
    run = queries.runs_by_id(session, [run_id], lock=True)[run_id]
    if not insert_new(session, StepDone, [{"enrolment_id": run_id, "step": step, "at": now}]):
        return False
    _complete(session, run, step, queries.all_steps(session, run.version_id), now)
    return True


def take_back_completion(session: Session, run_id: int, step: str) -> bool:
    """Forget in a run that a quiz or exam was done: what it rested on counts no more. Whoever calls this says why."""
    queries.runs_by_id(session, [run_id], lock=True)
    undone = delete(StepDone).where(StepDone.enrolment_id == run_id, StepDone.step == step).returning(StepDone.id)
    return session.scalars(undone).first() is not None


def reopen_run(session: Session, run_id: int, *, by: int | None, now: datetime) -> bool:
    """Let a person go on in a run that ended with an annulled attempt, which counts again.

    Answers whether it is open now: not where it ended in another way, nor where a later run took its place.
    """
    run = queries.runs_by_id(session, [run_id], lock=True)[run_id]
    newest = queries.newest_runs(session, [run.person_id], run.course_id)[run.person_id]
    if run.ended_reason is not EndReason.ANNULLED or newest.id != run.id:
        return False
    session.execute(update(Enrolment).where(Enrolment.id == run_id).values(ended_at=None, ended_reason=None))
    happened = RunReopened(
        subject=f"person:{run.person_id}", actor_id=by, at=now, course_id=run.course_id, enrolment_id=run.id
    )
    events.publish(session, happened)
    return True


def complete_if_done(session: Session, run: Run, steps: Collection[str], done: Collection[str], now: datetime) -> None:
    """Say that the course is completed, if every step is done; the caller knows that it was not before."""
    if not is_complete(steps, done):
        return
    happened = CourseCompleted(
        subject=f"person:{run.person_id}",
        actor_id=run.person_id,
        at=now,
        course_id=run.course_id,
        course_version_id=run.version_id,
        enrolment_id=run.id,
    )
    events.publish(session, happened)


def _complete(session: Session, run: Run, name: str, steps: Collection[str], now: datetime) -> None:
    if name in steps:
        complete_if_done(session, run, steps, one(queries.done_in(session, [run.id])), now)


def record_card_use(session: Session, person_id: int, course_id: int, *, now: datetime) -> bool:
    """Note that the counter card of a course was used today; the second time of a day says and changes nothing."""
    used_on = now.astimezone(UTC).date()
    return bool(insert_new(session, CardUse, [{"person_id": person_id, "course_id": course_id, "used_on": used_on}]))


def _say_enrolled(session: Session, run: Run, now: datetime) -> None:
    happened = PersonEnrolled(
        subject=f"person:{run.person_id}",
        actor_id=run.enrolled_by_id,
        at=now,
        course_id=run.course_id,
        course_version_id=run.version_id,
        enrolment_id=run.id,
        group=in_short(run.group),
    )
    events.publish(session, happened)


def _say_ended(session: Session, run: Run, reason: EndReason, by: int | None, now: datetime) -> None:
    happened = RunEnded(
        subject=f"person:{run.person_id}",
        actor_id=by,
        at=now,
        course_id=run.course_id,
        enrolment_id=run.id,
        reason=reason,
    )
    events.publish(session, happened)


def move_to_group(
    session: Session, runs: Sequence[int], group: GroupRef | None, *, by: int | None, now: datetime
) -> None:
    """Put open runs into a group, or out of the one in which they are; versions and progress stay as they are."""
    before = queries.runs_by_id(session, runs, lock=True)
    moved = [run for run in before.values() if run.is_open and run.group != group]
    values = {"group_kind": group.kind if group else None, "group_id": group.id if group else None}
    session.execute(
        update(Enrolment)
        .where(Enrolment.id.in_([run.id for run in moved]))
        .values(values)
        .execution_options(synchronize_session="fetch")
    )
    for run in sorted(moved, key=lambda one: one.id):
        happened = RunGroupChanged(
            subject=f"person:{run.person_id}",
            actor_id=by,
            at=now,
            course_id=run.course_id,
            enrolment_id=run.id,
            before=in_short(run.group),
            after=in_short(group),
        )
        events.publish(session, happened)


def in_short(group: GroupRef | None) -> str | None:
    """A group for the record, such as `cohort:7`."""
    return f"{group.kind}:{group.id}" if group else None

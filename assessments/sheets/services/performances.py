"""Planning performances and naming who rates them: independent, with a credential that covers the topic."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessments.independence.api import ActingPart, obstacles_between, tie_said
from assessments.ports import CREDENTIALS_IN_FORCE, CredentialsInForce
from assessments.sheets.events import PerformanceMade, SheetAssigned, SheetWithdrawn
from assessments.sheets.models import Performance, Sheet
from assessments.sheets.queries.moderators import moderating
from assessments.sheets.queries.sheets import lock_performance
from assessments.sheets.rules.states import Occasion, Turn
from assessments.workshops.models import Exercise, WorkshopAssessor
from lms import events
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.ids import new_uuid

PARTS: Mapping[Occasion, ActingPart | None] = {
    Occasion.WORKSHOP: ActingPart.EXAMINER,
    Occasion.MISSION: ActingPart.SUPERVISOR,
    Occasion.MEETING: ActingPart.TRAINER,
    Occasion.CALIBRATION: None,
}  # in which part somebody rates at such an occasion


@dataclass(frozen=True)
class PerformancePlan:
    """Who performs what, where, and by which version of a rubric it is judged."""

    occasion: Occasion
    occasion_id: int
    rubric_version_id: int
    person_id: int | None = None  # none: a reference performance
    exercise_id: int | None = None
    no: int = 1
    written: bool = False
    recorded: bool = False


@dataclass(frozen=True)
class SheetPlan:
    """Who rates a performance, and as the how-manieth."""

    performance: Performance
    assessor_id: int
    turn: Turn


def here(performance: Performance) -> str:
    """The occasion of a performance, as facts of independence name it."""
    return f"{performance.occasion}:{performance.occasion_id}"


def make_performance(session: Session, plan: PerformancePlan, *, by_id: int | None, now: datetime) -> Performance:
    """One of `make_performances`."""
    return make_performances(session, [plan], by_id=by_id, now=now)[0]


def make_performances(
    session: Session, plans: Sequence[PerformancePlan], *, by_id: int | None, now: datetime
) -> list[Performance]:
    """The performances of these plans, in their order; one that is there already is taken as it is."""
    if not plans:
        return []
    known = {_identity(one): one for one in _performances_at(session, plans)}
    made = []
    for plan in plans:
        if _identity(plan) not in known:
            row = Performance(
                uuid=new_uuid(), person_id=plan.person_id, rubric_version_id=plan.rubric_version_id,
                occasion=plan.occasion, occasion_id=plan.occasion_id, exercise_id=plan.exercise_id, no=plan.no,
                written=plan.written, recorded=plan.recorded, made_at=now,
            )  # fmt: skip
            known[_identity(plan)] = row
            made.append(row)
    session.add_all(made)
    session.flush()
    for row in made:
        events.publish(
            session,
            PerformanceMade(
                subject=f"performance:{row.id}", actor_id=by_id, at=now, person_id=row.person_id,
                rubric_version_id=row.rubric_version_id, occasion=row.occasion, occasion_id=row.occasion_id,
            ),
        )  # fmt: skip
    return [known[_identity(plan)] for plan in plans]


def assign_sheet(
    session: Session,
    performance: Performance,
    assessor_id: int,
    turn: Turn,
    *,
    by_id: int | None,
    now: datetime,
    scopes: CredentialsInForce | None = None,
) -> Sheet:
    """One of `assign_sheets`."""
    return assign_sheets(session, [SheetPlan(performance, assessor_id, turn)], by_id=by_id, now=now, scopes=scopes)[0]


def assign_sheets(
    session: Session,
    plans: Sequence[SheetPlan],
    *,
    by_id: int | None,
    now: datetime,
    scopes: CredentialsInForce | None = None,
) -> list[Sheet]:
    """A sheet for each plan, in their order; whoever has theirs already keeps it.

    Refused where somebody is not independent, has no credential for the topic of the exercise, may have read what
    another has begun to mark, or where the turn is another's. Some queries for all, however many.
    """
    if not plans:
        return []
    for performance_id in sorted({one.performance.id for one in plans}):
        lock_performance(session, performance_id)
    known = _sheets_on(session, [one.performance.id for one in plans])
    fresh = [one for one in plans if (one.performance.id, one.assessor_id) not in known]
    _demand_turns(known.values(), fresh)
    _demand_unread(session, known.values(), [one for one in fresh if one.assessor_id != by_id])
    _demand_independent(session, fresh, now)
    _demand_scopes(session, fresh, scopes, now)
    made = [
        Sheet(
            uuid=new_uuid(), performance_id=one.performance.id, assessor_id=one.assessor_id, turn=one.turn,
            revision=0, made_at=now,
        )
        for one in fresh
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    for row in made:
        known[row.performance_id, row.assessor_id] = row
        events.publish(
            session,
            SheetAssigned(
                subject=f"sheet:{row.id}", actor_id=by_id, at=now, performance_id=row.performance_id,
                assessor_id=row.assessor_id, turn=row.turn,
            ),
        )  # fmt: skip
    return [known[one.performance.id, one.assessor_id] for one in plans]


def sheet_of(session: Session, performance: Performance, assessor_id: int, *, now: datetime) -> Sheet:
    """The sheet of this assessor; where a later plan named others, one in the next free turn.

    So what was marked by yesterday's rotation is taken: a sheet belongs to candidate, exercise and assessor.
    """
    known = _sheets_on(session, [performance.id])
    if (performance.id, assessor_id) in known:
        return known[performance.id, assessor_id]
    taken = {Turn(one.turn) for one in known.values()}
    free = next((turn for turn in (Turn.FIRST, Turn.SECOND, Turn.THIRD) if turn not in taken), None)
    if free is None:
        raise RuleBroken(_("Three assessors rate this performance already. Ask the moderator."))
    return assign_sheet(session, performance, assessor_id, free, by_id=assessor_id, now=now)


def withdraw_sheet(session: Session, sheet: Sheet, *, by_id: int | None, now: datetime) -> None:
    """Take an assessor off a performance on whose sheet nothing was marked."""
    gone = session.scalars(delete(Sheet).where(Sheet.id == sheet.id, Sheet.revision == 0).returning(Sheet.id))
    if gone.one_or_none() is None:
        raise RuleBroken(_("This sheet has marks already. It stays."))
    events.publish(
        session,
        SheetWithdrawn(
            subject=f"sheet:{sheet.id}", actor_id=by_id, at=now, performance_id=sheet.performance_id,
            assessor_id=sheet.assessor_id,
        ),
    )  # fmt: skip


def _identity(one: PerformancePlan | Performance) -> tuple[object, ...]:
    return str(one.occasion), one.occasion_id, one.exercise_id, one.person_id, one.no


def _performances_at(session: Session, plans: Sequence[PerformancePlan]) -> list[Performance]:
    wanted = {one.occasion_id for one in plans}, {str(one.occasion) for one in plans}
    return list(
        session.scalars(
            select(Performance).where(Performance.occasion_id.in_(wanted[0]), Performance.occasion.in_(wanted[1]))
        )
    )


def _sheets_on(session: Session, performances: Collection[int]) -> dict[tuple[int, int], Sheet]:
    rows = session.scalars(select(Sheet).where(Sheet.performance_id.in_(set(performances))))
    return {(one.performance_id, one.assessor_id): one for one in rows}


def _demand_turns(known: Collection[Sheet], fresh: Sequence[SheetPlan]) -> None:
    """Of each turn there is one; an only sheet stands alone, beside whichever others."""
    counts = Counter((one.performance_id, one.turn) for one in known)
    counts.update((one.performance.id, str(one.turn)) for one in fresh)
    wanted = {(one.performance.id, str(one.turn)) for one in fresh if one.turn is not Turn.ONLY}
    if any(counts[one] > 1 for one in wanted):
        raise BadInput("assessor", _("Somebody else already rates this performance in this place."))


def _demand_unread(session: Session, known: Collection[Sheet], fresh: Sequence[SheetPlan]) -> None:
    """Nobody is named who moderates the workshop once another has begun to mark; what one brings oneself is taken."""
    begun = {one.performance_id for one in known if one.revision}
    late = [one for one in fresh if one.performance.id in begun and one.performance.occasion == Occasion.WORKSHOP]
    for workshop_id in sorted({one.performance.occasion_id for one in late}):
        people = {one.assessor_id for one in late if one.performance.occasion_id == workshop_id}
        if moderating(session, workshop_id, people):
            raise BadInput("assessor", _("A moderator of this workshop may see both sheets. Choose somebody else."))


def _demand_independent(session: Session, fresh: Sequence[SheetPlan], now: datetime) -> None:
    """Everybody is independent of whom they rate; one round of queries for each occasion."""
    occasions = {here(one.performance) for one in fresh}
    for occasion in sorted(occasions):
        some = [one for one in fresh if here(one.performance) == occasion]
        part = PARTS[Occasion(some[0].performance.occasion)]
        pairs = {(one.assessor_id, one.performance.person_id) for one in some if one.performance.person_id is not None}
        if part is None or not pairs:
            continue
        found = obstacles_between(
            session, {one for one, _ in pairs}, {two for _, two in pairs}, part, now=now, here=occasion
        )
        for pair in sorted(pairs):
            if pair in found:
                raise BadInput(
                    "assessor", _("This person cannot assess here. %(fact)s", fact=tie_said(found[pair][0].tie))
                )


def _demand_scopes(
    session: Session, fresh: Sequence[SheetPlan], scopes: CredentialsInForce | None, now: datetime
) -> None:
    """A credential in force covers the topic of the exercise; and the workshop took the assessor for it."""
    exercises = {one.performance.exercise_id for one in fresh if one.performance.exercise_id is not None}
    topics = dict(
        session.execute(
            select(Exercise.id, Exercise.topic).where(Exercise.id.in_(exercises), Exercise.topic.is_not(None))
        ).all()
    )
    if not topics:
        return
    people = {one.assessor_id for one in fresh}
    asked = scopes or CREDENTIALS_IN_FORCE.provider_if_any()
    covered = asked(session, people, now.date()) if asked else None
    taken = {
        (one.workshop_id, one.person_id): list(one.topics)
        for one in session.scalars(select(WorkshopAssessor).where(WorkshopAssessor.person_id.in_(people)))
    }
    for one in fresh:
        topic = topics.get(one.performance.exercise_id or 0)
        if topic is None:
            continue
        named = taken.get((one.performance.occasion_id, one.assessor_id), [])
        covers = covered is None or topic in covered.get(one.assessor_id, ())
        if not covers or (named and topic not in named):
            raise BadInput("assessor", _("This person has no valid credential for the topic of this exercise."))

"""Declaring interests, allowing a tie, and the question that every act along the way asks."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessments.independence.events import IndependenceWaived, InterestDeclared, InterestEnded
from assessments.independence.labels import part_said, tie_said
from assessments.independence.models import IndependenceWaiver, InterestDeclaration, NoInterest
from assessments.independence.queries.facts import obstacles_between
from assessments.independence.rules import DEFAULT_INTERVALS, ActingPart, Tie, TieIntervals, may_be_waived
from lms import events
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.ids import new_uuid
from lms.people.api import demand_independent


def demand_free(
    session: Session,
    actor_id: int,
    person_id: int,
    part: ActingPart,
    *,
    now: datetime,
    intervals: TieIntervals = DEFAULT_INTERVALS,
    here: str = "",
) -> None:
    """Refuse an act of somebody who is not independent, and say which fact stands in the way."""
    found = obstacles_between(session, [actor_id], [person_id], part, now=now, intervals=intervals, here=here)
    first = next(iter(found.get((actor_id, person_id), ())), None)
    if first is not None:
        raise RuleBroken(_("You cannot act here as %(part)s. %(fact)s", part=part_said(part), fact=tie_said(first.tie)))


def declare_interest(
    session: Session, declared_by_id: int, about_id: int, words: str, *, now: datetime
) -> InterestDeclaration:
    """Somebody says that they are close to somebody else."""
    if declared_by_id == about_id:
        raise BadInput("about", _("Name another person."))
    row = InterestDeclaration(
        uuid=new_uuid(), declared_by_id=declared_by_id, about_id=about_id, words=words.strip(), at=now
    )
    session.add(row)
    session.flush()
    events.publish(
        session,
        InterestDeclared(subject=f"person:{about_id}", actor_id=declared_by_id, at=now, declaration_id=row.id),
    )
    return row


def end_interest(session: Session, declaration: InterestDeclaration, *, by_id: int, now: datetime) -> None:
    """Somebody else says that a declared interest does not stand any more."""
    if by_id in (declaration.declared_by_id, declaration.about_id):
        raise RuleBroken(_("Somebody else has to end this declaration."))
    demand_independent(session, by_id, declaration.declared_by_id)
    demand_independent(session, by_id, declaration.about_id)
    ended = session.scalars(
        update(InterestDeclaration)
        .where(InterestDeclaration.id == declaration.id, InterestDeclaration.ended_at.is_(None))
        .values(ended_at=now, ended_by_id=by_id)
        .returning(InterestDeclaration.id)
    ).one_or_none()
    if ended is None:
        raise RuleBroken(_("This declaration has ended already."))
    events.publish(
        session,
        InterestEnded(subject=f"person:{declaration.about_id}", actor_id=by_id, at=now, declaration_id=declaration.id),
    )


def say_no_interest(session: Session, person_id: int, occasion: str, *, now: datetime) -> None:
    """Somebody says for one occasion that all their interests are declared."""
    session.add(NoInterest(person_id=person_id, occasion=occasion, at=now))


def waive(
    session: Session,
    actor_id: int,
    person_id: int,
    part: ActingPart,
    tie: Tie,
    reason: str,
    *,
    by_id: int,
    now: datetime,
) -> IndependenceWaiver:
    """Another person allows one tie for one part; never about oneself, and never what cannot be waived."""
    if by_id in (actor_id, person_id):
        raise RuleBroken(_("Somebody else has to allow this."))
    if not may_be_waived(tie, part):
        raise RuleBroken(_("Nobody can allow this: %(fact)s", fact=tie_said(tie)))
    if not reason.strip():
        raise BadInput("reason", _("Say why nobody else can do it."))
    for one in (actor_id, person_id):
        demand_independent(session, by_id, one)
    row = IndependenceWaiver(
        uuid=new_uuid(), actor_id=actor_id, person_id=person_id, part=part.value, tie=tie.value,
        reason=reason.strip(), by_id=by_id, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    events.publish(
        session,
        IndependenceWaived(
            subject=f"person:{person_id}", actor_id=by_id, at=now, waiver_id=row.id, acting_id=actor_id,
            part=part.value, tie=tie.value, reason=row.reason,
        ),
    )  # fmt: skip
    return row

"""What people have to do with each other, asked for many pairs at once; and which ties were allowed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.independence.models import IndependenceWaiver, InterestDeclaration, NoInterest
from assessments.independence.ports import CONFLICT_FACTS
from assessments.independence.rules import DEFAULT_INTERVALS, ActingPart, Fact, Tie, TieIntervals, Waiver, obstacles
from lms.people.api import appointments_between, shared_administrations

Pair = tuple[int, int]  # who acts, for whom


def facts_between(session: Session, actors: Collection[int], people: Collection[int]) -> dict[Pair, list[Fact]]:
    """Everything that these people have to do with those, by pair; some queries for all, however many pairs."""
    found: dict[Pair, list[Fact]] = defaultdict(list)
    own = [Fact(Tie.SELF, one, one) for one in set(actors) & set(people)]
    for fact in (
        *own,
        *_of_accounts(session, actors, people),
        *_declared(session, actors, people),
        *(fact for each in CONFLICT_FACTS.providers() for fact in each.between(session, actors, people)),
    ):
        found[fact.actor_id, fact.person_id].append(fact)
    return dict(found)


def obstacles_between(
    session: Session,
    actors: Collection[int],
    people: Collection[int],
    part: ActingPart,
    *,
    now: datetime,
    intervals: TieIntervals = DEFAULT_INTERVALS,
    here: str = "",
) -> dict[Pair, list[Fact]]:
    """What keeps each of these people from this part for each of those; a pair that is free is not in it."""
    waivers = waivers_between(session, actors, people)
    found = {
        pair: obstacles(facts, part, now=now, intervals=intervals, waivers=waivers, here=here)
        for pair, facts in facts_between(session, actors, people).items()
    }
    return {pair: facts for pair, facts in found.items() if facts}


def waivers_between(session: Session, actors: Collection[int], people: Collection[int]) -> list[Waiver]:
    """The ties that were allowed between these people, and still are."""
    rows = session.scalars(
        select(IndependenceWaiver).where(
            IndependenceWaiver.actor_id.in_(actors),
            IndependenceWaiver.person_id.in_(people),
            IndependenceWaiver.ended_at.is_(None),
        )
    )
    return [Waiver(Tie(one.tie), ActingPart(one.part), one.actor_id, one.person_id) for one in rows]


def said_no_interest(session: Session, occasion: str, people: Collection[int]) -> Mapping[int, datetime]:
    """Who of these people has declared for this occasion, and when last."""
    rows = session.execute(
        select(NoInterest.person_id, NoInterest.at)
        .where(NoInterest.occasion == occasion, NoInterest.person_id.in_(people))
        .order_by(NoInterest.id)
    )
    return {row.person_id: row.at for row in rows}


def _of_accounts(session: Session, actors: Collection[int], people: Collection[int]) -> Iterable[Fact]:
    """Who works where the other does, and whose rights come from the other."""
    for shared in shared_administrations(session, actors, people):
        ref = f"administration:{shared.administration_id}"
        yield Fact(Tie.SAME_ADMINISTRATION, shared.one_id, shared.other_id, ref, shared.until)
    for actor_id, person_id in appointments_between(session, actors, people):
        yield Fact(Tie.APPOINTED, actor_id, person_id)


def _declared(session: Session, actors: Collection[int], people: Collection[int]) -> Iterable[Fact]:
    """What either of them declared about the other."""
    both = {*actors, *people}
    rows = session.scalars(
        select(InterestDeclaration).where(
            InterestDeclaration.declared_by_id.in_(both), InterestDeclaration.about_id.in_(both)
        )
    )
    for row in rows:
        for actor_id, person_id in (row.declared_by_id, row.about_id), (row.about_id, row.declared_by_id):
            if actor_id in actors and person_id in people:
                yield Fact(Tie.DECLARED, actor_id, person_id, f"declaration:{row.id}", row.ended_at)

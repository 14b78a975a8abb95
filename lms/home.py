"""The home page: what waits for a person over all areas, with the one thing to do first at its head."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.ports import HomePart, HomeSource, NextStep, StepGroup


@dataclass(frozen=True)
class HomePage:
    """What the page shows, each list in its order."""

    first: NextStep | None  # the one thing to do first
    waiting: dict[StepGroup, Sequence[NextStep]]  # what waits too; a group in which nothing does is left out
    below: Sequence[HomePart]
    beside: Sequence[HomePart]


def home_of(session: Session, person: Viewer, now: datetime, sources: Iterable[HomeSource]) -> HomePage:
    """One query that asks every area first, and those of the areas in which something waits."""
    asked = [(source, list(source.first(person, now))) for source in sources]
    columns = [column.label(f"a{no}") for no, column in enumerate(one for _source, each in asked for one in each)]
    answers = iter(session.execute(select(*columns)).one() if columns else ())
    found: list[NextStep | HomePart] = []
    for source, each in asked:
        told = [next(answers) for _column in each]
        if any(told):
            found += source.ask(session, person, now) if source.ask else ()
            found += source.follows(session, person, now, told) if source.follows else ()
    return arranged(found)


def arranged(found: Iterable[NextStep | HomePart]) -> HomePage:
    """The page from what the areas brought: of steps with the same order the first one stays first."""
    every = list(found)
    steps = sorted((one for one in every if isinstance(one, NextStep)), key=lambda one: one.order)
    parts = sorted((one for one in every if isinstance(one, HomePart)), key=lambda one: one.order)
    others = {group: [one for one in steps[1:] if one.group is group] for group in StepGroup}
    return HomePage(
        first=steps[0] if steps else None,
        waiting={group: each for group, each in others.items() if each},
        below=[one for one in parts if not one.beside],
        beside=[one for one in parts if one.beside],
    )

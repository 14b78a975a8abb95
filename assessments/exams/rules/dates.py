"""Questions with a date or withdrawn: what a paper of a day may ask, and which cells run short, from when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assessments.exams.rules.blueprint import Blueprint, Cell
from assessments.exams.rules.paper import PoolItem, belongs
from assessments.items.item import is_in_force

NOTICE = timedelta(days=90)  # how long before a cell runs short its programme manager is told
NEXT = timedelta(days=1)


def as_reviewed(own: Iterable[PoolItem], newest: Mapping[str, PoolItem], today: date) -> list[PoolItem]:
    """The items of a version as the newest version of the course, by id, has reviewed them.

    The newest date counts, whether it is later or earlier. The wording stays that of the version as long as that is
    within its own date; after it the reviewed one is asked, in the place of the old.
    """
    reviewed = []
    for one in own:
        said = newest.get(one.id, one)
        asked = one if is_in_force(one.until, today) or said.version == one.version else said
        reviewed.append(replace(asked, topic=one.topic, module=one.module, kind=one.kind, until=said.until))
    return reviewed


def in_force(pool: Iterable[PoolItem], today: date, withdrawn: Collection[str] = ()) -> list[PoolItem]:
    """The items that a new paper of this day may ask; the last day of an item counts, and none is withdrawn."""
    return [one for one in pool if is_in_force(one.until, today) and one.id not in withdrawn]


def questions_asked(blueprint: Blueprint, pool: Sequence[PoolItem]) -> int | None:
    """How many questions a paper from this pool has; None where a cell has fewer than it draws."""
    there = [(cell, sum(belongs(blueprint, cell, one) for one in pool)) for cell in blueprint.cells]
    if any(count < cell.asks(count) for cell, count in there):
        return None
    return sum(cell.asks(count) for cell, count in there)


@dataclass(frozen=True)
class Shortage:
    """A cell that has, or soon has, too few items that may be asked."""

    cell: Cell
    since: date  # the first day with fewer than it should have
    left: int  # on that day
    wanted: int
    stops_on: date | None  # the first day with fewer than a paper needs, as far as one looks ahead
    withdrawn: int = 0  # how many of its items were withdrawn from new papers


def running_short(
    blueprint: Blueprint,
    pool: Sequence[PoolItem],
    today: date,
    ahead: timedelta = NOTICE,
    withdrawn: Collection[str] = (),
) -> list[Shortage]:
    """The cells that have too few items today, or will have within the time looked ahead.

    An item that is withdrawn is looked at as if it stayed so.
    """
    ends = {one.until + NEXT for one in pool if one.until is not None}
    days = [today, *sorted(day for day in ends if today < day <= today + ahead)]
    found = []
    for cell in blueprint.cells:
        fitting = [one for one in pool if belongs(blueprint, cell, one)]
        out = sum(one.id in withdrawn for one in fitting)
        left = {day: len(in_force(fitting, day, withdrawn)) for day in days}
        wanted = blueprint.spare * cell.count
        since = next((day for day in days if left[day] < wanted), None)
        if since is not None:
            stops_on = next((day for day in days if left[day] < cell.asks(left[day])), None)
            found.append(Shortage(cell, since, left[since], wanted, stops_on, out))
    return found

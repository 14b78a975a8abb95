"""People counted once: in one country, in one course, at the furthest stage that they came to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from certificates.reporting.rules.figures import Milestone
from certificates.reporting.rules.suppression import Counted, Stages


@dataclass(frozen=True)
class RunLine:
    """A run that a report counts, with where its person worked then and how far they came in it in the period."""

    run_id: int
    person_id: int
    country: str  # empty: of no administration
    course: str
    begun_at: datetime
    stage: Milestone


@dataclass(frozen=True)
class CountedPerson:
    """One person as a report counts them."""

    country: str
    course: str
    stage: Milestone


def counted_once(lines: Iterable[RunLine]) -> dict[int, CountedPerson]:
    """By person: the country of their first run, and the course in which they came furthest, the first of equals."""
    first: dict[int, RunLine] = {}
    furthest: dict[int, RunLine] = {}
    for line in sorted(lines, key=lambda one: (one.begun_at, one.run_id)):
        first.setdefault(line.person_id, line)
        known = furthest.get(line.person_id)
        if known is None or line.stage > known.stage:
            furthest[line.person_id] = line
    return {
        person_id: CountedPerson(first[person_id].country, line.course, line.stage)
        for person_id, line in furthest.items()
    }


def by_country(people: Collection[CountedPerson]) -> Counted:
    """The people by country and stage."""
    return _counted("country", [(one.country, one.stage) for one in people])


def by_course(people: Collection[CountedPerson]) -> Counted:
    """The people by course and stage."""
    return _counted("course", [(one.course, one.stage) for one in people])


def totals_of(rows: Mapping[str, Stages]) -> Stages:
    """The sums of the rows."""
    return tuple(sum(counts[stage] for counts in rows.values()) for stage in Milestone)


def or_beyond(at: Mapping[Milestone, int]) -> Stages:
    """From the people at each stage those at it or beyond."""
    return tuple(sum(count for there, count in at.items() if there >= stage) for stage in Milestone)


def _counted(name: str, people: Iterable[tuple[str, Milestone]]) -> Counted:
    at: dict[str, dict[Milestone, int]] = {}
    for row, stage in people:
        here = at.setdefault(row, {})
        here[stage] = here.get(stage, 0) + 1
    rows = {row: or_beyond(at[row]) for row in sorted(at)}
    return Counted(name, totals_of(rows), rows)

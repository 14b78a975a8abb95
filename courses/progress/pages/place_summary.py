"""How everybody of a place of work stands in a course, or in all of them, kept by this process for some seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from courses.cohorts.pages.board_summary import KEPT, BoardSummary
from courses.cohorts.rules.states import today_in
from courses.learning.queries.one_run import course_of_version
from courses.learning.queries.runs import runs_that_count
from courses.progress.pages.standings import NO_STEPS, RunStanding, never_begun, runs_found, standing_in
from courses.progress.queries.places import CourseTaken, courses_taken_at
from lms.db import database
from lms.i18n import language
from lms.people.api import PersonThere, PlaceReached, people_at, people_there

REMEMBERED = 8  # places: one of thousands takes some megabytes
EVERY_COURSE = "all"


@dataclass(frozen=True)
class CourseOffered:
    """A course by which the board can be narrowed."""

    key: str
    title: str
    people: int


@dataclass(frozen=True)
class CourseChosen:
    """The course that the board shows; none: all of them."""

    taken: CourseTaken | None
    key: str
    offered: Sequence[CourseOffered]


@dataclass(frozen=True, kw_only=True)
class PlaceSummary(BoardSummary[RunStanding]):
    """How the people of a place stood at a moment, and what pages made of that."""

    there: Mapping[int, PersonThere]


def course_chosen(session: Session, place: PlaceReached, wish: str, now: datetime, *, newest: bool) -> CourseChosen:
    """The course of this name, every course, or, where neither is wished, the one that most of the place take."""
    memory, key = database().cache("progress-courses", REMEMBERED), (place.kind, place.key, language())
    kept: tuple[datetime, list[CourseTaken]] | None = memory.get(key)
    if kept is None or newest or not kept[0] <= now < kept[0] + KEPT:
        kept = memory[key] = now, courses_taken_at(session, place)
    taken = kept[1]
    told = {one.id: course_of_version(session, one.version_id, language()) for one in taken}
    offered = [CourseOffered(told[one.id].slug, told[one.id].title, one.people) for one in taken]
    wished = next((one for one in taken if told[one.id].slug == wish), None)
    chosen = None if wish == EVERY_COURSE else wished or next(iter(taken), None)
    return CourseChosen(chosen, told[chosen.id].slug if chosen else EVERY_COURSE, offered)


def place_summary(
    session: Session, place: PlaceReached, course: CourseChosen, now: datetime, *, newest: bool
) -> PlaceSummary:
    """How everybody of a place stands, up to some seconds old: whoever reaches a place reaches all of it."""
    memory, key = database().cache("progress-boards", REMEMBERED), (place.kind, place.key, course.key, language())
    kept: PlaceSummary | None = memory.get(key)
    if kept is not None and not newest and kept.at <= now < kept.at + KEPT:
        return kept
    everybody, there = _everybody(session, place, course.taken, now)
    made = PlaceSummary(now, everybody, there, there=there)
    memory[key] = made
    return made


def _everybody(
    session: Session, place: PlaceReached, taken: CourseTaken | None, now: datetime
) -> tuple[list[RunStanding], Mapping[int, PersonThere]]:
    """A standing for each course that somebody takes, and one for each officer who takes none."""
    people = people_there(session, place)
    runs = runs_that_count(people_at(place), taken.id if taken else None)
    found = runs_found(session, runs, now, taken.version_id if taken else None)
    today, day = today_in(place.time_zone, now), cache(lambda moment: today_in(place.time_zone, moment))
    standings = [standing_in(found, run, today, day) for run in found.runs if run.run.person_id in people]
    begun = {one.person_id for one in standings}
    steps, course = (found.steps[taken.version_id], found.courses[taken.version_id]) if taken else (NO_STEPS, None)
    standings += [
        never_begun(number, one.uuid, today, steps, course)
        for number, one in people.items()
        if one.is_officer and number not in begun
    ]
    return standings, people

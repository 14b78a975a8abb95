"""What the pages of the cascade show: a trainer with their cohorts, and who of their officers trains others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from courses.catalogue.queries import version_titles
from courses.cohorts.pages.cohort import place_of
from courses.cohorts.queries.cohorts import FoundCohort
from courses.programme.queries import cascade as queries
from courses.programme.queries.cascade import CohortCounts, LedCohort
from courses.programme.rules.cascade import (
    CountedGroup,
    ShownGroups,
    Training,
    generations,
    shown_groups,
    trained_by,
    trainers_of,
)
from courses.surveys.rules.suppression import LEAST
from lms.access import Viewer
from lms.i18n import language
from lms.people.api import PeoplePiece, PersonInfo, all_administrations, people_info


@dataclass(frozen=True)
class TrainingLine:
    """A cohort in the log of a trainer; numbers that are none are left out."""

    cohort: FoundCohort
    course: str
    course_language: str
    place: str
    since: date
    until: date | None  # from when on others led it
    officers: int | None
    passed: int | None
    seen: bool  # the reader sees the cohort itself


@dataclass(frozen=True)
class TrainerLine:
    """A trainer in a list: how many cohorts and officers they had."""

    person: PersonInfo
    cohorts: int
    officers: int | None
    passed: int | None
    certified: bool
    trained: int | None  # of their officers, who train others now


@dataclass(frozen=True)
class TrainerPage:
    """A trainer in the cascade: by whom they were trained, what they taught, and who trains others after them."""

    person: PersonInfo
    certified: bool
    lines: Sequence[TrainingLine]
    total: int | None
    total_passed: int | None
    above: Sequence[PersonInfo]  # by whom they were trained, as far as the reader may name them
    below: Sequence[TrainerLine]
    unnamed_below: int | None  # of their officers who train others, whom the reader may not name
    deeper: Sequence[tuple[int, int | None]]  # further generations: which, and how many trainers


@dataclass(frozen=True)
class TrainedOfficer:
    """An officer of a cohort: whether they passed, and whether they train others."""

    person: PersonInfo
    passed: bool
    trains: bool


@dataclass(frozen=True)
class TrainedPage:
    """The officers of a cohort whom the reader may name, and the others in counts."""

    officers: Sequence[TrainedOfficer]
    others: int  # how many the reader may not name
    others_said: int | None  # the same as it may be told


def training_lines(
    session: Session, viewer: Viewer, led: Sequence[LedCohort]
) -> tuple[list[TrainingLine], ShownGroups]:
    """The log of one trainer, and its sums; five queries."""
    ids = [one.cohort.id for one in led]
    seen, counts = queries.seen_among(session, viewer, ids), queries.cohort_counts(session, ids)
    titles = version_titles(session, {one.cohort.row.course_version_id for one in led}, language())
    places = {one.id: one.name for one in all_administrations(session)}
    shown = shown_groups(groups_of(led, counts, seen))
    lines = []
    for number, one in enumerate(led):
        course = titles[one.cohort.row.course_version_id]
        line = TrainingLine(
            cohort=one.cohort,
            course=course.title,
            course_language=course.language,
            place=place_of(one.cohort, places),
            since=one.cohort.today(one.since),
            until=None if one.until is None else one.cohort.today(one.until),
            officers=shown.officers[number],
            passed=shown.passed[number],
            seen=one.cohort.id in seen,
        )
        lines.append(line)
    return lines, shown


def groups_of(led: Sequence[LedCohort], counts: Mapping[int, CohortCounts], seen: set[int]) -> list[CountedGroup]:
    """The cohorts of a trainer as the rule of what may be shown takes them."""
    return [
        CountedGroup(counts[one.cohort.id].officers, counts[one.cohort.id].passed, one.cohort.id in seen) for one in led
    ]


def trainer_page(session: Session, viewer: Viewer, person: PersonInfo, now: datetime) -> TrainerPage:
    """One trainer in the tree; as many queries for many cohorts and officers as for one."""
    led = queries.cohorts_led(session, [person.id])
    trainings = queries.all_trainings(session)
    after, before = trained_by(trainings, person.id), trainers_of(trainings, person.id)
    named = queries.named(session, viewer, {*after, *before})
    lines, shown = training_lines(session, viewer, led[person.id])
    above = people_info(session, [one for one in before if one in named])
    below = trainer_lines(session, viewer, [one for one in after if one in named], trainings, now)
    deeper = [(number, at_least_five(len(some))) for number, some in enumerate(generations(trainings, person.id), 1)]
    return TrainerPage(
        person=person,
        certified=person.id in queries.certified_for(session, led, now),
        lines=lines,
        total=shown.total,
        total_passed=shown.total_passed,
        above=sorted(above.values(), key=lambda one: one.name.casefold()),
        below=below,
        unnamed_below=at_least_five(len(after) - len(below)) if len(after) > len(below) else 0,
        deeper=deeper[1:],
    )


def trainer_lines(
    session: Session, viewer: Viewer, people: Sequence[int], trainings: Sequence[Training], now: datetime
) -> list[TrainerLine]:
    """These trainers for a list, in this order; as many queries for many as for one."""
    led, infos = queries.cohorts_led(session, people), people_info(session, people)
    ids = {one.cohort.id for cohorts in led.values() for one in cohorts}
    seen, counts = queries.seen_among(session, viewer, ids), queries.cohort_counts(session, ids)
    certified = queries.certified_for(session, led, now)
    lines = []
    for person_id in people:
        shown = shown_groups(groups_of(led[person_id], counts, seen))
        after = len(trained_by(trainings, person_id))
        line = TrainerLine(
            person=infos[person_id],
            cohorts=len(led[person_id]),
            officers=shown.total,
            passed=shown.total_passed,
            certified=person_id in certified,
            trained=at_least_five(after) if after else 0,
        )
        lines.append(line)
    return lines


def trainers_list(
    session: Session, viewer: Viewer, now: datetime, *, words: str, number: int, size: int = 50
) -> tuple[PeoplePiece, list[TrainerLine]]:
    """A page of the trainers whom the reader may name."""
    piece = queries.trainers_page(session, viewer, words=words, number=number, size=size)
    return piece, trainer_lines(session, viewer, piece.ids, queries.all_trainings(session), now)


def trained_page(session: Session, viewer: Viewer, cohort: FoundCohort) -> TrainedPage:
    """The officers of a cohort by name, with their results; those beyond the reader's scope are counted."""
    people, others = queries.officers_of(session, viewer, cohort.id)
    passed = queries.passed_in(session, [cohort.id])[cohort.id]
    train = {one.officer_id for one in queries.all_trainings(session) if one.cohort_id == cohort.id}
    officers = [TrainedOfficer(one, one.id in passed, one.id in train) for one in people.values()]
    officers.sort(key=lambda one: one.person.name.casefold())
    return TrainedPage(officers, others, at_least_five(others))


def at_least_five(count: int) -> int | None:
    """A number of people that may be told; of fewer than five it is left out."""
    return count if count >= LEAST else None

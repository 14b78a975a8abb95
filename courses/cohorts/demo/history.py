"""Classes of the year before in the demonstration: who passed, who was withdrawn, and who was moved and sat again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.queries import lesson_titles
from courses.cohorts.demo.acting import acting
from courses.cohorts.demo.meetings import hold_all
from courses.cohorts.queries.cohorts import FoundCohort, cohort_by_id
from courses.cohorts.queries.participants import known_in
from courses.cohorts.services.details import CohortDetails
from courses.cohorts.services.joining import bring_in
from courses.cohorts.services.leaving import end_cohort, move, withdraw
from courses.cohorts.services.opening import CohortDraft, approve_cohort, propose_cohort
from courses.learning.queries.runs import newest_runs
from courses.learning.services import record_read
from lms.access import Grant, Role, Viewer
from lms.db import transaction

TRAINER, MANAGER = "fatou.ndiaye", "rosa.almeida"
LASTED = timedelta(days=55)
FINAL_AFTER, AGAIN_AFTER = timedelta(days=32), timedelta(days=3)


@dataclass(frozen=True)
class PastClass:
    """A class of officers: when it began and ended, and how many did what, in the order of their list."""

    word: str
    title: str
    home: str
    country: str
    zone: str
    venue: str
    language: str
    began: timedelta  # before now
    ended: timedelta
    passed: int
    failed: int  # once, then passed
    gave_up: int  # failed, and did not sit again
    withdrawn: int
    moved: int = 0  # to the next class of the list that follows it
    in_room: bool = False  # sat the final exam in a room that somebody supervised


LAKE = PastClass(
    "lake", "Lake Road, first class", "highland", "KE", "Africa/Nairobi", "Lake Road, customs hall", "en",
    began=timedelta(days=340), ended=timedelta(days=120), passed=5, failed=2, gave_up=1, withdrawn=2, moved=2,
)  # fmt: skip
COAST = PastClass(
    "coast", "Delta Port, première classe", "delta", "SN", "Africa/Dakar", "Delta Port, salle 1", "fr",
    began=timedelta(days=215), ended=timedelta(days=150), passed=8, failed=1, gave_up=2, withdrawn=1,
)  # fmt: skip
AIRPORT = PastClass(
    "airport", "Highland Airport, second class", "highland", "KE", "Africa/Nairobi", "Highland Airport", "en",
    began=timedelta(days=130), ended=timedelta(days=70), passed=3, failed=2, gave_up=1, withdrawn=0,
    in_room=True,
)  # fmt: skip


def load(world: dict[str, Any], now: datetime) -> None:
    """Three classes of a year in two countries; `world` gets who sat the final exam when, for the exams' part."""
    if not world.get("classes") or not world.get("course"):
        return
    with transaction() as session:
        world["finals"] = []
        trainer = acting(session, world["people"][TRAINER], Grant(Role.TRAINER))
        manager = acting(session, world["people"][MANAGER], Grant(Role.PROGRAMME_MANAGER))
        lake, coast, airport = (
            opened(session, world, one, trainer, manager, now) for one in (LAKE, COAST, AIRPORT)
        )  # fmt: skip
        first, second, third = (list(map(world["people"].__getitem__, world["classes"][one.word])) for one in PAST)
        began = {one.word: now - one.began for one in PAST}
        bring_in(session, lake, first, by=trainer.id, now=began["lake"])
        bring_in(session, coast, second, by=trainer.id, now=began["coast"])
        bring_in(session, airport, third, by=trainer.id, now=began["airport"])
        moved = first[-LAKE.moved :]
        change_class(session, lake, airport, moved, trainer, began["airport"])
        officers = first[: -LAKE.moved], second, [*third, *moved]
        for cohort, one, people in zip((lake, coast, airport), PAST, officers, strict=True):
            hold_all(session, cohort, people, one.withdrawn, trainer, began[one.word])
            learn(session, world, one, people, began[one.word])
            leave(session, cohort, people[len(people) - one.withdrawn :], trainer, began[one.word])
            end_cohort(session, found(session, cohort), "All meetings were held.", by=trainer.id, now=now - one.ended)
        world["past_cohorts"] = [lake.id, coast.id, airport.id]
        world["past_groups"] = {
            one.word: (cohort.group, one.title) for one, cohort in zip(PAST, (lake, coast, airport), strict=True)
        }


PAST = (LAKE, COAST, AIRPORT)


def opened(
    session: Session, world: dict[str, Any], one: PastClass, trainer: Viewer, manager: Viewer, now: datetime
) -> FoundCohort:
    """A class that was proposed, approved and began some months ago."""
    starts = now - one.began
    details = CohortDetails(
        one.title, starts.date(), (starts + LASTED).date(), one.zone, one.venue, one.language
    )  # fmt: skip
    draft = CohortDraft(world["course"]["id"], one.country, world["administrations"][one.home], details)
    cohort = propose_cohort(session, draft, actor=trainer, now=starts - timedelta(days=12))
    approve_cohort(session, found(session, cohort), actor=manager, now=starts - timedelta(days=10))
    return found(session, cohort)


def found(session: Session, cohort: FoundCohort) -> FoundCohort:
    """A class as it stands now."""
    return cohort_by_id(session, cohort.id)


def learn(session: Session, world: dict[str, Any], one: PastClass, people: Sequence[int], began: datetime) -> None:
    """Have the lessons read, and note who sits the final exam when and how well; who was withdrawn read a few."""
    lessons = list(lesson_titles(session, world["course"]["version_id"]))
    runs = newest_runs(session, people, world["course"]["id"])
    sat = one.passed + one.failed + one.gave_up
    for n, person_id in enumerate(people):
        run = runs[person_id]
        for place, lesson in enumerate(lessons if n < sat else lessons[:4]):
            record_read(session, person_id, run.course_id, lesson, now=began + timedelta(days=place + 1, hours=n))
        if n >= sat:
            continue
        at = began + FINAL_AFTER + timedelta(hours=n)
        tries = [True] if n < one.passed else [False, True] if n < one.passed + one.failed else [False]
        room = run.group.id if one.in_room and run.group else None
        world["finals"].append({"run": run.id, "person": person_id, "at": at, "tries": tries, "room": room})


def change_class(
    session: Session, cohort: FoundCohort, other: FoundCohort, people: Sequence[int], trainer: Viewer, at: datetime
) -> None:
    """Move these officers to another class; their runs go along."""
    known = known_in(session, cohort.id, people)
    for person_id in people:
        move(
            session, found(session, cohort), known[person_id], found(session, other), "Posted to the airport.",
            actor=trainer, now=at,
        )  # fmt: skip


def leave(session: Session, cohort: FoundCohort, people: Sequence[int], trainer: Viewer, began: datetime) -> None:
    """Withdraw these officers after three weeks."""
    known = known_in(session, cohort.id, people)
    for person_id in people:
        withdraw(
            session, found(session, cohort), known[person_id], "On a mission until the summer.", actor=trainer,
            now=began + timedelta(days=21),
        )  # fmt: skip

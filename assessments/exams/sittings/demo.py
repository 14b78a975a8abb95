"""The part of sittings in the demonstration: finals that a class sat in a room, and a room that is planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from assessments.demo import POORLY, WELL, acting, finish, pass_quiz
from assessments.exams.queries.exams import ExamInForce, exams_of_version
from assessments.exams.sittings.models import SittingSupervisor
from assessments.exams.sittings.queries.sittings import sitting_by_id
from assessments.exams.sittings.rules.room import LineKind
from assessments.exams.sittings.rules.start_codes import START_CODE, start_secret
from assessments.exams.sittings.services.beginning import RoomEntry, begin_in_room
from assessments.exams.sittings.services.opening import SittingDraft, open_sitting
from assessments.exams.sittings.services.supervisors import name_supervisor
from assessments.exams.sittings.services.watching import ProtocolEnd, say_present, sign, write_line
from assessments.items.item import Use
from courses.api import cohorts_by_id, newest_runs
from lms.access import Role
from lms.db import transaction
from lms.people.api import person_of

WATCHES = "peter.lindqvist"  # teaches nobody
OPENED_PAST, OPENED_NOW = "fatou.ndiaye", "anong.wattana"  # trainers of the classes
TITLES = ("Final exam, first sitting", "Final exam, second sitting")
NOTE = "Ten minutes without power. Phones had batteries; nobody lost time."
MINUTE, LASTS, AGAIN_AFTER = timedelta(minutes=1), timedelta(hours=2), timedelta(days=4)
DOORS = timedelta(minutes=30)
NETWORK = "192.0.2.7"  # an address of no network


@dataclass(frozen=True)
class Room:
    """A room that somebody opens for a class."""

    cohort_id: int
    opener: str
    title: str
    begins: datetime


def load(world: dict[str, Any], now: datetime) -> None:
    """One class of the year before sat its finals in a room, in two sittings; the class under way has one planned."""
    sat = [one for one in world.get("finals", ()) if one["room"] is not None]
    for number, title in enumerate(TITLES):
        candidates = [one for one in sat if len(one["tries"]) > number]
        if candidates:
            begins = in_the_morning(candidates[0]["at"]) + number * AGAIN_AFTER
            room = Room(candidates[0]["room"], OPENED_PAST, title, begins)
            with transaction() as session:
                sit_together(session, world, candidates, number, room)
    if "cohort" in world:
        room = Room(world["cohort"]["id"], OPENED_NOW, TITLES[0], in_the_morning(now + timedelta(days=6)))
        with transaction() as session:
            opened(session, world, room, now - timedelta(days=1))


def in_the_morning(day: datetime) -> datetime:
    """That day, when it is morning or noon in all three countries."""
    return day.replace(hour=6, minute=0, second=0, microsecond=0)


def final_of(session: Session, world: dict[str, Any]) -> tuple[ExamInForce, list[ExamInForce]]:
    """The final exam of the course, and its checkpoint quizzes."""
    exams = exams_of_version(session, world["course"]["version_id"])
    return next(one for one in exams if one.use is Use.EXAM), [one for one in exams if one.use is Use.CHECKPOINT]


def opened(session: Session, world: dict[str, Any], room: Room, at: datetime) -> SittingSupervisor:
    """A room for a class, with who supervises it."""
    cohort = cohorts_by_id(session, [room.cohort_id])[room.cohort_id].row
    final, _quizzes = final_of(session, world)
    opener = acting(session, world["people"][room.opener], Role.TRAINER)
    draft = SittingDraft(
        final.exam_id, room.cohort_id, None, room.title, cohort.venue, cohort.time_zone, room.begins,
        room.begins + LASTS, (),
    )  # fmt: skip
    sitting = open_sitting(session, draft, viewer=opener, now=at)
    return name_supervisor(session, sitting, login=WATCHES, name="", by=opener.id, now=at)


def sit_together(
    session: Session, world: dict[str, Any], candidates: Sequence[dict[str, Any]], number: int, room: Room
) -> None:
    """Everybody is ticked, begins with the code of the room, hands in; then the protocol is signed."""
    begins = room.begins
    final, quizzes = final_of(session, world)
    runs = newest_runs(session, [one["person"] for one in candidates], final.course_id)
    row = opened(session, world, room, begins - timedelta(days=3))
    sitting = sitting_by_id(session, row.sitting_id)
    secret = start_secret(sitting.row.seed, sitting.row.uuid)
    for n, one in enumerate(candidates):
        candidate = person_of(session, one["person"])
        say_present(session, sitting, row, candidate.uuid, now=begins - DOORS + n * MINUTE)
        run, chance = runs[candidate.id], Random(100 * n + number)  # noqa: S311  # the same in every demonstration
        for back, quiz in enumerate(quizzes if number == 0 else ()):
            pass_quiz(session, quiz, run, chance, begins - timedelta(days=9 - back))
        at = begins + (5 + n) * MINUTE
        entry = RoomEntry(START_CODE.at(secret, at), NETWORK)
        attempt = begin_in_room(session, final, run, entry, seed=chance.getrandbits(60), now=at)
        finish(session, attempt, WELL if one["tries"][number] else POORLY, chance, at)
    if number == 0:
        write_line(session, sitting, row, LineKind.NOTE, candidate="", words=NOTE, now=begins + 40 * MINUTE)
    over = begins + LASTS
    sign(session, sitting, row, ProtocolEnd(begins - DOORS, over), now=over)

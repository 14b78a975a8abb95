"""The part of workshops in the demonstration: five days in Lusaka, of which half are over, with a rotation in use."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from assessments.independence.api import say_no_interest
from assessments.missions.demo.people import ASSESSORS, CANDIDATES, COORDINATOR, INTERPRETERS
from assessments.permissions import PracticalRole
from assessments.rubrics.queries import newest_of
from assessments.statistics.available import what_is_missing
from assessments.workshops.models import Rotation
from assessments.workshops.queries.searching import rotation_start
from assessments.workshops.queries.workshops import WorkshopParts, workshop_by_id
from assessments.workshops.rules.solving import RotationSearch, RotationVerdict, find_rotation
from assessments.workshops.rules.standing import RotationStanding
from assessments.workshops.rules.written import written_pairs
from assessments.workshops.services.furnishing import ExerciseDraft, set_exercise, set_room
from assessments.workshops.services.participant_drafts import AssessorDraft, CandidateDraft, InterpreterDraft
from assessments.workshops.services.participants import name_assessor, name_candidate, name_interpreter
from assessments.workshops.services.planning import WorkshopDraft, plan_workshop, set_frame
from assessments.workshops.services.rotating import FoundRotation, ask_rotation, end_search, keep_found
from assessments.workshops.services.using import use_rotation
from lms.access import Grant, Viewer
from lms.db import transaction
from lms.people.api import person_of

SCHEME = "iwt-technical-and-operational-advisor"
ZONE, COUNTRY = "Africa/Lusaka", "ZM"
PLANNED_BEFORE, NAMED_BEFORE, USED_BEFORE = timedelta(days=60), timedelta(days=25), timedelta(days=12)
DAYS_OVER, DAYS = 2, 5  # before today, and in all
EXERCISES = (  # title, rubric, minutes, topic, rooms; without a room it is written
    ("Prepared presentation", "prepared-presentation", 30, "training-frameworks", ("Kafue hall", "Luangwa hall")),
    ("Unprepared presentation", "unprepared-presentation", 25, None, ("Zambezi room",)),
    ("Case: a container of timber", "case", 90, "risk-management", ()),
    ("Role play: the forwarder", "role-play", 25, None, ("Room 4",)),
    ("Interview on the own mission report", "report-interview", 30, None, ("Room 5",)),
)
HALF_DAYS = ("08:30-10:20", "14:00-15:50")  # two slots and a spare one in each
SEED = 7
NEEDS = {"baraka.mushi": "A chair with arms; walks with a stick."}


def load(world: dict[str, Any], now: datetime) -> None:
    """A workshop of five days with everybody in it, and the rotation by which it is held."""
    if not world.get("supervised") or what_is_missing() is not None:
        return
    with transaction() as session:
        coordinator = world["people"][COORDINATOR]
        number = furnished(session, world, coordinator, now)
        named(session, number, coordinator, now - NAMED_BEFORE)
        used(session, number, coordinator, now - USED_BEFORE)
        world["workshop"] = number


def furnished(session: Session, world: dict[str, Any], by: int, now: datetime) -> int:
    """The workshop with its exercises, rooms and the frame of its days; answers its number."""
    info = person_of(session, by)
    viewer = Viewer(
        info.id, info.uuid, info.name, info.administration_id, info.language, 0,
        grants=(Grant(PracticalRole.WORKSHOP_COORDINATOR),),
    )  # fmt: skip
    at = now - PLANNED_BEFORE
    first = now.date() - timedelta(days=DAYS_OVER)
    days = [first + timedelta(days=one) for one in range(DAYS)]
    draft = WorkshopDraft(
        "Final workshop for advisors", SCHEME, "Training centre, Lusaka", COUNTRY, ZONE, "en", days[0], days[-1],
        activity_id=world["expert_missions"][""],
    )  # fmt: skip
    number = plan_workshop(session, draft, viewer=viewer, now=at).id
    for title, slug, minutes, topic, rooms in EXERCISES:
        rubric = newest_of(session, slug)
        if rubric is None:
            raise LookupError(f"The schemes of the demonstration have no rubric {slug}.")
        exercise = ExerciseDraft(title, rubric.row.id, minutes, topic, written=not rooms)
        row = set_exercise(session, parts(session, number), exercise, by=by, now=at)
        for room in rooms:
            set_room(session, parts(session, number), room, row.uuid, by=by, now=at)
    frame = "\n".join(f"{day.isoformat()} {hours}" for day in days for hours in HALF_DAYS)
    set_frame(session, parts(session, number), frame, 10, 1, by=by, now=at)
    return number


def parts(session: Session, number: int) -> WorkshopParts:
    """The workshop as it stands."""
    return workshop_by_id(session, number)


def named(session: Session, number: int, by: int, at: datetime) -> None:
    """Fourteen candidates, six assessors who declared their interests, three interpreters."""
    for one in CANDIDATES:
        draft = CandidateDraft(one.username, one.languages, NEEDS.get(one.username, ""), recording_agreed=True)
        name_candidate(session, parts(session, number), draft, by=by, now=at)
    for place, one in enumerate(ASSESSORS):
        assessor = AssessorDraft(one.username, one.languages, one.topics, lead=place == 0)
        row = name_assessor(session, parts(session, number), assessor, by=by, now=at)
        say_no_interest(session, row.person_id, f"workshop:{number}", now=at + timedelta(days=1))
    for one in INTERPRETERS:
        name_interpreter(session, parts(session, number), InterpreterDraft(one.username, one.languages), by=by, now=at)


def used(session: Session, number: int, by: int, at: datetime) -> None:
    """The rotation is worked out from a seed, so that it is the same each time, and put in use."""
    rotation = ask_rotation(session, parts(session, number), seed=SEED, by=by, now=at)
    start = rotation_start(session, rotation, now=at)
    ticks = iter(range(10**9))
    search = RotationSearch(lambda: next(ticks) / 1000, Random(SEED), seconds=60, improving=0)  # noqa: S311
    solution = find_rotation(start.task, search)
    if solution.verdict is not RotationVerdict.FOUND:
        raise LookupError("The workshop of the demonstration has no rotation.")
    loads = Counter(key for one in solution.placements for key in one.assessors)
    written, without_pair = written_pairs(start.task, start.whole.written, loads)
    if without_pair:
        raise LookupError("Nobody may mark some written work of the demonstration.")
    keep_found(session, start, FoundRotation(solution.placements, written, 1), now=at)
    end_search(session, start, RotationStanding.PROPOSED, {"seconds": 60, "proof": None}, tried=1, now=at)
    row = session.get_one(Rotation, rotation.id)
    session.refresh(row)
    use_rotation(session, parts(session, number), row, by=by, now=at)

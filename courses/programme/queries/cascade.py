"""Who led which cohorts, what came of them, and who of their officers trains others; a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from courses.catalogue.models import CourseVersion
from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.queries.cohorts import FoundCohort, cohorts_by_id, cohorts_seen
from courses.cohorts.rules.states import CohortState, Phase
from courses.cohorts.scope_kind import COHORT, reached
from courses.learning.models import Enrolment, StepDone
from courses.permissions import CoursePermission
from courses.ports.runs import CREDENTIAL_IN_FORCE
from courses.programme.rules.cascade import CohortLead, OfficerPlace, Training, trainings_of
from lms.access import Permission, Role, Viewer
from lms.errors import NotFound
from lms.people.api import (
    HolderSearch,
    PeoplePiece,
    PersonInfo,
    ever_held,
    ever_holders_page,
    named_among,
    people_info,
    person_by_uuid,
)
from lms.scopes import numbers

STATE = aliased(ParticipantState)
NAMING = (CoursePermission.COHORT_LEAD, CoursePermission.COHORT_APPROVE, Permission.PEOPLE_MANAGE)


@dataclass(frozen=True)
class LedCohort:
    """A cohort that somebody led, since when, and until when if others lead it now."""

    cohort: FoundCohort
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class CohortCounts:
    """How many officers belong to a cohort, and how many of them passed its final exam in it."""

    officers: int = 0
    passed: int = 0


def cohorts_led(session: Session, people: Collection[int]) -> dict[int, list[LedCohort]]:
    """The cohorts that each of these people ever led, the one that starts last first; two queries."""
    led = ever_held(Role.TRAINER, COHORT).subquery()
    rows = session.execute(select(led).where(led.c.person_id.in_(people))).all()
    cohorts = cohorts_by_id(session, numbers({thing for _person, thing, _since, _until in rows}))
    found: dict[int, list[LedCohort]] = {one: [] for one in people}
    for person_id, thing, since, until in rows:
        if (cohort := cohorts.get(int(thing))) is not None:
            found[person_id].append(LedCohort(cohort, since, until))
    for led_by_one in found.values():
        led_by_one.sort(key=lambda one: (one.cohort.row.starts_on, one.cohort.id), reverse=True)
    return found


@dataclass(frozen=True)
class DeliveredTraining:
    """A cohort that somebody led and that is over, with officers in it to the end."""

    cohort_id: int
    title: str
    over_on: date


def trainings_delivered(session: Session, people: Collection[int], now: datetime) -> dict[int, list[DeliveredTraining]]:
    """What each of these people delivered, the newest first; a constant number of queries.

    A cohort that ended before its first day was not held; who handed it over before that day did not lead it.
    """
    led = cohorts_led(session, people)
    counts = cohort_counts(session, {one.cohort.id for some in led.values() for one in some})
    return {
        person_id: [
            DeliveredTraining(one.cohort.id, one.cohort.row.title, over_on)
            for one in some
            if (over_on := _over_on(one.cohort, now)) is not None
            and counts[one.cohort.id].officers
            and over_on >= one.cohort.row.starts_on
            and (one.until is None or one.until.date() >= one.cohort.row.starts_on)
        ]
        for person_id, some in led.items()
    }


def _over_on(cohort: FoundCohort, now: datetime) -> date | None:
    """The day on which a cohort was ended, else its last day once that is past; none while it goes on."""
    if cohort.row.ended_at is not None:
        return cohort.row.ended_at.date()
    opened = cohort.state is CohortState.OPEN and cohort.phase(now) is Phase.OVER
    return cohort.row.ends_on if opened else None


def seen_among(session: Session, viewer: Viewer, cohort_ids: Collection[int]) -> set[int]:
    """Those of these cohorts that the viewer sees; one query."""
    return {one.id for one in cohorts_seen(session, viewer, Cohort.id.in_(cohort_ids))}


def cohort_counts(session: Session, cohort_ids: Collection[int]) -> dict[int, CohortCounts]:
    """Officers of these cohorts who are in them now or were when they ended, and those who passed; two queries."""
    in_them = reached().where(Participant.cohort_id.in_(cohort_ids))
    by_cohort = in_them.with_only_columns(Participant.cohort_id, func.count()).group_by(Participant.cohort_id)
    officers = dict(session.execute(by_cohort).all())
    passes = passed_in(session, cohort_ids)
    return {one: CohortCounts(officers.get(one, 0), len(passes.get(one, ()))) for one in cohort_ids}


def passed_in(session: Session, cohort_ids: Collection[int]) -> dict[int, set[int]]:
    """Who of the officers of these cohorts passed the final exam of the course in their run there; one query."""
    own_run = (
        (Enrolment.group_kind == COHORT)
        & (Enrolment.group_id == Participant.cohort_id)
        & (Enrolment.person_id == Participant.person_id)
    )
    rows = session.execute(
        reached()
        .join(Enrolment, own_run)
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .join(StepDone, (StepDone.enrolment_id == Enrolment.id) & (StepDone.step == CourseVersion.final))
        .where(Participant.cohort_id.in_(cohort_ids))
        .with_only_columns(Participant.cohort_id, Participant.person_id)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for cohort_id, person_id in rows:
        found[cohort_id].add(person_id)
    return found


def all_trainings(session: Session) -> list[Training]:
    """Every officer of a cohort who led another one after joining it, with who led theirs; two queries.

    It grows with the trainers of the programme, not with its officers.
    """
    led = ever_held(Role.TRAINER, COHORT).subquery()
    rows = session.execute(select(led.c.person_id, led.c.thing, led.c.since)).all()
    leads = [CohortLead(person_id, int(thing), since) for person_id, thing, since in rows if numbers([thing])]
    joined = select(func.min(STATE.at)).where(STATE.participant_id == Participant.id).correlate(Participant)
    places = session.execute(
        reached()
        .where(Participant.person_id.in_(select(led.c.person_id)))
        .with_only_columns(Participant.person_id, Participant.cohort_id, joined.scalar_subquery())
        .order_by(Participant.id)
    )
    return trainings_of(leads, [OfficerPlace(*place) for place in places])


def trainer_seen(session: Session, viewer: Viewer, uuid: str) -> PersonInfo:
    """This trainer, if the viewer may name them and they ever led a cohort; oneself always."""
    found = person_by_uuid(session, uuid)
    if found is None or found.id not in named(session, viewer, [found.id]):
        raise NotFound
    if found.id != viewer.id and not cohorts_led(session, [found.id])[found.id]:
        raise NotFound
    return found


def named(session: Session, viewer: Viewer, people: Collection[int]) -> set[int]:
    """Those of these people whose names the viewer may read in the cascade; one query."""
    return named_among(session, viewer, NAMING, people)


def trainers_page(session: Session, viewer: Viewer, *, words: str, number: int, size: int = 50) -> PeoplePiece:
    """A page of the trainers whom the viewer may name, by name; two queries."""
    search = HolderSearch(NAMING, words, number, size)
    return ever_holders_page(session, viewer, Role.TRAINER, COHORT, search)


def certified_for(session: Session, led: dict[int, list[LedCohort]], now: datetime) -> set[int]:
    """Those of these trainers who hold a certificate in force of a course that they taught."""
    taught = {person_id: {one.cohort.row.course_id for one in cohorts} for person_id, cohorts in led.items()}
    courses = set().union(*taught.values())
    held = CREDENTIAL_IN_FORCE.provider()(session, list(led), courses, now) if courses else {}
    return {person_id for person_id, course_id in held if course_id in taught.get(person_id, ())}


def officers_of(session: Session, viewer: Viewer, cohort_id: int) -> tuple[dict[int, PersonInfo], int]:
    """The officers of a cohort whom the viewer may name, and how many others there are; three queries."""
    rows = reached().where(Participant.cohort_id == cohort_id).with_only_columns(Participant.person_id)
    people = list(session.scalars(rows))
    mine = named(session, viewer, people)
    return people_info(session, [one for one in people if one in mine]), len(people) - len(mine)

"""Who was at which meetings of a cohort, as a confirmation of attendance says it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from courses.cohorts.models.participant import Participant
from courses.cohorts.queries.cohorts import FoundCohort, cohort_by_id, cohort_led
from courses.cohorts.queries.facts import CohortFacts, cohort_facts
from courses.cohorts.queries.meetings import FoundMeeting, meetings_of
from courses.cohorts.queries.participants import (
    FoundParticipant,
    own_participant,
    participants_seen,
    participants_where,
)
from courses.cohorts.queries.rolls import standings_of
from courses.cohorts.rules.attended import reaches_share
from courses.cohorts.rules.rolls import RollStanding
from courses.cohorts.rules.states import REACHED
from lms.access import Viewer
from lms.people.api import PersonInfo, people_info


@dataclass(frozen=True)
class Attended:
    """At which of the meetings that were held an officer was; late and left early count."""

    participant_uuid: str
    person: PersonInfo
    there: tuple[FoundMeeting, ...]
    held: int
    reaches: bool  # the share that the cohort asks for

    @property
    def lasted(self) -> timedelta:
        """How long these meetings were together."""
        return sum((one.lasts for one in self.there), timedelta())

    @property
    def is_confirmed(self) -> bool:
        """Whether a confirmation is made: enough meetings, and a name that somebody checked."""
        return self.reaches and self.person.name_checked


@dataclass(frozen=True)
class AttendedCohort:
    """A cohort whose meetings were held, with who was there; what is still to come is not counted."""

    cohort: FoundCohort
    is_over: bool  # some meetings were held, and none is to come
    facts: CohortFacts | None  # with the trainers of its last meeting; none: no meeting was held
    people: tuple[Attended, ...]


def attended_led(session: Session, viewer: Viewer, uuid: str, now: datetime) -> AttendedCohort:
    """Everybody in a cohort that the viewer leads, and whom they see, by name."""
    cohort = cohort_led(session, viewer, uuid)
    seen = [one for one in participants_seen(session, viewer, cohort.id) if one.status in REACHED]
    return attended_in(session, cohort, seen, now)


def attended_own(session: Session, viewer: Viewer, uuid: str, now: datetime) -> AttendedCohort:
    """The viewer alone, in a cohort in which they are or were at its end."""
    own = own_participant(session, viewer, uuid)
    inside = [own] if own.status in REACHED else []
    return attended_in(session, cohort_by_id(session, own.cohort_id), inside, now)


def attended_by(session: Session, participant_uuid: str, now: datetime) -> AttendedCohort | None:
    """One officer by the public id of their place in the cohort, for whoever holds their paper."""
    found = participants_where(session, Participant.uuid == participant_uuid)
    if not found or found[0].status not in REACHED:
        return None
    return attended_in(session, cohort_by_id(session, found[0].cohort_id), found, now)


def attended_in(
    session: Session, cohort: FoundCohort, participants: Collection[FoundParticipant], now: datetime
) -> AttendedCohort:
    """These officers of a cohort, by name; as many queries for many as for one."""
    planned = [one for one in meetings_of(session, [cohort.id])[cohort.id] if not one.is_cancelled]
    held = [one for one in planned if one.ends_at <= now]
    said = standings_of(session, [one.id for one in held])
    people = people_info(session, [one.person_id for one in participants])
    rows = []
    for one in participants:
        there = tuple(each for each in held if _was_there(said[each.id].get(one.person_id)))
        reaches = reaches_share(len(there), len(held), cohort.row.attendance_percent)
        rows.append(Attended(one.uuid, people[one.person_id], there, len(held), reaches))
    last = held[-1].begins_at if held else None
    return AttendedCohort(
        cohort=cohort,
        is_over=bool(held) and len(held) == len(planned),
        facts=cohort_facts(session, {cohort.id: last})[cohort.id] if last else None,
        people=tuple(sorted(rows, key=lambda one: (one.person.name.casefold(), one.person.id))),
    )


def _was_there(standing: RollStanding | None) -> bool:
    return standing is not None and standing.was_there

"""Meetings in calendars: of whoever is in a cohort and of its trainers, in feeds and in invitations."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.queries.meetings import FoundMeeting, meetings_around
from courses.cohorts.rules.states import REACHED
from courses.cohorts.scope_kind import COHORT, newest_state
from lms.access import Role
from lms.calendars import PAST_KEPT, CalendarEvent
from lms.mail.composing import page_url, site_host
from lms.people.api import held_for
from lms.scopes import numbers


def event_of(meeting: FoundMeeting, cohort: Cohort, *, leads: bool) -> CalendarEvent:
    """A meeting as calendars have it: the same event for good, whatever becomes of it."""
    path = f"/cohorts/{cohort.uuid}/meetings/{meeting.uuid}" if leads else f"/my-cohorts/{cohort.uuid}"
    return CalendarEvent(
        uid=f"meeting-{meeting.uuid}@{site_host()}",
        starts=meeting.starts,
        lasts=meeting.lasts,
        zone=meeting.zone,
        title=f"{meeting.title} ({cohort.title})",
        changed_at=meeting.at,
        sequence=meeting.sequence,
        cancelled=meeting.is_cancelled,
        place=meeting.place,
        description=meeting.reason if meeting.is_cancelled else "",
        url=page_url(path),
    )


def calendar_events(session: Session, people: Collection[int], now: datetime) -> Mapping[int, Sequence[CalendarEvent]]:
    """What is planned for these people, those who take part and those who lead; who has left a cohort has none of it.

    Four queries for however many.
    """
    taking, leading = _taking_part(session, people), _leading(session, people)
    wanted = {one for each in (taking, leading) for cohorts in each.values() for one in cohorts}
    cohorts = {one.id: one for one in session.scalars(select(Cohort).where(Cohort.id.in_(wanted)))} if wanted else {}
    meetings = meetings_around(session, list(cohorts), now - PAST_KEPT) if cohorts else {}
    found: dict[int, list[CalendarEvent]] = {}
    for person in people:
        found[person] = [
            event_of(meeting, cohorts[number], leads=number in leading[person])
            for number in sorted(set(leading[person]) | set(taking[person]))
            for meeting in meetings.get(number, ())
        ]
    return found


def _taking_part(session: Session, people: Collection[int]) -> Mapping[int, list[int]]:
    """The cohorts in which each of them is, or was when it ended."""
    rows = session.execute(
        select(Participant.person_id, Participant.cohort_id)
        .join(ParticipantState, ParticipantState.id == newest_state())
        .where(Participant.person_id.in_(people), ParticipantState.status.in_(sorted(REACHED)))
    )
    found: dict[int, list[int]] = defaultdict(list)
    for person_id, cohort_id in rows:
        found[person_id].append(cohort_id)
    return found


def _leading(session: Session, people: Collection[int]) -> Mapping[int, list[int]]:
    """The cohorts of which each of them is a trainer."""
    held = held_for(session, Role.TRAINER, COHORT, people)
    return {person_id: numbers(things) for person_id, things in held.items()}

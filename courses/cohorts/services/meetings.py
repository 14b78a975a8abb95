"""Meetings are planned, moved, changed and cancelled; everything that was said of them stays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts.events import MeetingSaid
from courses.cohorts.models.cohort import TITLE_LENGTH, VENUE_LENGTH
from courses.cohorts.models.meeting import Meeting, MeetingChange
from courses.cohorts.queries.cohorts import FoundCohort, cohort_by_id, lock
from courses.cohorts.queries.meetings import FoundMeeting, meeting_by_id, meetings_of, meetings_where
from courses.cohorts.rules.meetings import MeetingStep
from courses.cohorts.rules.recurrence import LONGEST_MEETING, MOST_MEETINGS, SHORTEST_MEETING, begins_at
from courses.cohorts.rules.states import CohortState
from courses.cohorts.services.meeting_codes import make_seed
from courses.cohorts.services.meeting_messages import tell_of_meetings
from lms import events, ids
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.inserts import insert_many
from lms.zones import is_zone

ENTERED_AFTER = timedelta(days=60)  # so long a meeting that was held can be entered


@dataclass(frozen=True)
class MeetingFacts:
    """What is said of a meeting, and of each meeting of a series but for its day."""

    title: str
    place: str
    at: time  # the wall clock of `zone`
    lasts: timedelta
    zone: str


def checked_facts(facts: MeetingFacts) -> MeetingFacts:
    """The same without spaces too many; what cannot be is refused beside its field."""
    title, place = " ".join(facts.title.split()), " ".join(facts.place.split())
    if not 0 < len(title) <= TITLE_LENGTH:
        raise BadInput("title", _("Give the meeting a title, in at most %(most)s characters.", most=TITLE_LENGTH))
    if len(place) > VENUE_LENGTH:
        raise BadInput("place", _("Name the place in at most %(most)s characters.", most=VENUE_LENGTH))
    if not is_zone(facts.zone):
        raise BadInput("zone", _("Choose a time zone from the list."))
    if not SHORTEST_MEETING <= facts.lasts <= LONGEST_MEETING:
        raise BadInput("minutes", _("A meeting lasts from 5 minutes to 12 hours."))
    return replace(facts, title=title, place=place)


def plan_meetings(
    session: Session, cohort: FoundCohort, facts: MeetingFacts, days: Sequence[date], *, by: int | None, now: datetime
) -> list[FoundMeeting]:
    """Plan a meeting on each of these days; several are a series."""
    lock(session, cohort.id)
    _demand_open(session, cohort.id)
    facts = checked_facts(facts)
    if not days:
        raise BadInput("day", _("Choose a day."))
    if len(meetings_of(session, [cohort.id])[cohort.id]) + len(days) > MOST_MEETINGS:
        raise BadInput("day", _("A cohort has at most %(most)s meetings.", most=MOST_MEETINGS))
    first = begins_at(datetime.combine(min(days), facts.at), facts.zone)
    if first < now - ENTERED_AFTER:
        raise BadInput("day", _("This day is more than two months ago. Is the year right?"))
    series = ids.new_uuid() if len(days) > 1 else None
    rows = [Meeting(uuid=ids.new_uuid(), cohort_id=cohort.id, series=series, slot=day) for day in sorted(days)]
    session.add_all(rows)
    session.flush()
    make_seed(session, cohort.id, now=now)
    changes = [_Change(row.id, None, _columns(facts, row.slot), MeetingStep.SCHEDULED) for row in rows]
    _say(session, cohort.id, changes, "", by=by, now=now)
    return _told(session, [row.id for row in rows], [], by=by, now=now)


def _columns(facts: MeetingFacts, day: date) -> dict[str, Any]:
    return {
        "title": facts.title,
        "starts": datetime.combine(day, facts.at),
        "minutes": facts.lasts // timedelta(minutes=1),
        "zone": facts.zone,
        "place": facts.place,
    }


def columns_of(meeting: FoundMeeting) -> dict[str, Any]:
    """What is said of a meeting now, by the columns that hold it."""
    facts = MeetingFacts(meeting.title, meeting.place, meeting.starts.time(), meeting.lasts, meeting.zone)
    return _columns(facts, meeting.starts.date())


@dataclass(frozen=True)
class _Change:
    """What is said of one meeting from now on."""

    meeting_id: int
    before: FoundMeeting | None
    columns: dict[str, Any]
    step: MeetingStep

    @property
    def sequence(self) -> int:
        """Its number among what was said of the meeting."""
        return self.before.sequence + 1 if self.before else 0


def _say(
    session: Session, cohort_id: int, changes: Sequence[_Change], reason: str, *, by: int | None, now: datetime
) -> None:
    """Write down what is said of these meetings from now on, each with its entry in the record."""
    said = {"reason": reason, "by_id": by, "at": now}
    rows = [
        {"meeting_id": one.meeting_id, "sequence": one.sequence, "step": one.step, **said, **one.columns}
        for one in changes
    ]
    if rows:
        insert_many(session, MeetingChange, rows)
    for one in changes:
        known = columns_of(one.before) if one.before else {}
        changed = [name for name in one.columns if one.columns[name] != known.get(name)]
        happened = MeetingSaid(
            subject=f"meeting:{one.meeting_id}",
            actor_id=by,
            at=now,
            cohort_id=cohort_id,
            sequence=one.sequence,
            step=one.step,
            before={name: str(known[name]) for name in changed if name in known},
            after={name: str(one.columns[name]) for name in changed},
            reason=reason,
        )
        events.publish(session, happened)


def _demand_open(session: Session, cohort_id: int) -> None:
    if cohort_by_id(session, cohort_id).state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort is not open, so its meetings stay as they are."))


def change_meetings(
    session: Session,
    meeting: FoundMeeting,
    facts: MeetingFacts,
    day: date,
    *,
    following: bool,
    by: int,
    now: datetime,
) -> list[FoundMeeting]:
    """Move or change a meeting, with all that follow it in its series if wished; answers those that are other now.

    What follows moves by as many days and to the same time of the wall clock, so it keeps its hour over clock changes.
    """
    lock(session, meeting.cohort_id)
    _demand_open(session, meeting.cohort_id)
    changes = _changes(session, meeting, checked_facts(facts), day, following=following, now=now)
    _say(session, meeting.cohort_id, changes, "", by=by, now=now)
    before = [one.before for one in changes if one.before is not None]
    return _told(session, [one.meeting_id for one in changes], before, by=by, now=now)


@dataclass(frozen=True)
class WouldChange:
    """A meeting that would be other, and the day on which it would be held."""

    id: int
    day: date


def would_change(
    session: Session, meeting: FoundMeeting, facts: MeetingFacts, day: date, *, following: bool, now: datetime
) -> list[WouldChange]:
    """What `change_meetings` would do, refused where it would refuse."""
    changes = _changes(session, meeting, checked_facts(facts), day, following=following, now=now)
    return [WouldChange(one.meeting_id, one.columns["starts"].date()) for one in changes]


def _changes(
    session: Session, meeting: FoundMeeting, facts: MeetingFacts, day: date, *, following: bool, now: datetime
) -> list[_Change]:
    chosen = _chosen(session, meeting, following)
    shift, changes = day - chosen[0].starts.date(), []
    for one in chosen:
        wanted, known = _columns(facts, one.starts.date() + shift), columns_of(one)
        moves = any(wanted[name] != known[name] for name in ("starts", "minutes", "zone"))
        if moves:
            _demand_movable(one, begins_at(wanted["starts"], facts.zone), now)
        if wanted != known:
            changes.append(_Change(one.id, one, wanted, MeetingStep.MOVED if moves else MeetingStep.CHANGED))
    return changes


def cancel_meetings(
    session: Session, meeting: FoundMeeting, reason: str, *, following: bool, by: int, now: datetime
) -> list[FoundMeeting]:
    """Call off a meeting, with all that follow it in its series if wished; it stays in lists and calendars as such."""
    lock(session, meeting.cohort_id)
    _demand_open(session, meeting.cohort_id)
    if not reason.strip():
        raise BadInput("reason", _("Say why: everybody in the meeting reads it."))
    chosen = _chosen(session, meeting, following)
    if chosen[0].ends_at <= now:
        raise RuleBroken(_("This meeting is over, so it cannot be cancelled. Record attendance instead."))
    changes = [_Change(one.id, one, columns_of(one), MeetingStep.CANCELLED) for one in chosen]
    _say(session, meeting.cohort_id, changes, reason.strip(), by=by, now=now)
    return _told(session, [one.id for one in chosen], chosen, by=by, now=now)


def call_off_rest(session: Session, cohort_id: int, reason: str, *, by: int, now: datetime) -> None:
    """Call off what is still to come of a cohort that ends."""
    coming = [one for one in meetings_of(session, [cohort_id])[cohort_id] if one.begins_at > now]
    changes = [_Change(one.id, one, columns_of(one), MeetingStep.CANCELLED) for one in coming if not one.is_cancelled]
    _say(session, cohort_id, changes, reason.strip(), by=by, now=now)
    _told(session, [one.meeting_id for one in changes], coming, by=by, now=now)


def _told(
    session: Session, meetings: Sequence[int], before: Sequence[FoundMeeting], *, by: int | None, now: datetime
) -> list[FoundMeeting]:
    """These meetings as they stand now, after everybody was told what became of them."""
    found = meetings_where(session, Meeting.id.in_(meetings)) if meetings else []
    tell_of_meetings(session, found, {one.id: one for one in before}, by=by, now=now)
    return found


def _chosen(session: Session, meeting: FoundMeeting, following: bool) -> list[FoundMeeting]:
    """The meeting as it stands under the lock, and if wished those that follow it in its series and are not off."""
    meeting = meeting_by_id(session, meeting.id)
    if meeting.is_cancelled:
        raise Conflict(_("This meeting is cancelled. Plan another one instead."))
    if not following or meeting.series is None:
        return [meeting]
    others = meetings_where(session, Meeting.series == meeting.series, Meeting.id != meeting.id)
    return [meeting, *(one for one in others if one.starts > meeting.starts and not one.is_cancelled)]


def _demand_movable(meeting: FoundMeeting, begins: datetime, now: datetime) -> None:
    if meeting.begins_at <= now:
        raise RuleBroken(_("A meeting that has started cannot be moved. You can still correct its title and place."))
    if begins <= now:
        raise BadInput("day", _("This time is over. Choose a later one."))

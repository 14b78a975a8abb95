"""Meetings of cohorts as they stand, and as they stood."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased

from courses.cohorts.models.cohort import Cohort, CohortDecision
from courses.cohorts.models.meeting import Meeting, MeetingChange
from courses.cohorts.policy import led_by
from courses.cohorts.queries.cohorts import OPEN, FoundCohort
from courses.cohorts.rules.meetings import MeetingStep, code_is_open, roll_is_open
from courses.cohorts.rules.recurrence import begins_at, ends_at
from courses.cohorts.scope_kind import within
from lms.access import Viewer
from lms.errors import NotFound
from lms.scopes import Scopes


@dataclass(frozen=True)
class FoundMeeting:
    """A meeting as it stands from a change on."""

    id: int
    uuid: str
    cohort_id: int
    series: str | None  # the meetings that were planned together with it
    slot: date
    sequence: int
    step: MeetingStep
    title: str
    starts: datetime  # the wall clock of `zone`
    lasts: timedelta
    zone: str
    place: str
    reason: str
    by_id: int | None
    at: datetime  # when this was said of it

    @property
    def begins_at(self) -> datetime:
        """The moment in UTC at which it begins."""
        return begins_at(self.starts, self.zone)

    @property
    def ends_at(self) -> datetime:
        """The moment in UTC at which it is over."""
        return ends_at(self.starts, self.lasts, self.zone)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.step is MeetingStep.CANCELLED

    def roll_is_open(self, now: datetime) -> bool:
        """Whether somebody can have been there, or have missed it."""
        return not self.is_cancelled and roll_is_open(self.begins_at, now)

    def code_is_open(self, now: datetime) -> bool:
        """Whether its code may be typed."""
        return not self.is_cancelled and code_is_open(self.begins_at, self.ends_at, now)


@cache
def newest_change() -> ScalarSelect[int]:
    """As SQL: the number of the newest change of the meeting that a query speaks of; that one counts."""
    change = aliased(MeetingChange)
    newest = select(func.max(change.id)).where(change.meeting_id == Meeting.id)
    return newest.correlate(Meeting).scalar_subquery()


def meetings_where(session: Session, *where: ColumnElement[bool]) -> list[FoundMeeting]:
    """The meetings for which this holds, as they stand now, the first one first; one query."""
    rows = session.execute(
        select(Meeting, MeetingChange).join(MeetingChange, MeetingChange.id == newest_change()).where(*where)
    )
    return in_order([found_meeting(*row) for row in rows])


def in_order(found: Collection[FoundMeeting]) -> list[FoundMeeting]:
    """The one that begins first comes first."""
    return sorted(found, key=lambda one: (one.begins_at, one.id))


def meetings_of(session: Session, cohort_ids: Collection[int]) -> dict[int, list[FoundMeeting]]:
    """Every meeting of these cohorts, cancelled ones too, the first one first; whoever asks; one query."""
    found: dict[int, list[FoundMeeting]] = {one: [] for one in cohort_ids}
    for meeting in meetings_where(session, Meeting.cohort_id.in_(cohort_ids)):
        found[meeting.cohort_id].append(meeting)
    return found


def meetings_around(session: Session, cohort_ids: Collection[int], since: datetime) -> dict[int, list[FoundMeeting]]:
    """Of these cohorts the meetings that are not over since then, cancelled ones too; one query."""
    from_day = (since - timedelta(days=2)).replace(tzinfo=None)  # wall clocks are at most a day away from UTC
    found: dict[int, list[FoundMeeting]] = {one: [] for one in cohort_ids}
    for meeting in meetings_where(session, Meeting.cohort_id.in_(cohort_ids), MeetingChange.starts >= from_day):
        if meeting.ends_at > since:
            found[meeting.cohort_id].append(meeting)
    return found


def next_meetings(session: Session, cohort_ids: Collection[int], now: datetime) -> dict[int, FoundMeeting]:
    """Of each of these cohorts the first meeting that is not over and not cancelled; where there is none, nothing."""
    coming = meetings_around(session, cohort_ids, now)
    found = {one: [each for each in meetings if not each.is_cancelled] for one, meetings in coming.items()}
    return {one: meetings[0] for one, meetings in found.items() if meetings}


def next_of_cohorts(
    session: Session, now: datetime, *where: ColumnElement[bool]
) -> list[tuple[FoundCohort, FoundMeeting]]:
    """The open cohorts for which this holds, each with its first meeting that is not over and not cancelled; one query.

    The one that starts last first; a cohort without such a meeting is left out.
    """
    from_day = (now - timedelta(days=2)).replace(tzinfo=None)  # as above
    rows = session.execute(
        select(Meeting, MeetingChange, Cohort, CohortDecision)
        .select_from(Meeting)
        .join(MeetingChange, MeetingChange.id == newest_change())
        .join(Cohort, Cohort.id == Meeting.cohort_id)
        .join(CohortDecision, CohortDecision.cohort_id == Cohort.id)
        .where(*where, OPEN, MeetingChange.starts >= from_day)
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    found: dict[int, tuple[FoundCohort, list[FoundMeeting]]] = {}
    for meeting, change, row, decision in rows:
        one = found_meeting(meeting, change)
        if one.ends_at > now and not one.is_cancelled:
            found.setdefault(row.id, (FoundCohort(row, decision), []))[1].append(one)
    return [(cohort, in_order(each)[0]) for cohort, each in found.values()]


def meetings_by_id(session: Session, ids: Collection[int]) -> dict[int, FoundMeeting]:
    """These meetings by id, whoever asks; for packages that know already who may; one query."""
    return {one.id: one for one in meetings_where(session, Meeting.id.in_(ids))}


def meeting_within(session: Session, scopes: Scopes, uuid: str) -> FoundMeeting:
    """This meeting, if a permission with these scopes holds for its cohort."""
    cohorts = select(Cohort.id).where(within(scopes))
    return _one(meetings_where(session, Meeting.uuid == uuid, Meeting.cohort_id.in_(cohorts)))


def meeting_by_id(session: Session, meeting_id: int) -> FoundMeeting:
    """This meeting as it stands now, which there is, whoever asks."""
    return _one(meetings_where(session, Meeting.id == meeting_id))


def meeting_in(session: Session, cohort_id: int, uuid: str) -> FoundMeeting:
    """This meeting of a cohort; who sees the cohort is asked before."""
    return _one(meetings_where(session, Meeting.cohort_id == cohort_id, Meeting.uuid == uuid))


def meeting_led(session: Session, viewer: Viewer, uuid: str) -> FoundMeeting:
    """This meeting, if the viewer leads its cohort."""
    led = select(Cohort.id).where(led_by(viewer))
    return _one(meetings_where(session, Meeting.uuid == uuid, Meeting.cohort_id.in_(led)))


def changes_of(session: Session, meeting_id: int) -> list[FoundMeeting]:
    """What was said of a meeting, the oldest first."""
    rows = session.execute(
        select(Meeting, MeetingChange)
        .join(MeetingChange, MeetingChange.meeting_id == Meeting.id)
        .where(Meeting.id == meeting_id)
        .order_by(MeetingChange.id)
    )
    return [found_meeting(*row) for row in rows]


def lock_meeting(session: Session, meeting_id: int) -> None:
    """Let nobody else change this meeting or its roll until the commit."""
    session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())


def found_meeting(meeting: Meeting, change: MeetingChange) -> FoundMeeting:
    """A meeting as one of its changes says it."""
    return FoundMeeting(
        id=meeting.id,
        uuid=meeting.uuid,
        cohort_id=meeting.cohort_id,
        series=meeting.series,
        slot=meeting.slot,
        sequence=change.sequence,
        step=MeetingStep(change.step),
        title=change.title,
        starts=change.starts,
        lasts=timedelta(minutes=change.minutes),
        zone=change.zone,
        place=change.place,
        reason=change.reason,
        by_id=change.by_id,
        at=change.at,
    )


def _one(found: list[FoundMeeting]) -> FoundMeeting:
    if not found:
        raise NotFound
    return found[0]

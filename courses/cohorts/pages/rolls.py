"""What the page of a meeting shows its trainers: who was there, who says so, and where they disagree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from courses.cohorts.labels import LINE_SOURCES, PRESENCES, STEPS
from courses.cohorts.pages.meetings import MeetingSaidLine, history_lines, is_over, when_said
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.meetings import FoundMeeting
from courses.cohorts.queries.participants import participants_seen
from courses.cohorts.queries.rolls import standings_of
from courses.cohorts.rules.rolls import OWN, Presence, RollLine, RollStanding
from courses.cohorts.rules.states import REACHED
from courses.cohorts.scope_kind import covers
from courses.ports.pages import MEETING_PAGES, PageOfMeeting
from lms.access import Viewer
from lms.i18n import _
from lms.moments import said_briefly
from lms.people.api import PersonInfo, people_info, people_named


@dataclass(frozen=True)
class RollLineShown:
    """Somebody on the roll: what it says of them, and who said so."""

    person: PersonInfo
    standing: RollStanding
    names: Mapping[int, str]  # of whoever said something
    zone: str
    is_viewer: bool  # nobody decides about themselves

    @property
    def presence(self) -> tuple[Any, str]:
        """How they were there, as a chip."""
        if self.standing.in_conflict:
            return _("trainers disagree"), "bad"
        return PRESENCES[self.standing.presence] if self.standing.presence else (_("no entry"), "")

    @property
    def said(self) -> list[str]:
        """Who said what, as sentences; of one whom all agree about it is one."""
        return [
            _said(line, self.names, self.zone, with_presence=self.standing.in_conflict) for line in self.standing.lines
        ]

    @property
    def by_themselves(self) -> bool:
        """Whether nothing but their own word stands behind it."""
        return any(line.source in OWN for line in self.standing.lines)


def _said(line: RollLine, names: Mapping[int, str], zone: str, *, with_presence: bool) -> str:
    facts = {
        "name": names.get(line.by_id, ""),
        "source": str(LINE_SOURCES[line.source]),
        "moment": said_briefly(line.said_at, zone),
    }
    if with_presence and line.presence is not None:
        return _("%(name)s: %(presence)s, %(source)s, %(moment)s", presence=PRESENCES[line.presence][0], **facts)
    return _("%(name)s, %(source)s, %(moment)s", **facts)


@dataclass(frozen=True)
class LinkedPage:
    """A page that another package makes of a meeting."""

    page: PageOfMeeting
    url: str


@dataclass(frozen=True)
class MeetingPage:
    """A meeting as its trainers see it."""

    meeting: FoundMeeting
    when: str
    state: tuple[Any, str] | None
    lines: Sequence[RollLineShown]
    history: Sequence[MeetingSaidLine]
    roll_open: bool
    code_open: bool
    over: bool
    offered: Sequence[LinkedPage]

    @property
    def conflicts(self) -> list[RollLineShown]:
        """Those about whom trainers disagree."""
        return [one for one in self.lines if one.standing.in_conflict]

    @property
    def there(self) -> int:
        """How many were there."""
        return sum(one.standing.was_there for one in self.lines)

    @property
    def unsaid(self) -> int:
        """Of how many the roll says nothing."""
        return sum(one.standing.presence is None and not one.standing.in_conflict for one in self.lines)


def roll_lines(session: Session, viewer: Viewer, cohort: FoundCohort, meeting: FoundMeeting) -> list[RollLineShown]:
    """Everybody who is in the cohort, and whoever left it and is on the roll, by name; four queries."""
    standings = standings_of(session, [meeting.id])[meeting.id]
    seen = [
        one.person_id
        for one in participants_seen(session, viewer, cohort.id)
        if one.status in REACHED or one.person_id in standings
    ]
    people = people_info(session, seen)
    names = people_named(session, {line.by_id for one in standings.values() for line in one.lines})
    found = [
        RollLineShown(people[one], standings.get(one, RollStanding()), names, meeting.zone, one == viewer.id)
        for one in seen
    ]
    return sorted(found, key=lambda one: (one.person.name.casefold(), one.person.id))


def meeting_page(
    session: Session, viewer: Viewer, cohort: FoundCohort, meeting: FoundMeeting, now: datetime
) -> MeetingPage:
    """The page of a meeting; as many queries for many officers as for one."""
    return MeetingPage(
        meeting=meeting,
        when=when_said(meeting),
        state=STEPS[meeting.step],
        lines=roll_lines(session, viewer, cohort, meeting),
        history=history_lines(session, meeting),
        roll_open=meeting.roll_is_open(now),
        code_open=meeting.code_is_open(now),
        over=is_over(meeting, now),
        offered=[
            LinkedPage(one, url_for(one.endpoint, uuid=meeting.uuid))
            for one in MEETING_PAGES.providers()
            if covers(viewer.scopes(one.permission), cohort.row)
        ],
    )


def choices_of(meeting: FoundMeeting, now: datetime) -> list[Presence]:
    """What a trainer may say of somebody now: before the meeting, that they are excused."""
    return list(Presence) if meeting.roll_is_open(now) else [Presence.EXCUSED]

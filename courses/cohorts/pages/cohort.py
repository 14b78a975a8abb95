"""What the pages of cohorts show their trainers and managers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.queries import VersionTitle, version_titles, withdrawn_reasons
from courses.cohorts import policy
from courses.cohorts.labels import COHORT_STATES, PHASES, STATUSES
from courses.cohorts.models.cohort import CohortCode, CohortHandOver
from courses.cohorts.models.imports import CohortAccountPermit
from courses.cohorts.pages.meetings import MeetingLine, meeting_line
from courses.cohorts.queries.codes import code_of
from courses.cohorts.queries.cohorts import FoundCohort, counts_of, trainers_of_one
from courses.cohorts.queries.hand_overs import hand_over_of
from courses.cohorts.queries.imports import permit_of
from courses.cohorts.queries.meetings import next_meetings
from courses.cohorts.queries.participants import FoundParticipant, participants_seen
from courses.cohorts.rules.codes import code_holds
from courses.cohorts.rules.states import CURRENT, IN, CohortState, ParticipantStatus, Phase
from courses.permissions import CoursePermission
from lms.access import Viewer
from lms.i18n import language
from lms.moments import said_moment
from lms.people.api import PersonInfo, all_administrations, country_name, nearest_holders, people_info
from lms.text.codes import shown_code

SOON = timedelta(days=7)


@dataclass(frozen=True)
class CohortLine:
    """A cohort in a list."""

    cohort: FoundCohort
    course: VersionTitle
    place: str
    officers: int
    waiting: int
    state: tuple[Any, str]
    phase: Phase | None  # of an open one

    @property
    def phase_chip(self) -> tuple[Any, str] | None:
        """Where it is in its days, as a chip."""
        return PHASES[self.phase] if self.phase else None


def cohort_lines(session: Session, cohorts: Sequence[FoundCohort], now: datetime) -> list[CohortLine]:
    """These cohorts for a list; as many queries for many as for one."""
    titles = version_titles(session, {one.row.course_version_id for one in cohorts}, language())
    places = {one.id: one.name for one in all_administrations(session)}
    counts = counts_of(session, [one.id for one in cohorts])
    return [
        CohortLine(
            cohort=one,
            course=titles[one.row.course_version_id],
            place=place_of(one, places),
            officers=sum(counts[one.id].get(status, 0) for status in (*IN, ParticipantStatus.ENDED)),
            waiting=counts[one.id].get(ParticipantStatus.WAITS_FOR_APPROVAL, 0),
            state=COHORT_STATES[one.state],
            phase=one.phase(now) if one.state is CohortState.OPEN else None,
        )
        for one in cohorts
    ]


def place_of(cohort: FoundCohort, places: Mapping[int, str]) -> str:
    """For whose officers a cohort is, in words."""
    country = country_name(cohort.row.country)
    number = cohort.row.administration_id
    return country if number is None else f"{places[number]}, {country}"


@dataclass(frozen=True)
class ParticipantLine:
    """An officer in the list of a cohort."""

    participant: FoundParticipant
    person: PersonInfo
    state: tuple[Any, str]
    since: date  # in the time zone of the cohort

    @property
    def is_current(self) -> bool:
        """Whether they belong to the class or wait to."""
        return self.participant.status in CURRENT or self.participant.status is ParticipantStatus.ENDED


def participant_lines(session: Session, viewer: Viewer, cohort: FoundCohort) -> list[ParticipantLine]:
    """The officers of a cohort whom one sees who leads it, by name; those who left it come last."""
    seen = participants_seen(session, viewer, cohort.id) if policy.may_lead(viewer, cohort.row) else []
    people = people_info(session, [one.person_id for one in seen])
    lines = [
        ParticipantLine(one, people[one.person_id], STATUSES[one.status], cohort.today(one.now.at)) for one in seen
    ]
    return sorted(lines, key=lambda one: (not one.is_current, one.person.name.casefold()))


@dataclass(frozen=True)
class CodeShown:
    """A join code, as its page shows it."""

    shown: str
    until: str
    expired: bool


def code_shown(cohort: FoundCohort, row: CohortCode | None, now: datetime) -> CodeShown | None:
    """The code of a cohort in words, with its end in the zone of the cohort."""
    if row is None:
        return None
    expired = not code_holds(row.until, row.ended_at, now)
    return CodeShown(shown_code(row.code), local(cohort, row.until), expired)


def local(cohort: FoundCohort, moment: datetime) -> str:
    """A moment in the time zone of a cohort, which is named."""
    return said_moment(moment, cohort.row.time_zone)


@dataclass(frozen=True)
class CohortPage:
    """A cohort, as one of those sees it who lead it, proposed it or decide on it."""

    line: CohortLine
    names: Mapping[int, str]  # of trainers, and of who proposed, decided and offered
    trainers: Sequence[PersonInfo]
    officers: Sequence[ParticipantLine]  # who is in it or waits to be
    former: Sequence[ParticipantLine]
    hidden: int  # who is in it and is not reached from here
    code: CodeShown | None
    hand_over: CohortHandOver | None
    leads: bool
    decides: bool
    asked: Sequence[str]  # who may decide on a proposal
    withdrawn: str | None  # why its course is no longer offered
    permit: CohortAccountPermit | None  # its trainers may make accounts
    next_meeting: MeetingLine | None
    permits: bool  # the viewer gives and ends that

    @property
    def is_open(self) -> bool:
        """Whether officers may be brought in and moved."""
        return self.line.cohort.state is CohortState.OPEN


def _next_meeting(session: Session, cohort: FoundCohort, now: datetime) -> MeetingLine | None:
    found = next_meetings(session, [cohort.id], now).get(cohort.id)
    return meeting_line(found) if found is not None else None


def cohort_page(session: Session, viewer: Viewer, cohort: FoundCohort, now: datetime) -> CohortPage:
    """The page of a cohort, for its state and for who looks; the number of queries does not grow with officers."""
    (line,) = cohort_lines(session, [cohort], now)
    leads = policy.may_lead(viewer, cohort.row)
    officers = participant_lines(session, viewer, cohort)
    trainers = trainers_of_one(session, cohort.id)
    offered = hand_over_of(session, cohort.id)
    decision = cohort.decision
    permit = permit_of(session, cohort.id)
    named = {
        permit.given_by_id if permit else None,
        cohort.row.proposed_by_id,
        decision.decided_by_id if decision else None,
    }
    named |= {offered.to_id} if offered else set()
    people = people_info(session, {one for one in named if one is not None} | set(trainers))
    current = [one for one in officers if one.is_current]
    proposer = cohort.row.proposed_by_id
    waits = cohort.state is CohortState.PROPOSED and proposer is not None
    permits = cohort.state is CohortState.OPEN and policy.may_permit_accounts(viewer, cohort.row, trainers)
    return CohortPage(
        line=line,
        names={number: one.name for number, one in people.items()},
        trainers=[people[number] for number in trainers],
        officers=current,
        former=[one for one in officers if not one.is_current],
        hidden=max(0, line.officers + line.waiting - len(current)) if leads else 0,
        code=code_shown(cohort, code_of(session, cohort.id), now) if leads else None,
        hand_over=offered if leads else None,
        leads=leads,
        decides=cohort.state is CohortState.PROPOSED and policy.may_decide(viewer, cohort.row),
        asked=nearest_holders(session, CoursePermission.COHORT_APPROVE, proposer) if waits and proposer else [],
        withdrawn=withdrawn_reasons(session, [cohort.row.course_id]).get(cohort.row.course_id),
        permit=permit,
        next_meeting=_next_meeting(session, cohort, now) if leads and cohort.state is CohortState.OPEN else None,
        permits=permits,
    )

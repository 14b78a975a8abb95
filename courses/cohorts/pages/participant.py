"""What the page of an officer in a cohort shows, the officer's own page, and the list of those who wait to join."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.queries import withdrawn_reasons
from courses.cohorts.labels import STATUSES
from courses.cohorts.pages.cohort import CohortLine, cohort_lines, local
from courses.cohorts.pages.deadlines import own_days
from courses.cohorts.pages.questions import OwnAskedLine, own_lines_of
from courses.cohorts.pages.versions import corrections_of
from courses.cohorts.queries.cohorts import FoundCohort, cohorts_by_id, cohorts_to_move_to, trainers_of, trainers_of_one
from courses.cohorts.queries.participants import FoundParticipant, Stance, history_of, joins_waiting, places_of
from courses.cohorts.queries.questions import shows_name
from courses.cohorts.rules.joining import Fit
from courses.cohorts.rules.states import CURRENT, CohortState, ParticipantStatus
from courses.cohorts.services.joining import judge
from courses.learning.queries.runs import newest_runs
from courses.permissions import CoursePermission
from lms.access import Viewer
from lms.people.api import PersonInfo, nearest_holders, people_info, person_of


@dataclass(frozen=True)
class StanceLine:
    """One state of an officer, in words."""

    state: tuple[Any, str]
    at: str
    by: str
    reason: str
    to: str  # the cohort to which they moved, or the person who came in their place


def history_lines(session: Session, cohort: FoundCohort, history: Sequence[Stance]) -> list[StanceLine]:
    """Every state of an officer in a cohort, the newest first."""
    people = people_info(session, {one for each in history for one in (each.by_id, each.substitute_id) if one})
    moved = cohorts_by_id(session, {each.to_cohort_id for each in history if each.to_cohort_id})
    return [
        StanceLine(
            state=STATUSES[each.status],
            at=local(cohort, each.at),
            by=people[each.by_id].name if each.by_id else "",
            reason=each.reason,
            to=(
                moved[each.to_cohort_id].row.title
                if each.to_cohort_id
                else people[each.substitute_id].name
                if each.substitute_id
                else ""
            ),
        )
        for each in reversed(history)
    ]


@dataclass(frozen=True)
class ParticipantPage:
    """An officer in a cohort, as its trainers see them."""

    cohort: FoundCohort
    participant: FoundParticipant
    person: PersonInfo
    state: tuple[Any, str]
    history: Sequence[StanceLine]
    others: Sequence[FoundCohort]  # of the same course, where the officer may be moved
    own_version: bool  # takes another version of the course than the cohort

    @property
    def may_change(self) -> bool:
        """Whether they can be withdrawn, moved or substituted."""
        return self.participant.status in CURRENT and self.cohort.state is CohortState.OPEN


def participant_page(
    session: Session, viewer: Viewer, cohort: FoundCohort, participant: FoundParticipant
) -> ParticipantPage:
    """The page of an officer in a cohort."""
    run = newest_runs(session, [participant.person_id], cohort.row.course_id).get(participant.person_id)
    here = run is not None and run.group == cohort.group
    return ParticipantPage(
        cohort=cohort,
        participant=participant,
        person=person_of(session, participant.person_id),
        state=STATUSES[participant.status],
        history=history_lines(session, cohort, history_of(session, [participant.id])[participant.id]),
        others=cohorts_to_move_to(session, viewer, cohort),
        own_version=here and run is not None and run.version_id != cohort.row.course_version_id,
    )


@dataclass(frozen=True)
class JoinPage:
    """What somebody joins by a code, or has joined: facts of the cohort, and who sees what."""

    line: CohortLine
    trainers: Sequence[str]
    fit: Fit  # what becomes of them
    words: str  # why they may not begin the course again
    stance: ParticipantStatus | None = None  # how they stand, once they have joined
    waits_for_run: bool = False
    withdrawn: str | None = None  # why the course is no longer offered, to who would begin it or is in it
    deadlines: Sequence[tuple[str, date]] = ()  # this and the next: of whoever is in it
    asked: Sequence[OwnAskedLine] = ()
    lies_with: Sequence[str] = ()  # who decides whether they may join
    since: str = ""  # and since when it lies there
    shows_name: bool = False  # colleagues see their questions with the first name
    corrections: Sequence[str] = ()  # what was corrected in the course since the cohort opened

    @property
    def status(self) -> tuple[Any, str]:
        """How they stand, as a chip; nothing before they joined."""
        return STATUSES[self.stance] if self.stance else ("", "")


def join_page(session: Session, viewer: Viewer, cohort: FoundCohort, now: datetime) -> JoinPage:
    """What this person would join."""
    judged = judge(session, cohort, [viewer.id], now=now)[viewer.id]
    (line,) = cohort_lines(session, [cohort], now)
    begins = judged.fit in (Fit.NEW, Fit.ELSEWHERE)
    withdrawn = withdrawn_reasons(session, [cohort.row.course_id]).get(cohort.row.course_id) if begins else None
    return JoinPage(line, trainer_names(session, cohort), judged.fit, judged.words, withdrawn=withdrawn)


def own_page(
    session: Session, viewer: Viewer, cohort: FoundCohort, participant: FoundParticipant, now: datetime
) -> JoinPage:
    """A cohort as an officer in it sees it."""
    (line,) = cohort_lines(session, [cohort], now)
    status = participant.status
    waits = status is ParticipantStatus.WAITS_FOR_APPROVAL and cohort.state is CohortState.OPEN
    return JoinPage(
        line=line,
        trainers=trainer_names(session, cohort),
        fit=Fit.ALREADY_IN,
        words="",
        stance=status,
        withdrawn=withdrawn_reasons(session, [cohort.row.course_id]).get(cohort.row.course_id),
        waits_for_run=status is ParticipantStatus.WAITS_FOR_RUN and cohort.state is CohortState.OPEN,
        deadlines=own_days(session, cohort, viewer.id, now),
        asked=own_lines_of(session, viewer, cohort),
        shows_name=shows_name(session, participant.id),
        lies_with=nearest_holders(session, CoursePermission.COHORT_APPROVE, viewer.id) if waits else [],
        corrections=corrections_of(session, cohort, line.course),
        since=local(cohort, participant.now.at),
    )


def trainer_names(session: Session, cohort: FoundCohort) -> list[str]:
    """Who leads a cohort, the longest first."""
    numbers = trainers_of_one(session, cohort.id)
    people = people_info(session, numbers)
    return [people[number].name for number in numbers]


@dataclass(frozen=True)
class OwnLine:
    """A cohort in which an officer is, in their own list."""

    line: CohortLine
    state: tuple[Any, str]


def own_lines(session: Session, viewer: Viewer, now: datetime) -> list[OwnLine]:
    """The cohorts in which this person is, was until the end, or waits to be; the newest first."""
    places = {one.cohort_id: one for one in places_of(session, viewer.id)}
    cohorts = cohorts_by_id(session, list(places))
    lines = cohort_lines(session, list(cohorts.values()), now)
    return [OwnLine(one, STATUSES[places[one.cohort.id].status]) for one in lines]


@dataclass(frozen=True)
class JoiningLine:
    """An officer who waits to join a cohort elsewhere."""

    participant: FoundParticipant
    person: PersonInfo
    line: CohortLine
    since: str
    trainers: Sequence[str]


def waiting_lines(session: Session, viewer: Viewer, now: datetime) -> list[JoiningLine]:
    """Who waits for this person to let them join; as many queries for many as for one."""
    waiting = joins_waiting(session, viewer)
    cohorts = cohorts_by_id(session, {one.cohort_id for one in waiting})
    lines: Mapping[int, CohortLine] = {one.cohort.id: one for one in cohort_lines(session, list(cohorts.values()), now)}
    trainers = trainers_of(session, list(cohorts))
    ids = {one.person_id for one in waiting} | {number for each in trainers.values() for number in each}
    people = people_info(session, ids)
    return [
        JoiningLine(
            participant=one,
            person=people[one.person_id],
            line=lines[one.cohort_id],
            since=local(cohorts[one.cohort_id], one.now.at),
            trainers=[people[number].name for number in trainers[one.cohort_id]],
        )
        for one in waiting
    ]

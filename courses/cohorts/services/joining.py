"""Officers join cohorts: judged for many at once, brought in, approved for their administration, taken over."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.catalogue.queries import withdrawn_reasons
from courses.catalogue.services.withdrawing import demand_offered
from courses.cohorts.queries.cohorts import FoundCohort, cohort_by_id, lock, trainers_of_one
from courses.cohorts.queries.participants import FoundParticipant, cohorts_of, known_in, waiting_for_run
from courses.cohorts.rules.joining import Fit, JoinFacts, fit
from courses.cohorts.rules.states import IN, CohortState, ParticipantStatus
from courses.cohorts.scope_kind import COHORT
from courses.cohorts.services.states import StateChange, write_states
from courses.events import RunEnded
from courses.learning.queries.runs import newest_runs
from courses.learning.rules.progress import EndReason, Run
from courses.learning.services import enrol_many, move_to_group
from courses.ports.runs import REOPENING
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.people.api import PersonInfo, demand_independent, people_info

BEGINS_NO_OTHER = frozenset({EndReason.BEGUN_AGAIN, EndReason.ANNULLED})  # another run took its place; it was undone


@dataclass(frozen=True)
class Judged:
    """What becomes of an officer who is to join, and what it rests on."""

    fit: Fit
    person: PersonInfo
    run: Run | None  # the newest of the course
    words: str = ""  # why they may not begin the course again


def judge(
    session: Session, cohort: FoundCohort, people: Sequence[int], *, approved: bool = False, now: datetime
) -> dict[int, Judged]:
    """What becomes of each of these people who are to join; changes nothing. A constant number of queries."""
    known = known_in(session, cohort.id, people)
    leading = trainers_of_one(session, cohort.id)
    runs = newest_runs(session, people, cohort.row.course_id)
    closed = [run for run in runs.values() if not run.is_open]
    reopenings = REOPENING.provider()(session, closed, now) if closed else {}
    found = {}
    for person_id, person in people_info(session, people).items():
        run = runs.get(person_id)
        reopening = reopenings.get(run.id) if run else None
        facts = JoinFacts(
            administration_id=person.administration_id,
            country=person.country,
            closed=person.closed,
            leads=person_id in leading,
            status=known[person_id].status if person_id in known else None,
            run_open=run is not None and run.is_open,
            run_in_cohort=run is not None and run.group == cohort.group,
            may_begin=reopening is None or reopening.allowed,
        )
        words = reopening.words if reopening and not reopening.allowed else ""
        found[person_id] = Judged(fit(cohort.place, facts, approved=approved), person, run, words)
    return found


def bring_in(
    session: Session,
    cohort: FoundCohort,
    people: Sequence[int],
    *,
    by: int | None,
    now: datetime,
    take_over: Collection[int] = (),
    approved: bool = False,
    reason: str = "",
) -> dict[int, Fit]:
    """Let these people join; whose open run is not to be taken over waits until it ends. Answers what became of each.

    Whoever is in already, leads the cohort, is closed or may not begin again is left as they are. As many queries for
    many as for one, but for the record of what happened.
    """
    _demand_joinable(session, cohort)
    judged = judge(session, cohort, people, approved=approved, now=now)
    _bring(session, cohort, judged, by=by, now=now, take_over=take_over, reason=reason)
    return {person_id: one.fit for person_id, one in judged.items()}


def _bring(
    session: Session,
    cohort: FoundCohort,
    judged: Mapping[int, Judged],
    *,
    by: int | None,
    now: datetime,
    take_over: Collection[int],
    reason: str = "",
) -> None:
    """Let these people join as they were judged under the lock."""
    by_fit: dict[Fit, list[int]] = {one: [] for one in Fit}
    for person_id, one in judged.items():
        by_fit[one.fit].append(person_id)
    if by_fit[Fit.NEW] or by_fit[Fit.ELSEWHERE]:
        demand_offered(session, cohort.row.course_id)
    taken = [person_id for person_id in by_fit[Fit.RUN_OPEN] if person_id in take_over]
    waiting = [person_id for person_id in by_fit[Fit.RUN_OPEN] if person_id not in take_over]
    joined = [*by_fit[Fit.NEW], *by_fit[Fit.RESUMES], *taken]
    states = dict.fromkeys(joined, ParticipantStatus.JOINED)
    states |= dict.fromkeys(waiting, ParticipantStatus.WAITS_FOR_RUN)
    states |= dict.fromkeys(by_fit[Fit.ELSEWHERE], ParticipantStatus.WAITS_FOR_APPROVAL)
    write_states(
        session, cohort.id, {one: StateChange(status, reason) for one, status in states.items()}, by=by, now=now
    )
    if by_fit[Fit.NEW]:
        version_id = cohort.row.course_version_id
        enrol_many(session, by_fit[Fit.NEW], version_id, by=by, group=cohort.group, now=now)
    _take_over(session, cohort, {one: judged[one].run for one in taken}, by=by, now=now)


def join(session: Session, cohort: FoundCohort, person_id: int, *, take_over: bool | None, now: datetime) -> Fit:
    """Join by oneself with a code; whoever has a run of the course open says whether the cohort takes it over."""
    _demand_joinable(session, cohort)
    judged = judge(session, cohort, [person_id], now=now)[person_id]
    if judged.fit is Fit.ALREADY_IN:
        return judged.fit
    if judged.fit is Fit.LEADS:
        raise RuleBroken(_("You lead this cohort, so you do not take part in it."))
    if judged.fit is Fit.NOT_AGAIN:
        raise RuleBroken(judged.words)
    if judged.fit is Fit.RUN_OPEN and take_over is None:
        raise BadInput("run", _("You have already started this course. Choose what happens with it."))
    taken = [person_id] if take_over else []
    _bring(session, cohort, {person_id: judged}, by=person_id, now=now, take_over=taken)
    return judged.fit


def take_own_run_over(
    session: Session, cohort: FoundCohort, participant: FoundParticipant, *, by: int, now: datetime
) -> None:
    """Let the cohort take over the run for whose end an officer waits."""
    _demand_joinable(session, cohort)
    if participant.status is not ParticipantStatus.WAITS_FOR_RUN:
        raise RuleBroken(_("You do not wait for an earlier start of this course to end."))
    run = newest_runs(session, [participant.person_id], cohort.row.course_id, lock=True).get(participant.person_id)
    if run is None or not run.is_open:
        raise Conflict(_("Your earlier start of this course has ended. Load the page again."))
    joined = {participant.person_id: StateChange(ParticipantStatus.JOINED)}
    write_states(session, cohort.id, joined, by=by, now=now)
    _take_over(session, cohort, {participant.person_id: run}, by=by, now=now)


def decide_join(
    session: Session, participant: FoundParticipant, *, approve: bool, reason: str, actor: Viewer, now: datetime
) -> Fit | None:
    """Let an officer join a cohort of another administration, or not, for the administration where they work."""
    cohort = cohort_by_id(session, participant.cohort_id)
    lock(session, cohort.id)
    known = known_in(session, cohort.id, [participant.person_id])[participant.person_id]
    if known.status is not ParticipantStatus.WAITS_FOR_APPROVAL:
        raise Conflict(_("Somebody else has decided on this already."))
    if actor.id == participant.person_id:
        raise RuleBroken(_("You cannot decide about yourself."))
    demand_independent(session, actor.id, participant.person_id)
    if not approve:
        if not reason.strip():
            raise BadInput("reason", _("Say why, so that the officer and the trainer know what to do."))
        refused = {participant.person_id: StateChange(ParticipantStatus.REFUSED, reason.strip())}
        write_states(session, cohort.id, refused, by=actor.id, now=now)
        return None
    people, reason = [participant.person_id], reason.strip()
    found = bring_in(session, cohort, people, approved=True, by=actor.id, reason=reason, now=now)[participant.person_id]
    if found is Fit.NOT_AGAIN:
        raise RuleBroken(_("This officer may not start the course again now. Refuse it, and say so."))
    if found is Fit.CLOSED:
        raise RuleBroken(_("The account of this officer is closed. Refuse it, and say so."))
    return found


def run_ended(session: Session, event: RunEnded) -> None:
    """Listener: whoever waited for the end of their run begins the course with the cohort."""
    if EndReason(event.reason) in BEGINS_NO_OTHER:
        return
    person_id = int(event.subject.partition(":")[2])
    if event.course_id in withdrawn_reasons(session, [event.course_id]):
        _begin_no_more(session, person_id, event)
        return
    for waiting in waiting_for_run(session, person_id, event.course_id)[:1]:
        cohort = cohort_by_id(session, waiting.cohort_id)
        run = newest_runs(session, [person_id], event.course_id).get(person_id)
        reopening = REOPENING.provider()(session, [run], event.at).get(run.id) if run else None
        if cohort.state is not CohortState.OPEN or (reopening is not None and not reopening.allowed):
            continue
        version_id = cohort.row.course_version_id
        write_states(session, cohort.id, {person_id: StateChange(ParticipantStatus.JOINED)}, by=None, now=event.at)
        enrol_many(session, [person_id], version_id, by=event.actor_id, group=cohort.group, now=event.at)


def _begin_no_more(session: Session, person_id: int, event: RunEnded) -> None:
    """Nobody begins a course that was withdrawn: whoever waited to begin it with a cohort leaves that cohort."""
    reason = _("The course was withdrawn, so nobody can start it any more.")
    for waiting in waiting_for_run(session, person_id, event.course_id):
        change = StateChange(ParticipantStatus.WITHDRAWN, reason)
        write_states(session, waiting.cohort_id, {person_id: change}, by=None, now=event.at)


def _demand_joinable(session: Session, cohort: FoundCohort) -> None:
    """Refuse to join what is not open, and keep it open until the commit."""
    lock(session, cohort.id)
    if cohort_by_id(session, cohort.id).state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort is not open, so nobody can join it."))


def _take_over(
    session: Session, cohort: FoundCohort, runs: Mapping[int, Run | None], *, by: int | None, now: datetime
) -> None:
    """Put open runs into the cohort, on their versions; who was in another cohort with theirs has moved from there."""
    taken = {person_id: run for person_id, run in runs.items() if run is not None}
    if not taken:
        return
    moved: dict[int, dict[int, StateChange]] = {}
    for person_id, places in cohorts_of(session, list(taken)).items():
        group = taken[person_id].group
        for place in places:
            if group is not None and group.kind == COHORT and group.id == place.cohort_id and place.status in IN:
                change = StateChange(ParticipantStatus.MOVED, to_cohort_id=cohort.id)
                moved.setdefault(place.cohort_id, {})[person_id] = change
    for cohort_id, changes in moved.items():
        write_states(session, cohort_id, changes, by=by, now=now)
    move_to_group(session, [run.id for run in taken.values()], cohort.group, by=by, now=now)

"""Officers leave a cohort: withdrawn, moved, substituted, or with its end."""

from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.events import CohortEnded
from courses.cohorts.queries.cohorts import FoundCohort, lock
from courses.cohorts.queries.hand_overs import hand_over_of
from courses.cohorts.queries.participants import FoundParticipant, known_in, participants_of
from courses.cohorts.rules.joining import Fit
from courses.cohorts.rules.states import CURRENT, CohortState, ParticipantStatus
from courses.cohorts.services.codes import end_code
from courses.cohorts.services.handing_over import end_offer
from courses.cohorts.services.joining import bring_in, take_own_run_over
from courses.cohorts.services.meetings import call_off_rest
from courses.cohorts.services.states import StateChange, write_states
from courses.learning.queries.runs import newest_runs
from courses.learning.rules.progress import Run
from courses.learning.services import move_to_group
from lms import events
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.people.api import person_by_login


def withdraw(
    session: Session, cohort: FoundCohort, participant: FoundParticipant, reason: str, *, actor: Viewer, now: datetime
) -> None:
    """Take an officer out of a cohort; what they did stays, and their run goes on without the cohort."""
    if not reason.strip():
        raise BadInput("reason", _("Say why. The officer and the next leader of the cohort may ask."))
    _demand_current(session, cohort, participant, actor)
    _leave(session, cohort, participant, StateChange(ParticipantStatus.WITHDRAWN, reason.strip()), actor, now)


def move(
    session: Session,
    cohort: FoundCohort,
    participant: FoundParticipant,
    other: FoundCohort,
    reason: str,
    *,
    actor: Viewer,
    now: datetime,
) -> Fit:
    """Move an officer to another cohort of the same course that one leads as well; the run goes along, as it is."""
    _demand_current(session, cohort, participant, actor)
    if other.row.course_id != cohort.row.course_id or other.id == cohort.id:
        raise BadInput("cohort", _("Choose another cohort of the same course."))
    run = _run_here(session, cohort, participant)
    change = StateChange(ParticipantStatus.MOVED, reason.strip(), to_cohort_id=other.id)
    _leave(session, cohort, participant, change, actor, now)
    people = [participant.person_id]
    taken = people if run is not None else []
    there = known_in(session, other.id, people).get(participant.person_id)
    if there is not None and there.status is ParticipantStatus.WAITS_FOR_RUN and run is not None:
        take_own_run_over(session, other, there, by=actor.id, now=now)
        return Fit.RUN_OPEN
    found = bring_in(session, other, people, by=actor.id, take_over=taken, reason=reason.strip(), now=now)
    fit = found[participant.person_id]
    if fit in (Fit.LEADS, Fit.CLOSED, Fit.NOT_AGAIN):
        raise BadInput("cohort", _("This officer cannot join that cohort."))
    return fit


def substitute(
    session: Session,
    cohort: FoundCohort,
    participant: FoundParticipant,
    typed: str,
    reason: str,
    *,
    actor: Viewer,
    now: datetime,
) -> Fit:
    """Let somebody else come in the place of an officer; of another administration, they wait as everybody does."""
    _demand_current(session, cohort, participant, actor)
    person = person_by_login(session, typed)
    if person is None or person.closed or person.id == participant.person_id:
        raise BadInput("person", _("No other open account has this user name or e-mail address."))
    found = bring_in(session, cohort, [person.id], by=actor.id, reason=reason.strip(), now=now)[person.id]
    if found is Fit.ALREADY_IN:
        raise BadInput("person", _("This officer is in the cohort already."))
    if found in (Fit.LEADS, Fit.NOT_AGAIN):
        raise BadInput("person", _("This person cannot take part in this cohort."))
    change = StateChange(ParticipantStatus.SUBSTITUTED, reason.strip(), substitute_id=person.id)
    _leave(session, cohort, participant, change, actor, now)
    return found


def end_cohort(session: Session, cohort: FoundCohort, reason: str, *, by: int, now: datetime) -> None:
    """End a cohort for all; runs stay open, so that who is behind finishes alone. Who only waited comes no more in."""
    lock(session, cohort.id)
    if cohort.state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort is not open, so it cannot end."))
    if not reason.strip():
        raise BadInput("reason", _("Say in a sentence why it ends, such as that all meetings were held."))
    call_off_rest(session, cohort.id, reason, by=by, now=now)
    over = _("The cohort has ended.")
    changes = {}
    for one in participants_of(session, [cohort.id])[cohort.id]:
        if one.status is ParticipantStatus.JOINED:
            changes[one.person_id] = StateChange(ParticipantStatus.ENDED)
        elif one.status in CURRENT:
            changes[one.person_id] = StateChange(ParticipantStatus.WITHDRAWN, over)
    write_states(session, cohort.id, changes, by=by, now=now)
    end_code(session, cohort.id, by=by, now=now)
    offered = hand_over_of(session, cohort.id)
    if offered is not None:
        end_offer(session, offered, by=by, now=now)
    cohort.row.ended_at, cohort.row.ended_by_id, cohort.row.ended_reason = now, by, reason.strip()
    session.flush()
    happened = CohortEnded(subject=f"cohort:{cohort.id}", actor_id=by, at=now, reason=reason.strip())
    events.publish(session, happened)


def _demand_current(session: Session, cohort: FoundCohort, participant: FoundParticipant, actor: Viewer) -> None:
    """Refuse to decide about oneself, and about who has left already; locked until the commit."""
    lock(session, cohort.id)
    if actor.id == participant.person_id:
        raise RuleBroken(_("You cannot decide about yourself."))
    if known_in(session, cohort.id, [participant.person_id])[participant.person_id].status not in CURRENT:
        raise Conflict(_("This officer has left the cohort already."))
    if cohort.state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort has ended, so its members cannot be changed."))


def _run_here(session: Session, cohort: FoundCohort, participant: FoundParticipant) -> Run | None:
    """The open run of an officer in this cohort."""
    run = newest_runs(session, [participant.person_id], cohort.row.course_id, lock=True).get(participant.person_id)
    return run if run is not None and run.is_open and run.group == cohort.group else None


def _leave(
    session: Session,
    cohort: FoundCohort,
    participant: FoundParticipant,
    change: StateChange,
    actor: Viewer,
    now: datetime,
) -> None:
    write_states(session, cohort.id, {participant.person_id: change}, by=actor.id, now=now)
    run = _run_here(session, cohort, participant)
    if run is not None:
        move_to_group(session, [run.id], None, by=actor.id, now=now)

"""Observation sheets of trainers: begun for a trainee of a meeting, and released to all at one moment."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.rubrics.queries import FoundVersion
from assessments.sheets.events import ObservationsReleased
from assessments.sheets.models import ObservationRelease, Sheet
from assessments.sheets.queries.observations import (
    next_number,
    observations_at,
    observations_released,
    performance_observed,
)
from assessments.sheets.rules.observing import is_told
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.services.messages import tell_released
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from courses.api import FoundMeeting, lock_meeting, trainees_of, trainers_of
from lms import events
from lms.errors import BadInput, NotFound, RuleBroken
from lms.i18n import _, ngettext


def begin_observation(
    session: Session, meeting: FoundMeeting, person_id: int, rubric: FoundVersion, *, by_id: int, now: datetime
) -> Sheet:
    """A sheet of this trainer about a trainee of a meeting; who has one by this rubric keeps it.

    Refused before the meeting begins, where it was cancelled, and where the two are not independent.
    """
    if not meeting.roll_is_open(now):
        raise BadInput(
            "person", _("You can start a sheet when the meeting has started. A cancelled meeting has no sheets.")
        )
    lock_meeting(session, meeting.id)
    if person_id not in trainees_of(session, meeting.cohort_id):
        raise NotFound
    performance = performance_observed(session, meeting.id, person_id, rubric.rubric.id)
    if performance is None:
        plan = PerformancePlan(
            Occasion.MEETING, meeting.id, rubric.row.id, person_id, no=next_number(session, meeting.id, person_id)
        )
        performance = make_performance(session, plan, by_id=by_id, now=now)
    return assign_sheet(session, performance, by_id, Turn.ONLY, by_id=by_id, now=now)


def release_observations(session: Session, meeting: FoundMeeting, *, by_id: int, now: datetime) -> ObservationRelease:
    """Let trainees read what is sealed about them; first what the trainers of the cohort began is sealed too."""
    lock_meeting(session, meeting.id)
    sheets = observations_at(session, meeting.id)
    trainers = trainers_of(session, [meeting.cohort_id])[meeting.cohort_id]
    begun = sum(not one.standing.sealed and one.row.assessor_id in trainers for one in sheets)
    if begun:
        raise RuleBroken(
            ngettext(
                "%(num)s sheet of this meeting is not sealed yet. Feedback is released to all at one moment.",
                "%(num)s sheets of this meeting are not sealed yet. Feedback is released to all at one moment.",
                begun,
            )
        )
    last = observations_released(session, [meeting.id]).get(meeting.id)
    fresh = [one for one in sheets if one.standing.sealed and not is_told(one.standing.sealed_at, last)]
    if not fresh:
        raise RuleBroken(_("No sealed sheet waits to be released."))
    row = ObservationRelease(meeting_id=meeting.id, by_id=by_id, at=now)
    session.add(row)
    session.flush()
    events.publish(
        session, ObservationsReleased(subject=f"meeting:{meeting.id}", actor_id=by_id, at=now, release_id=row.id)
    )
    trainees = {one.performance.person_id for one in fresh if one.performance.person_id is not None}
    tell_released(session, meeting, trainees, by_id=by_id, now=now)
    return row

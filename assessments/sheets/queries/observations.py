"""Observation sheets of meetings, found: own ones of a trainer, what trainees read, what speaks for candidates."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.rubrics.models import RubricVersion
from assessments.sheets.models import ObservationRelease, Performance, Sheet
from assessments.sheets.policy import observed_by
from assessments.sheets.queries.sheets import RatedSheet, sheets_where
from assessments.sheets.rules.observing import is_told
from assessments.sheets.rules.states import Occasion
from lms.access import Viewer
from lms.errors import NotFound

AT_MEETINGS = Performance.occasion == Occasion.MEETING


def own_observation(session: Session, viewer: Viewer, uuid: str) -> RatedSheet:
    """One own observation sheet of a trainer; any other is not there."""
    found = sheets_where(session, observed_by(viewer), Sheet.uuid == uuid)
    if not found:
        raise NotFound
    return found[0]


def own_observations(session: Session, viewer: Viewer, meeting_id: int) -> list[RatedSheet]:
    """All own sheets of a trainer about trainees of a meeting."""
    return sheets_where(session, observed_by(viewer), AT_MEETINGS, Performance.occasion_id == meeting_id)


def observations_at(session: Session, meeting_id: int) -> list[RatedSheet]:
    """Every sheet of a meeting, whoever asks; for services and counts alone."""
    return sheets_where(session, AT_MEETINGS, Performance.occasion_id == meeting_id)


def performance_observed(session: Session, meeting_id: int, person_id: int, rubric_id: int) -> Performance | None:
    """The trainee at this meeting as this rubric looks at them, whichever version of it was the first."""
    return session.scalars(
        select(Performance)
        .join(RubricVersion, RubricVersion.id == Performance.rubric_version_id)
        .where(
            AT_MEETINGS,
            Performance.occasion_id == meeting_id,
            Performance.person_id == person_id,
            RubricVersion.rubric_id == rubric_id,
        )
    ).first()


def next_number(session: Session, meeting_id: int, person_id: int) -> int:
    """The number of the next performance of this trainee at a meeting, counted from 1."""
    taken = select(func.max(Performance.no)).where(
        AT_MEETINGS, Performance.occasion_id == meeting_id, Performance.person_id == person_id
    )
    return (session.scalars(taken).one() or 0) + 1


def observations_released(session: Session, meetings: Collection[int]) -> dict[int, datetime]:
    """When the sheets of each of these meetings were released last; one query."""
    rows = session.execute(
        select(ObservationRelease.meeting_id, func.max(ObservationRelease.at))
        .where(ObservationRelease.meeting_id.in_(set(meetings)))
        .group_by(ObservationRelease.meeting_id)
    )
    return dict(rows.all())


def was_told(session: Session, found: RatedSheet) -> bool:
    """Whether the trainee reads this sheet by now; of other occasions, no."""
    if found.performance.occasion != Occasion.MEETING:
        return False
    meeting_id = found.performance.occasion_id
    return is_told(found.standing.sealed_at, observations_released(session, [meeting_id]).get(meeting_id))


def observations_told(session: Session, person_id: int) -> list[RatedSheet]:
    """The released sheets about this trainee, oldest first; four queries."""
    released = select(ObservationRelease.meeting_id)
    found = sheets_where(
        session, AT_MEETINGS, Performance.person_id == person_id, Performance.occasion_id.in_(released)
    )
    moments = observations_released(session, {one.performance.occasion_id for one in found})
    return [one for one in found if is_told(one.standing.sealed_at, moments[one.performance.occasion_id])]


def trainee_of(session: Session, sheet_id: int) -> int | None:
    """Whom this sheet observes at a meeting; of sheets of other occasions, nobody."""
    return session.scalars(
        select(Performance.person_id)
        .join(Sheet, Sheet.performance_id == Performance.id)
        .where(AT_MEETINGS, Sheet.id == sheet_id)
    ).one_or_none()


def observations_of_people(session: Session, people: Collection[int]) -> dict[int, list[RatedSheet]]:
    """The sealed sheets about each of these people, for whoever weighs them; three queries."""
    found: dict[int, list[RatedSheet]] = defaultdict(list)
    for one in sheets_where(session, AT_MEETINGS, Performance.person_id.in_(people)):
        if one.standing.sealed and one.performance.person_id is not None:
            found[one.performance.person_id].append(one)
    return dict(found)

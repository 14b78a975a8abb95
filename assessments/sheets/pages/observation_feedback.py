"""What trainees read of the observation sheets about them, once these are released."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from assessments.rubrics.pages.sheet_fields import points_said
from assessments.rubrics.rules.definition import in_language, rubric_total
from assessments.sheets.pages.feedback import CriterionFeedback, SeenComment, criterion_feedback
from assessments.sheets.queries.observations import observations_released, observations_told
from assessments.sheets.queries.sheets import RatedSheet
from courses.api import cohorts_by_id, meetings_by_id, when_said
from lms.access import Viewer
from lms.people.api import people_named


@dataclass(frozen=True)
class ToldObservation:
    """A released sheet as its trainee reads it, with the name of the trainer, whom the class knows."""

    title: str
    trainer: str
    total: str
    highest: str
    cut: str
    criteria: tuple[CriterionFeedback, ...]
    whole: str


@dataclass(frozen=True)
class MeetingFeedback:
    """A meeting of which sheets are released."""

    title: str
    cohort: str
    when: str
    released_at: datetime
    sheets: Sequence[ToldObservation]


def observation_feedback(session: Session, viewer: Viewer, language: str) -> list[MeetingFeedback]:
    """All that is released to this trainee, the newest meeting first; a constant number of queries."""
    found = observations_told(session, viewer.id)
    meetings = meetings_by_id(session, {one.performance.occasion_id for one in found})
    cohorts = cohorts_by_id(session, {one.cohort_id for one in meetings.values()})
    moments = observations_released(session, meetings)
    names = people_named(session, {one.row.assessor_id for one in found})
    newest_first = sorted(meetings.values(), key=lambda one: (one.begins_at, one.id), reverse=True)
    return [
        MeetingFeedback(
            one.title,
            cohorts[one.cohort_id].row.title,
            when_said(one),
            moments[one.id],
            [
                _told(sheet, names.get(sheet.row.assessor_id, ""), language)
                for sheet in found
                if sheet.performance.occasion_id == one.id
            ],
        )
        for one in newest_first
    ]


def meeting_rows(found: Sequence[MeetingFeedback]) -> list[tuple[object, ...]]:
    """The same as rows of the columns of feedback."""
    return [
        (meeting.title, sheet.title, one.title, one.level, " ".join(said.words for said in one.comments))
        for meeting in found
        for sheet in meeting.sheets
        for one in sheet.criteria
    ]


def _told(found: RatedSheet, trainer: str, language: str) -> ToldObservation:
    definition, content = found.definition, found.standing.content

    def seen(code: str) -> tuple[SeenComment, ...]:
        words = content.comments.get(code)
        return (SeenComment("", words),) if words else ()

    return ToldObservation(
        title=in_language(definition.title, language),
        trainer=trainer,
        total=points_said(rubric_total(definition, content.ratings)),
        highest=points_said(definition.highest),
        cut=points_said(definition.cut),
        criteria=tuple(
            criterion_feedback(definition, one, Fraction(content.ratings[one.code]), seen(one.code), language)
            for one in definition.criteria
        ),
        whole=content.comments.get("", ""),
    )

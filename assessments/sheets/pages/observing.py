"""Observation sheets as trainers see them: the trainees of a meeting, and the sheet about one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.rubrics.pages.sheet_fields import GivenRatings, SheetFields, grade_said, points_said, sheet_fields
from assessments.rubrics.queries import FoundVersion, observation_rubrics
from assessments.rubrics.rules.definition import in_language
from assessments.sheets.pages.marking import given, total_said
from assessments.sheets.queries.observations import (
    observations_at,
    observations_released,
    own_observation,
    own_observations,
    was_told,
)
from assessments.sheets.queries.sheets import RatedSheet
from assessments.sheets.rules.observing import is_told
from courses.api import FoundMeeting, cohorts_by_id, meetings_by_id, trainees_of, when_said
from lms.access import Viewer
from lms.i18n import lazy as _l
from lms.people.api import people_info, people_named
from lms.tables.writing.columns import OutputColumn, OutputKind

COLUMNS = (
    OutputColumn("trainee", _l("Trainee")),
    OutputColumn("rubric", _l("Rubric")),
    OutputColumn("sealed_at", _l("Sealed"), OutputKind.MOMENT),
    OutputColumn("total", _l("Total")),
    OutputColumn("grade", _l("Global grade")),
    OutputColumn("criterion", _l("Criterion")),
    OutputColumn("level", _l("Level"), OutputKind.WHOLE),
    OutputColumn("comment", _l("What you saw")),
)


@dataclass(frozen=True)
class OfferedRubric:
    """A rubric by which trainees may be observed."""

    slug: str
    title: str
    chosen: bool


@dataclass(frozen=True)
class ObservedTrainee:
    """A trainee of a meeting, and the own sheet about them by the rubric that was chosen, if there is one."""

    uuid: str
    name: str
    is_viewer: bool
    sheet: RatedSheet | None

    @property
    def rated(self) -> int:
        """How many criteria are rated."""
        return len(self.sheet.standing.content.ratings) if self.sheet else 0

    @property
    def of(self) -> int:
        """How many criteria there are."""
        return len(self.sheet.definition.criteria) if self.sheet else 0


@dataclass(frozen=True)
class ObservingPage:
    """The trainees of a meeting with a sheet each."""

    meeting: FoundMeeting
    cohort_uuid: str
    cohort: str
    when: str
    begun: bool
    rubrics: Sequence[OfferedRubric]
    lines: Sequence[ObservedTrainee]
    own: int  # own sheets, by whichever rubric
    released_at: datetime | None
    untold: int  # sealed sheets of all trainers that wait to be released


@dataclass(frozen=True)
class ObservationSheetPage:
    """The sheet on which a trainer marks."""

    fields: SheetFields
    meeting: FoundMeeting
    trainee: str
    slug: str
    total: str | None  # none: it does not show yet
    highest: str
    sealed_at: datetime | None
    reopened: str | None
    grade_fixed: bool
    is_empty: bool
    was_told: bool


def observing_page(
    session: Session, viewer: Viewer, meeting: FoundMeeting, slug: str, now: datetime, language: str
) -> ObservingPage:
    """The trainees by name; with no rubric named, the one of the newest own sheet, else the first that is offered."""
    own = own_observations(session, viewer, meeting.id)
    offered = observation_rubrics(session)
    chosen = _chosen(slug, own, offered)
    people = people_info(
        session,
        {*trainees_of(session, meeting.cohort_id), *(one.performance.person_id or 0 for one in own)},
    )
    by_person = {one.performance.person_id: one for one in own if one.definition.slug == chosen}
    every = observations_at(session, meeting.id)
    released_at = observations_released(session, [meeting.id]).get(meeting.id)
    titles = {one.definition.slug: in_language(one.definition.title, language) for one in own}
    titles |= {one.rubric.slug: in_language(one.definition.title, language) for one in offered}
    cohort = cohorts_by_id(session, [meeting.cohort_id])[meeting.cohort_id].row
    return ObservingPage(
        meeting=meeting,
        cohort_uuid=cohort.uuid,
        cohort=cohort.title,
        when=when_said(meeting),
        begun=meeting.roll_is_open(now),
        rubrics=[OfferedRubric(one, title, one == chosen) for one, title in sorted(titles.items())],
        lines=[
            ObservedTrainee(one.uuid, one.name, one.id == viewer.id, by_person.get(one.id))
            for one in sorted(people.values(), key=lambda one: (one.name.casefold(), one.id))
        ],
        own=len(own),
        released_at=released_at,
        untold=sum(one.standing.sealed and not is_told(one.standing.sealed_at, released_at) for one in every),
    )


def observation_page(
    session: Session, viewer: Viewer, uuid: str, language: str, typed: GivenRatings | None = None
) -> ObservationSheetPage:
    """An own observation sheet; what was typed and not taken is in its fields again."""
    found = own_observation(session, viewer, uuid)
    row, standing = found.performance, found.standing
    person_id = row.person_id or 0
    return ObservationSheetPage(
        fields=sheet_fields(found.definition, typed or given(found), language),
        meeting=meetings_by_id(session, [row.occasion_id])[row.occasion_id],
        trainee=people_named(session, [person_id]).get(person_id, ""),
        slug=found.definition.slug,
        total=total_said(found),
        highest=points_said(found.definition.highest),
        sealed_at=standing.sealed_at if standing.sealed else None,
        reopened=standing.reopened,
        grade_fixed=standing.grade_fixed,
        is_empty=found.row.revision == 0,
        was_told=was_told(session, found),
    )


def observation_rows(
    session: Session, viewer: Viewer, meeting: FoundMeeting, language: str
) -> Iterator[tuple[object, ...]]:
    """The own sheets of a meeting as rows of `COLUMNS`, one for each criterion."""
    own = own_observations(session, viewer, meeting.id)
    names = people_named(session, {one.performance.person_id or 0 for one in own})
    for one in sorted(own, key=lambda each: names.get(each.performance.person_id or 0, "").casefold()):
        content, definition = one.standing.content, one.definition
        head = (
            names.get(one.performance.person_id or 0, ""),
            in_language(definition.title, language),
            one.standing.sealed_at,
            total_said(one) or "",
            "" if content.grade is None else grade_said(definition, content.grade, language),
        )
        for criterion in definition.criteria:
            said = content.comments.get(criterion.code, "")
            yield *head, in_language(criterion.title, language), content.ratings.get(criterion.code), said
        if whole := content.comments.get(""):
            yield *head, "", None, whole


def _chosen(slug: str, own: Sequence[RatedSheet], offered: Sequence[FoundVersion]) -> str:
    known = [one.definition.slug for one in reversed(own)] + [one.rubric.slug for one in offered]
    return slug if slug in known else next(iter(known), "")

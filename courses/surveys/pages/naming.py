"""The page on which an officer names a supervisor: courses that are done, and how the requests stand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from courses.learning.pages.overview import MyCourse, courses_of
from courses.surveys.labels import REQUESTS
from courses.surveys.models import SupervisorRequest
from courses.surveys.queries import supervising as queries
from courses.surveys.rules.supervising import RequestState, due_days, request_state
from courses.surveys.services.supervising import FinishedCourse
from lms.access import Viewer
from lms.batch import one
from lms.errors import NotFound


@dataclass(frozen=True)
class AskedSupervisor:
    """A request as its officer sees it."""

    uuid: str
    name: str
    email: str
    months: int
    due_on: date
    sent_at: datetime | None
    words: Any
    tone: str
    may_withdraw: bool
    is_refused: bool  # the mail server knows no such address


@dataclass(frozen=True)
class NamingCourse:
    """A course that is done, with what was asked about it."""

    slug: str
    title: str
    finished: FinishedCourse
    asked: tuple[AskedSupervisor, ...]
    days: dict[int, date]  # on which a supervisor who is named now would be asked, by months

    @property
    def may_name(self) -> bool:
        """Whether there is still something to ask."""
        return bool(self.days)


def naming_courses(session: Session, viewer: Viewer, mine: Sequence[MyCourse], now: datetime) -> list[NamingCourse]:
    """Those of an officer's own courses that they have done."""
    finished = [course for course in mine if course.next is None and course.done]
    if not finished:
        return []
    at = queries.last_done(session, [course.taken.run_id for course in finished])
    rows = queries.requests_of(session, viewer.id)
    refused = queries.refused_addresses(session, {row.supervisor_email for row in rows if row.supervisor_email})
    return [
        _course(
            course,
            at[course.taken.run_id],
            [row for row in rows if row.course_id == course.taken.course_id],
            refused,
            now,
        )
        for course in finished
    ]


def unnamed_courses(
    mine: Sequence[MyCourse], last_done: Mapping[int, datetime], now: datetime
) -> list[tuple[str, str]]:
    """Name and title of those that are done and of which nobody was named yet, while there is something to ask.

    `last_done`: of the runs of whose course no supervisor is asked, when something was last done.
    """
    finished = {course.taken.run_id: course.taken for course in mine if course.next is None and course.done}
    today = now.astimezone(UTC).date()
    return [
        (taken.slug, taken.title)
        for run_id, taken in finished.items()
        if run_id in last_done and due_days(last_done[run_id].astimezone(UTC).date(), today)
    ]


def naming_course(session: Session, viewer: Viewer, slug: str, now: datetime) -> NamingCourse:
    """One of them; what is not done is not found."""
    mine = one(courses_of(session, [viewer.id], now, slug))
    found = naming_courses(session, viewer, mine, now)
    if not found:
        raise NotFound
    return found[0]


def _course(
    mine: MyCourse, done_at: datetime, rows: Sequence[SupervisorRequest], refused: Collection[str], now: datetime
) -> NamingCourse:
    finished = FinishedCourse(mine.taken.course_id, mine.taken.version_id, done_at.astimezone(UTC).date())
    answered = {row.months for row in rows if row.ended_reason == RequestState.ANSWERED}
    days = due_days(finished.finished_on, now.astimezone(UTC).date())
    return NamingCourse(
        slug=mine.taken.slug,
        title=mine.taken.title,
        finished=finished,
        asked=tuple(
            _asked(row, refused, now)
            for row in sorted(rows, key=lambda row: (row.months, row.id))
            if row.ended_reason != RequestState.REPLACED
        ),
        days={months: day for months, day in days.items() if months not in answered},
    )


def _asked(row: SupervisorRequest, refused: Collection[str], now: datetime) -> AskedSupervisor:
    state = request_state(row.sent_at, row.ended_reason, now)
    words, tone = REQUESTS[state]
    return AskedSupervisor(
        uuid=row.uuid,
        name=row.supervisor_name,
        email=row.supervisor_email,
        months=row.months,
        due_on=row.due_on,
        sent_at=row.sent_at,
        words=words,
        tone=tone,
        may_withdraw=state in {RequestState.PLANNED, RequestState.WAITING},
        is_refused=row.supervisor_email in refused,
    )

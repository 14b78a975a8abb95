"""What the page shows of what somebody got wrong in a course, put together from queries and rules."""

from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy.orm import Session

from assessments.exams.queries.revising import newest_answered
from assessments.exams.rules.revising import Answered, to_revise
from assessments.items.queries.definitions import Stored, definitions
from courses.api import EnrolledCourse, checks_of, lesson_path, lesson_titles
from lms.batch import one


@dataclass(frozen=True)
class OpenQuestion:
    """A question of a quiz that may be shown again, and where its result explains it."""

    stem: Markup
    number: int  # on its paper
    result_url: str


@dataclass(frozen=True)
class LessonToRevise:
    """A lesson to read again: how many of its questions were not right, and where it can be practised."""

    title: str
    url: str
    count: int
    open: tuple[OpenQuestion, ...]
    hidden: int  # questions of a final exam: they are asked again, so they stay unsaid
    practice: tuple[str, ...]


@dataclass(frozen=True)
class Revision:
    """The lessons to read again, and whether there was anything to get wrong yet."""

    lessons: tuple[LessonToRevise, ...]
    has_sat: bool


def revision(session: Session, taken: EnrolledCourse) -> Revision:
    """From the newest scored attempt of their run at each quiz and exam; as many queries for many as for one."""
    answered = one(newest_answered(session, [taken.run_id]))
    titles = lesson_titles(session, taken.version_id, taken.language)
    wrong = to_revise(answered, list(titles))
    stored = definitions(session, _shown(wrong), taken.language)
    checks = checks_of(session, taken) if wrong else {}
    return Revision(
        lessons=tuple(_lesson(taken, lesson, titles[lesson], each, stored, checks) for lesson, each in wrong),
        has_sat=bool(answered),
    )


def _shown(wrong: list[tuple[str, list[Answered]]]) -> set[int]:
    return {one.item_version_id for _, each in wrong for one in each if one.is_open}


def _lesson(
    taken: EnrolledCourse,
    slug: str,
    title: str,
    wrong: list[Answered],
    stored: dict[int, Stored],
    checks: dict[str, tuple[str, ...]],
) -> LessonToRevise:
    shown = tuple(
        OpenQuestion(
            Markup(stored[one.item_version_id].stem),  # noqa: S704  # cleaned when it was loaded
            one.position,
            f"/attempts/{one.attempt_uuid}#r{one.position}",
        )
        for one in wrong
        if one.is_open
    )
    return LessonToRevise(
        title=title,
        url=lesson_path(taken.slug, slug),
        count=len(wrong),
        open=shown,
        hidden=len(wrong) - len(shown),
        practice=checks.get(slug, ()),
    )

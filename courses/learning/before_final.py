"""What is to be read before a quiz or exam, what the final one waits for, and who opened it: for who holds exams."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from courses.catalogue.rules import FinalOpens
from courses.learning.outline import OutlineStep, outlines
from courses.learning.queries.one_run import Opening, course_of_run, done_and_opening
from courses.learning.queries.runs import EnrolledCourse
from courses.learning.rules.progress import Run


@dataclass(frozen=True)
class BeforeFinal:
    """How the final exam of a run opens, what is missing, and who opened it before that was done."""

    opens: FinalOpens
    missing: tuple[OutlineStep, ...] = ()  # in the order of the course
    opening: Opening | None = None

    @property
    def waits_for(self) -> tuple[OutlineStep, ...]:
        """What keeps the person from it; empty: it is open to them."""
        return () if self.opening else self.missing


def before_final(session: Session, run: Run, language: str = "") -> BeforeFinal:
    """What is to be done in this run before its final exam; one query, none where the exam is open to everybody."""
    course = course_of_run(session, run, language)
    if course.final is None or course.final_opens is FinalOpens.ALWAYS:
        return BeforeFinal(course.final_opens)
    done, opening = done_and_opening(session, run.id)
    outline = outlines(session, [course], language)[course.version_id]
    return BeforeFinal(course.final_opens, tuple(outline.before_final(course.final_opens, done)), opening)


@dataclass(frozen=True)
class LessonsBefore:
    """How many lessons come before a quiz or exam, and which of them are not read, in the order of the course."""

    all: int
    unread: tuple[OutlineStep, ...]

    @property
    def read(self) -> int:
        """How many of them are read."""
        return self.all - len(self.unread)


def lessons_before(
    session: Session, course: EnrolledCourse, done: Collection[str], step: str, language: str = ""
) -> LessonsBefore:
    """The lessons of the module before its quiz, those of the whole course before its final exam; seldom a query.

    A step that the version does not have has none before it.
    """
    outline = outlines(session, [course], language)[course.version_id]
    own = [module for module in outline.modules if any(each.slug == step for each in module.steps)]
    lessons = outline.lessons if course.final == step else [lesson for module in own for lesson in module.lessons]
    return LessonsBefore(len(lessons), tuple(lesson for lesson in lessons if lesson.slug not in done))

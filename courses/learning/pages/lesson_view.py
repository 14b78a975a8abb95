"""A lesson in its course, as one person stands in it: found, with what comes before and after."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from courses.learning.outline import (
    LessonPage,
    ModuleOutline,
    Outline,
    OutlineStep,
    lesson_page,
    outlines,
)
from courses.learning.queries import runs as queries
from courses.learning.queries.one_run import course_read
from courses.learning.queries.runs import EnrolledCourse
from lms.access import Viewer
from lms.errors import NotFound
from lms.i18n import language


@dataclass(frozen=True)
class LessonView:
    """A lesson in its course, as one person stands in it."""

    taken: EnrolledCourse
    outline: Outline
    page: LessonPage
    done: frozenset[str]
    step: OutlineStep
    module: ModuleOutline
    before: OutlineStep | None  # the lesson before
    after: OutlineStep | None  # whatever comes next, for a reader without progress the next lesson
    done_before: frozenset[str] = frozenset()  # in another version, and changed since

    @property
    def is_counted(self) -> bool:
        """Whether the person takes the course; whoever may read any course reads on without, and nothing is noted."""
        return self.taken.run is not None

    @property
    def is_read(self) -> bool:
        """Whether the person has said that they read it."""
        return self.page.slug in self.done

    @property
    def has_changed(self) -> bool:
        """Whether the person read another text of this lesson, and not this one."""
        return self.page.slug in self.done_before

    @property
    def done_count(self) -> int:
        """How many steps of the course they have done, as every page counts them."""
        return self.outline.done_count(self.done)


def demand(session: Session, person: Viewer, course: str, slug: str) -> LessonView:
    """The lesson in the version that this person takes or may read; not found if there is none."""
    found = find(session, person, course, slug)
    if found is None:
        raise NotFound
    return found


def find(session: Session, person: Viewer, course: str, slug: str) -> LessonView | None:
    """The lesson in the version that this person takes, else in the newest if they may read any; else nothing."""
    nothing: frozenset[str] = frozenset()
    taken, done, before = course_read(session, person.id, course, language()) or (None, nothing, nothing)
    if taken is None:
        taken = queries.course_to_read(session, person, course, language())
        if taken is None:
            return None
    page = lesson_page(session, taken, slug)
    outline = outlines(session, [taken], language())[taken.version_id]
    return replace(in_outline(taken, outline, page, done), done_before=before)


def in_outline(taken: EnrolledCourse, outline: Outline, page: LessonPage, done: frozenset[str]) -> LessonView:
    """The lesson with what stands before and after it."""
    steps = outline.steps if taken.run else outline.lessons  # quizzes and exams are for who takes the course
    at = next(n for n, step in enumerate(steps) if step.slug == page.slug)
    return LessonView(
        taken=taken,
        outline=outline,
        page=page,
        done=done,
        step=steps[at],
        module=next(module for module in outline.modules if steps[at] in module.steps),
        before=next((step for step in reversed(steps[:at]) if step.kind == "lesson"), None),
        after=steps[at + 1] if at + 1 < len(steps) else None,
    )

"""What differs between two versions of a course, lesson by lesson and step by step."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from courses.catalogue.queries import lesson_titles
from courses.learning.versions.queries import lesson_texts
from courses.learning.versions.rules import lesson_changes
from courses.ports.assessments import ASSESSMENTS
from courses.ports.steps import ChangeKind, StepChange, StepKind
from lms.i18n import _, language


@dataclass(frozen=True)
class VersionChanges:
    """Titles of lessons by slug, in order, and the quizzes and exams that differ."""

    new: dict[str, str]
    changed: dict[str, str]
    gone: dict[str, str]
    steps: tuple[StepChange, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing in lessons, quizzes and exam is different."""
        return not (self.new or self.changed or self.gone or self.steps)


def version_changes(session: Session, before_id: int, after_id: int, tongue: str) -> VersionChanges:
    """What the second of two versions changes; the titles of lessons in this language."""
    before, after = (lesson_titles(session, one, tongue) for one in (before_id, after_id))
    texts = lesson_texts(session, (before_id, after_id))
    found = lesson_changes(texts[before_id], texts[after_id], list(after), list(before))
    steps = ASSESSMENTS.provider().steps.changes(session, before_id, after_id, language())
    return VersionChanges(
        new={slug: after[slug] for slug in found.new},
        changed={slug: after[slug] for slug in found.changed},
        gone={slug: before[slug] for slug in found.gone},
        steps=tuple(one for one in steps if one.change is not ChangeKind.SAME),
    )


def not_gone(one: StepChange) -> bool:
    """Whether the newer version has it."""
    return one.change is not ChangeKind.GONE


def step_said(one: StepChange) -> str:
    """What became of a quiz or exam, in a sentence before its differences."""
    is_exam = one.kind is StepKind.EXAM
    if one.change is ChangeKind.NEW:
        return _("This exam is new.") if is_exam else _("This quiz is new.")
    if one.change is ChangeKind.GONE:
        return _("This exam is no longer in the course.") if is_exam else _("This quiz is no longer in the course.")
    return "" if one.words else _("Its questions are chosen in another way.")

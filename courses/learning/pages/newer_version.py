"""What changes for somebody under way if they go on in a newer version of their course."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from courses.catalogue.queries import lesson_titles
from courses.learning.pages.overview import MyCourse
from courses.learning.versions.queries import NewerVersion, lesson_texts, newer_versions
from courses.learning.versions.rules import lesson_changes
from courses.ports import ASSESSMENTS, ChangeKind, StepChange, StepKind
from lms.i18n import _, language


@dataclass(frozen=True)
class NewerVersionPage:
    """The newer version beside the one that is taken."""

    newer: NewerVersion
    corrections: tuple[str, ...]  # what versions since then mended, in order
    new: tuple[str, ...]  # titles of lessons
    changed: tuple[str, ...]
    read_again: tuple[str, ...]  # of those, the ones that this person has read
    gone: tuple[str, ...]
    steps: tuple[StepChange, ...]  # those that differ
    done_again: tuple[str, ...]  # titles of quizzes that this person has passed and that do not stand
    waits: str  # why it cannot be changed now, in words; empty: it can

    @property
    def is_same(self) -> bool:
        """Whether nothing in lessons, quizzes and exam is different."""
        return not (self.new or self.changed or self.gone or self.steps)


def newer_after(session: Session, mine: MyCourse) -> list[NewerVersion]:
    """The versions after that of somebody under way who may go on in the last of them by their own decision.

    A group goes on together, and a course whose final exam is passed stays in its version.
    """
    run = mine.taken.run
    if run is None or not run.is_open or run.group is not None or mine.taken.final in mine.done:
        return []
    return newer_versions(session, mine.taken.course_id, mine.taken.no, language())


def newest_after(session: Session, mine: MyCourse) -> NewerVersion | None:
    """The version that somebody under way may go on in; none where they take the newest."""
    return next(reversed(newer_after(session, mine)), None)


def newer_version_page(session: Session, mine: MyCourse, since: Sequence[NewerVersion]) -> NewerVersionPage:
    """What changes in the newest of the versions since that which is taken."""
    own, newest = mine.taken.version_id, since[-1]
    before, after = (lesson_titles(session, one, mine.taken.language) for one in (own, newest.id))
    texts = lesson_texts(session, (own, newest.id))
    found = lesson_changes(texts[own], texts[newest.id], list(after), list(before))
    steps = ASSESSMENTS.provider().steps
    differing = tuple(
        one for one in steps.changes(session, own, newest.id, language()) if one.change is not ChangeKind.SAME
    )
    return NewerVersionPage(
        newer=newest,
        corrections=tuple(one.correction for one in since if one.correction),
        new=tuple(after[slug] for slug in found.new),
        changed=tuple(after[slug] for slug in found.changed),
        read_again=tuple(after[slug] for slug in found.changed if slug in mine.done),
        gone=tuple(before[slug] for slug in found.gone),
        steps=differing,
        done_again=tuple(one.title for one in differing if one.slug in mine.done and not one.stands and not_gone(one)),
        waits=_waits(session, mine),
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


def _waits(session: Session, mine: MyCourse) -> str:
    if ASSESSMENTS.provider().steps.under_way(session, [mine.taken.run_id]):
        return _("An attempt is under way. Hand it in first, then change the version.")
    return ""

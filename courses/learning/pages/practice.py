"""The practice quiz of a module: the checks of its lessons on one page. Results come at once, and none is kept."""

from dataclasses import dataclass

from flask import render_template
from sqlalchemy.orm import Session

from courses.catalogue.rendering.lesson_html import check_ids
from courses.learning.outline import LessonPage, ModuleOutline, OutlineStep, outlines, pages_of_module
from courses.learning.pages.checks import check_blocks, check_gone, report_path
from courses.learning.pages.lesson import keys_path
from courses.learning.queries import runs as queries
from courses.learning.queries.runs import EnrolledCourse
from courses.learning.rules.practice_score import PracticeScore, practice_score_of
from courses.ports.questions import CheckAnswer, CheckPlace
from lms.access import Viewer
from lms.errors import NotFound
from lms.i18n import language


@dataclass(frozen=True)
class Asked:
    """A lesson of the module, and the checks of it that the quiz asks."""

    step: OutlineStep
    page: LessonPage
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Practice:
    """The practice quiz of a module, as its version has it."""

    taken: EnrolledCourse
    module: ModuleOutline
    lessons: tuple[Asked, ...]  # those with checks

    @property
    def checks(self) -> list[str]:
        """Every check of the quiz in order."""
        return [check for one in self.lessons for check in one.checks]

    @property
    def quiz(self) -> OutlineStep | None:
        """The checkpoint quiz to go on to."""
        last = self.module.steps[-1]
        return None if last.kind == "lesson" or self.taken.run is None else last


def find(session: Session, person: Viewer, course: str, number: int) -> Practice | None:
    """The practice quiz of a module in the version that this person takes or may read; else nothing."""
    said = course, language()
    taken = queries.course_taken(session, person.id, *said) or queries.course_to_read(session, person, *said)
    if taken is None:
        return None
    outline = outlines(session, [taken], language())[taken.version_id]
    module = next((one for one in outline.modules if one.no == number), None)
    if module is None:
        raise NotFound
    return practice_of(taken, module, pages_of_module(session, taken, module))


def practice_of(taken: EnrolledCourse, module: ModuleOutline, pages: list[LessonPage]) -> Practice:
    """The checks of these pages, each once."""
    seen: set[str] = set()
    lessons = []
    for step, page in zip(module.lessons, pages, strict=True):
        checks = tuple(one for one in check_ids(page.parts) if one not in seen)
        seen.update(checks)
        if checks:
            lessons.append(Asked(step, page, checks))
    return Practice(taken, module, tuple(lessons))


def page(session: Session, practice: Practice, answer: CheckAnswer | None = None, so_far: str = "") -> str:
    """The page of the quiz; with `answer`, that check with its result, and the results so far counted on."""
    version, checks = practice.taken.version_id, practice.checks
    tally = practice_score_of(so_far, len(checks))
    gone = answer.check if answer is not None and answer.check not in checks else None
    if answer is not None and not gone:
        came_out = check_blocks(session, version, [place_of(practice, answer.check)], answer).outcome
        tally = tally.noted(checks.index(answer.check), came_out)
    blocks = check_blocks(session, version, [place_of(practice, one, tally) for one in checks], answer)
    return render_template(
        "learning/practice.html",
        taken=practice.taken,
        practice=practice,
        blocks=blocks,
        tally=tally,
        gone=gone,
        check_gone=check_gone,
        keys=[keys_path(practice.taken, one.page) for one in practice.lessons],
    )


def place_of(practice: Practice, check: str, tally: PracticeScore | None = None) -> CheckPlace:
    """Where a check stands; the address that takes its answer carries the results so far."""
    so_far = f"?so-far={tally.signs}" if tally else ""
    lesson = next(one.step.slug for one in practice.lessons if check in one.checks)
    report = report_path(practice.taken, lesson, check)
    return CheckPlace(check, f"check-{check}", f"{practice.module.practice}/{check}{so_far}", report)

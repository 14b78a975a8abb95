"""Corrections: versions that mend what was wrong and leave the outline as it is."""

from sqlalchemy.orm import Session

from courses.catalogue.course_folder.bundle import Bundle
from courses.catalogue.course_folder.course_file import CourseSpec
from courses.catalogue.course_folder.files import COURSE
from courses.catalogue.models import CourseVersion
from courses.catalogue.queries import modules_of_versions
from lms.text.problems import Problem

NOTHING_BEFORE = "“correction” says what was mended in the version before, and this course has none. Take it out."
OTHER_OUTLINE = (
    "A correction keeps modules, lessons, checkpoints and final exam, by name and in order, and this folder does not: "
    "compared with version {no}, {where}. Undo that, or take “correction” out and publish an ordinary version."
)


def correction_problems(
    session: Session, bundle: Bundle, spec: CourseSpec, newest: CourseVersion | None
) -> list[Problem]:
    """Why a folder that says it is a correction is none of the newest version; nothing for other folders."""
    if spec.correction is None:
        return []
    if newest is None:
        return [Problem(COURSE, bundle.course_lines.line("correction"), NOTHING_BEFORE)]
    where = _first_difference(session, spec, newest)
    if where is None:
        return []
    path, words = where
    return [Problem(COURSE, bundle.course_lines.line(*path), OTHER_OUTLINE.format(no=newest.no, where=words))]


def _first_difference(
    session: Session, spec: CourseSpec, newest: CourseVersion
) -> tuple[tuple[str | int, ...], str] | None:
    """Where in course.yaml the outline leaves that of the version before, and how."""
    before = [
        (module.slug, tuple(lesson.slug for lesson in module.lessons), module.checkpoint)
        for module in modules_of_versions(session, [newest.id]).get(newest.id, ())
    ]
    for n, module in enumerate(spec.modules):
        if n >= len(before):
            return ("modules", n), f"the module {module.slug} is new"
        slug, lessons, checkpoint = before[n]
        if module.slug != slug:
            return ("modules", n, "slug"), f"the module {module.slug} stands in the place of {slug}"
        if module.lessons != lessons:
            return ("modules", n, "lessons"), f"the module {slug} has other lessons, or another order"
        if module.checkpoint != checkpoint:
            return ("modules", n, "checkpoint"), f"the module {slug} has another checkpoint"
    if len(spec.modules) < len(before):
        return ("modules",), f"the module {before[len(spec.modules)][0]} is missing"
    return None if spec.final == newest.final else (("final",), "the final exam has another name")

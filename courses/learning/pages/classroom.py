"""A lesson for a room: on a projector, one section a screen, and a module on paper; neither tells who shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, render_template
from sqlalchemy.orm import Session

from courses.catalogue.rendering.lesson_html import check_ids, lesson_path
from courses.learning.outline import LessonPage, ModuleOutline, lesson_page, outlines, pages_of_module
from courses.learning.pages.checks import check_blocks, result_in_place
from courses.learning.pages.lesson import keys_path
from courses.learning.pages.lesson_view import in_outline
from courses.learning.pages.text_only import ShownPicture
from courses.learning.queries import runs as queries
from courses.learning.queries.runs import EnrolledCourse
from courses.learning.queries.versions_read import version_to_read
from courses.learning.rules.slides import Slide, slides_of
from courses.ports.questions import CheckAnswer, CheckPlace
from lms.access import Viewer
from lms.errors import NotFound
from lms.i18n import language


@dataclass(frozen=True)
class LessonPlace:
    """A lesson of a course, in the version that is named, else in the newest."""

    slug: str
    lesson: str
    version: str | None = None

    @property
    def asks(self) -> str:
        """What stands behind its address, so that the next page is of the same version."""
        return f"?version={self.version}" if self.version else ""


def projected(session: Session, viewer: Viewer, place: LessonPlace, answer: CheckAnswer | None = None) -> str:
    """The page of a lesson for a projector, for who may read any course; nothing is noted.

    With `answer`, that check with its result, for browsers without scripts.
    """
    taken, page = _shown(session, viewer, place, answer)
    outline = outlines(session, [taken], language())[taken.version_id]
    shown = in_outline(taken, outline, page, frozenset())
    places = [_place_of(taken, page, place, one) for one in check_ids(page.parts)]
    checks = check_blocks(session, taken.version_id, places, answer)
    return render_template(
        "learning/projected.html",
        lesson=shown,
        version=place.version,
        slides=slides_of(page.parts),
        pictures=pictures_of([page]),
        checks=checks,
        judges=checks.judges,
        keys=[keys_path(taken, page)] if places else [],
    )


def result_on_projector(session: Session, viewer: Viewer, place: LessonPlace, answer: CheckAnswer) -> Response:
    """The result of a check of that page, for its script."""
    taken, page = _shown(session, viewer, place, answer)
    return result_in_place(session, taken.version_id, _place_of(taken, page, place, answer.check), answer)


def _shown(
    session: Session, viewer: Viewer, place: LessonPlace, answer: CheckAnswer | None
) -> tuple[EnrolledCourse, LessonPage]:
    """The version and the page; not found where it is not to be read, or lacks the check that is asked about."""
    taken = version_to_read(session, viewer, place.slug, place.version, language())
    if taken is None:
        raise NotFound
    page = lesson_page(session, taken, place.lesson)
    if answer is not None and {"check": answer.check} not in page.parts:
        raise NotFound
    return taken, page


def _place_of(taken: EnrolledCourse, page: LessonPage, place: LessonPlace, check: str) -> CheckPlace:
    own = f"{lesson_path(taken.slug, page.slug)}/projected"
    return CheckPlace(check, f"check-{check}", f"{own}/{check}{place.asks}")


@dataclass(frozen=True)
class PrintedLesson:
    """A lesson of a handout."""

    page: LessonPage
    slides: Sequence[Slide]


@dataclass(frozen=True)
class Handout:
    """A module of a course, or one lesson of it, on paper: without checks, which are for screens."""

    taken: EnrolledCourse
    module: ModuleOutline
    lessons: Sequence[PrintedLesson]
    pictures: Mapping[str, ShownPicture]


def handout(
    session: Session, viewer: Viewer, slug: str, number: int, *, only: str | None, version: str | None
) -> Handout | None:
    """A module in the version that this person takes or may read, or one lesson of it; nothing where there is none."""
    own = None if version else queries.course_taken(session, viewer.id, slug, language())
    taken = own or version_to_read(session, viewer, slug, version, language())
    if taken is None:
        return None
    outline = outlines(session, [taken], language())[taken.version_id]
    module = next((one for one in outline.modules if one.no == number), None)
    if module is None:
        raise NotFound
    pages = [one for one in pages_of_module(session, taken, module) if only in (None, one.slug)]
    if not pages:
        raise NotFound
    lessons = [PrintedLesson(page, [one for one in slides_of(page.parts) if not one.is_check]) for page in pages]
    return Handout(taken, module, lessons, pictures_of(pages))


def pictures_of(pages: Sequence[LessonPage]) -> dict[str, ShownPicture]:
    """Every picture of these lessons, by address: fetched at once, also where this device leaves pictures out."""
    figures = [part["figure"] for page in pages for part in page.parts if "figure" in part]
    return {
        one["url"]: ShownPicture(one["url"], one["width"], one["height"], one["alt"], lazy=False, kilobytes=None)
        for one in figures
    }

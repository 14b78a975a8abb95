"""What the page of a lesson shows to one person, gathered before any HTML is made."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

from flask import current_app, render_template
from flask import session as cookie
from flask_babel import get_locale
from markupsafe import Markup
from sqlalchemy.orm import Session

from courses.catalogue.rendering.lesson_html import check_ids, lesson_path
from courses.learning import queries
from courses.learning.outline import (
    REMEMBERED,
    LessonPage,
    ModuleOutline,
    Outline,
    OutlineStep,
    check_ids_of,
    lesson_page,
    outlines,
)
from courses.learning.pages.checks import check_blocks
from courses.learning.pages.text_only import ShownPicture, shown_picture
from courses.learning.queries import EnrolledCourse
from courses.ports import CheckAnswer, CheckPlace
from lms.access import Viewer
from lms.db import database
from lms.errors import NotFound
from lms.i18n import language
from lms.web.api import CachedForms, text_only, tokens_left_out


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
    after: OutlineStep | None  # whatever comes next

    @property
    def is_read(self) -> bool:
        """Whether the person has said that they read it."""
        return self.page.slug in self.done

    @property
    def read_count(self) -> int:
        """How many lessons of the course they have read."""
        return sum(step.slug in self.done for step in self.outline.lessons)


def demand(session: Session, person: Viewer, course: str, slug: str) -> LessonView:
    """The lesson in the version that this person takes; not found if they do not take the course."""
    found = find(session, person, course, slug)
    if found is None:
        raise NotFound
    return found


def find(session: Session, person: Viewer, course: str, slug: str) -> LessonView | None:
    """The lesson in the version that this person takes; nothing if they do not take the course."""
    found = queries.course_read(session, person.id, course, language())
    if found is None:
        return None
    taken, done = found
    page = lesson_page(session, taken, slug)
    return in_outline(taken, outlines(session, [taken], language())[taken.version_id], page, done)


def in_outline(taken: EnrolledCourse, outline: Outline, page: LessonPage, done: frozenset[str]) -> LessonView:
    """The lesson with what stands before and after it."""
    steps = outline.steps
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


def page(session: Session, lesson: LessonView, answer: CheckAnswer | None = None) -> str:
    """The page of a lesson, with the result of a check if one was just answered."""
    return render_template(
        "learning/lesson.html",
        lesson=lesson,
        body=body(session, lesson, answer),
        outline=aside(lesson),
        keys=[keys_path(lesson.taken, lesson.page)] if check_ids(lesson.page.parts) else [],
        practice=practice_after(session, lesson),
    )


def practice_after(session: Session, lesson: LessonView) -> str | None:
    """Where the checks of the module are practised, at the end of its last lesson; none where it has no checks."""
    module = lesson.module
    if module.lessons[-1].slug != lesson.page.slug:
        return None
    known = check_ids_of(session, lesson.taken)
    return module.practice if any(known[step.slug] for step in module.lessons) else None


def keys_path(taken: EnrolledCourse, page: LessonPage) -> str:
    """Where what is right in the checks of this page is told; another page, or language, has another address."""
    return f"{lesson_path(taken.slug, page.slug)}/answers/{keys_version(page)}"


def keys_version(page: LessonPage) -> str:
    """A short name for the checks of a page in the language of this request."""
    whole = repr((page.mark, str(get_locale()), program_version()))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Body:
    """The words of a lesson with its checks, the same for everybody who reads it in one language."""

    html: Markup
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    judges: tuple[str, ...]
    pictures: tuple[str, ...]  # the addresses of those that are fetched with the page


def body(session: Session, lesson: LessonView, answer: CheckAnswer | None = None) -> Body:
    """The body of the page: made once and remembered, but for the token of its forms and an answer just given."""
    if answer is not None:
        return _body(session, lesson, answer)
    memory = database().cache("lesson-bodies", REMEMBERED)
    key = lesson.page.mark, str(get_locale()), text_only()
    kept: tuple[CachedForms, Body] | None = memory.get(key)
    if kept is None:
        with tokens_left_out() as cut:
            made = _body(session, lesson, None)
        kept = memory[key] = cut(made.html), replace(made, html=Markup())
    forms, rest = kept
    return replace(rest, html=forms.for_reader())


def _body(session: Session, lesson: LessonView, answer: CheckAnswer | None) -> Body:
    own = lesson_path(lesson.taken.slug, lesson.page.slug)
    places = [CheckPlace(one, f"check-{one}", f"{own}/checks/{one}") for one in check_ids(lesson.page.parts)]
    checks = check_blocks(session, lesson.taken.version_id, places, answer)
    pictures = {n: _shown(part["figure"]) for n, part in enumerate(lesson.page.parts) if "figure" in part}
    html = render_template(
        "learning/body.html", page=lesson.page, taken=lesson.taken, checks=checks.html, pictures=pictures
    )
    fetched = (*(one.url for one in pictures.values() if one.kilobytes is None), *checks.pictures)
    return Body(Markup(html), checks.scripts, checks.styles, checks.judges, fetched)  # noqa: S704  # made by our template


def _shown(figure: Mapping[str, Any]) -> ShownPicture:
    """A picture of a stored page as this device shows it."""
    names = ("url", "width", "height", "alt")
    return shown_picture(*(figure[name] for name in names), lazy=figure["lazy"])


def aside(lesson: LessonView) -> Markup:
    """The outline beside the page; most people read in order, so many share one, and it is remembered."""
    memory = database().cache("lesson-asides", REMEMBERED)
    key = lesson.page.mark, lesson.done, str(get_locale())
    kept: Markup | None = memory.get(key)
    if kept is None:
        kept = memory[key] = Markup(render_template("learning/aside.html", lesson=lesson))  # noqa: S704  # made by us
    return kept


def etag_of(person: Viewer, lesson: LessonView) -> str | None:
    """A short name for everything that the page depends on; none where it also carries what is shown once."""
    token = cookie.get("csrf_token")
    if token is None or cookie.get("_flashes"):
        return None
    parts: Sequence[object] = (
        program_version(), person, str(get_locale()), token, lesson.taken.version_uuid, lesson.page.mark,
        sorted(lesson.done), text_only(),
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def program_version() -> str:
    """A short name for the templates, styles and scripts of this program, found once."""
    found: str | None = current_app.extensions.get("courses-program-mark")
    if found is None:
        whole = hashlib.sha256(version("spoor").encode())
        environment = current_app.jinja_env
        if environment.loader is not None:
            for name in sorted(environment.list_templates(extensions=["html"])):
                whole.update(environment.loader.get_source(environment, name)[0].encode())
        whole.update(repr(sorted(current_app.extensions["spoor-assets"].items())).encode())
        found = current_app.extensions["courses-program-mark"] = whole.hexdigest()
    return found

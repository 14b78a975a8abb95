"""What the page of a lesson shows to one person, gathered before any HTML is made."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template
from flask_babel import get_locale
from markupsafe import Markup
from sqlalchemy.orm import Session

from courses.catalogue.rendering.lesson_html import check_ids, lesson_path
from courses.learning.outline import (
    REMEMBERED,
    LessonPage,
    check_ids_of,
)
from courses.learning.pages.checked import checked_line
from courses.learning.pages.checks import check_blocks, check_gone, report_path
from courses.learning.pages.etag import keys_version
from courses.learning.pages.lesson_view import LessonView
from courses.learning.pages.text_only import ShownPicture, shown_picture
from courses.learning.queries.runs import EnrolledCourse
from courses.ports.pages import LESSON_FOOT, LessonFoot
from courses.ports.questions import CheckAnswer, CheckPlace
from lms.db import database
from lms.web.api import CachedForms, text_only, tokens_left_out


def page(session: Session, lesson: LessonView, answer: CheckAnswer | None = None) -> str:
    """The page of a lesson, with the result of a check if one was just answered."""
    return render_template(
        "learning/lesson.html",
        lesson=lesson,
        body=body(session, lesson, answer),
        outline=aside(lesson),
        foot=foot_of(lesson.taken),
        checked=checked_line(session, lesson.taken, lesson.page.slug),
    )


def foot_of(taken: EnrolledCourse) -> LessonFoot | None:
    """What the group in which the reader takes the course shows below its lessons; asks no database."""
    group = taken.run.group if taken.run and taken.run.is_open else None
    return next((one for one in LESSON_FOOT.providers() if group and one.group_kind == group.kind), None)


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


@dataclass(frozen=True)
class Body:
    """The lesson with its checks and the way on: the same for all who read it in one language, once more for all who
    have read it, or an earlier text of it, and for all who read it without taking the course."""

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
    own = lesson.taken.version_id, lesson.page.slug, lesson.page.content_hash, lesson.is_read, lesson.is_counted
    key = (*own, lesson.has_changed, str(get_locale()), text_only())
    kept: tuple[CachedForms, Body] | None = memory.get(key)
    if kept is None:
        with tokens_left_out() as cut:
            made = _body(session, lesson, None)
        kept = memory[key] = cut(made.html), replace(made, html=Markup())
    forms, rest = kept
    return replace(rest, html=forms.for_reader())


def _body(session: Session, lesson: LessonView, answer: CheckAnswer | None) -> Body:
    places = [place_of(lesson, one) for one in check_ids(lesson.page.parts)]
    checks = check_blocks(session, lesson.taken.version_id, places, answer)
    pictures = {n: _shown(part["figure"]) for n, part in enumerate(lesson.page.parts) if "figure" in part}
    html = render_template(
        "learning/main.html",
        lesson=lesson,
        checks=checks.html,
        pictures=pictures,
        judges=checks.judges,
        keys=[keys_path(lesson.taken, lesson.page)] if places else [],
        practice=practice_after(session, lesson),
        gone=answer.check if answer is not None and not asks(lesson, answer.check) else None,
        check_gone=check_gone,
    )
    fetched = (*(one.url for one in pictures.values() if one.kilobytes is None), *checks.pictures)
    return Body(Markup(html), checks.scripts, checks.styles, checks.judges, fetched)  # noqa: S704  # made by our template


def asks(lesson: LessonView, check: str) -> bool:
    """Whether the lesson has this check."""
    return {"check": check} in lesson.page.parts


def place_of(lesson: LessonView, check: str) -> CheckPlace:
    """Where a check of the lesson stands."""
    own = lesson_path(lesson.taken.slug, lesson.page.slug)
    report = report_path(lesson.taken, lesson.page.slug, check)
    return CheckPlace(check, f"check-{check}", f"{own}/checks/{check}", report)


def _shown(figure: Mapping[str, Any]) -> ShownPicture:
    """A picture of a stored page as this device shows it."""
    names = ("url", "width", "height", "alt")
    return shown_picture(*(figure[name] for name in names), lazy=figure["lazy"])


def aside(lesson: LessonView) -> Markup:
    """The outline beside the page; most people read in order, so many share one, and it is remembered."""
    memory = database().cache("lesson-asides", REMEMBERED)
    key = lesson.page.content_hash, lesson.done, lesson.is_counted, str(get_locale())
    kept: Markup | None = memory.get(key)
    if kept is None:
        kept = memory[key] = Markup(render_template("learning/aside.html", lesson=lesson))  # noqa: S704  # made by us
    return kept

"""What a module is made of and what it weighs on the line: every page, picture and script, as it is really sent."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import json, url_for
from flask_babel import get_locale
from sqlalchemy.orm import Session

from courses.catalogue.rendering.lesson_html import check_ids
from courses.learning.outline import REMEMBERED, ModuleOutline, lesson_pages
from courses.learning.pages import lesson as lessons
from courses.learning.pages import practice
from courses.learning.pages.checks import check_blocks
from courses.learning.pages.etag import program_version
from courses.learning.pages.lesson import keys_path
from courses.learning.pages.lesson_view import LessonView, in_outline
from courses.learning.pages.overview import MyCourse
from courses.learning.pages.practice import Practice, practice_of
from courses.learning.pages.practice_keys import answers_of
from courses.learning.pages.text_only import kilobytes, picture_size
from courses.learning.queries.runs import EnrolledCourse
from courses.ports import CheckPlace
from lms.db import database
from lms.i18n import _
from lms.web.api import asset, asset_size, text_only, wire_size


@dataclass(frozen=True)
class DownloadPiece:
    """Something that is fetched: its address and its bytes on the line."""

    url: str
    bytes: int


@dataclass(frozen=True)
class ModuleWeight:
    """All that a module needs to be read and practised without a connection."""

    pages: tuple[DownloadPiece, ...]
    pictures: tuple[DownloadPiece, ...]
    answers: tuple[DownloadPiece, ...]
    scripts: tuple[DownloadPiece, ...]
    version: str  # another one when the words, checks or pictures are others
    checks: int  # what its practice quiz asks

    @property
    def bytes(self) -> int:
        """Everything together."""
        return sum(piece.bytes for piece in (*self.pages, *self.pictures, *self.answers, *self.scripts))

    @property
    def kilobytes(self) -> int:
        """As a page says it."""
        return kilobytes(self.bytes)


Beside = Mapping[str, str]  # the address of a page → the page
Unweighed = Mapping[int, ModuleWeight]  # what stands on the page of a course while that page is weighed itself


def module_weights(
    session: Session, mine: MyCourse, beside: Callable[[MyCourse, Unweighed], Beside]
) -> dict[int, ModuleWeight]:
    """The weight of each module by its number; measured once for all who are sent the same.

    `beside` makes the pages that are kept with every module, as their views show them.
    """
    taken, outline, done = mine.taken, mine.outline, mine.done
    memory = database().cache("module-weights", REMEMBERED)
    key = taken.version_uuid, str(get_locale()), text_only(), program_version(), lessons.foot_of(taken)
    found: dict[int, ModuleWeight] | None = memory.get(key)
    if found is None:
        pages = lesson_pages(session, taken)
        every = [CheckPlace(one, one, "") for page in pages.values() for one in check_ids(page.parts)]
        check_blocks(session, taken.version_id, every)  # all questions are read at once, and then remembered
        quizzes = {
            module.no: practice_of(taken, module, [pages[step.slug] for step in module.lessons])
            for module in outline.modules
        }
        unweighed = {no: _unweighed(len(quiz.checks)) for no, quiz in quizzes.items()}
        others = tuple(DownloadPiece(url, page_size(html)) for url, html in beside(mine, unweighed).items())
        found = {}
        for module in outline.modules:
            whole = [in_outline(taken, outline, pages[step.slug], done) for step in module.lessons]
            found[module.no] = weigh(session, quizzes[module.no], whole, others)
        memory[key] = found
    return found


def _unweighed(checks: int) -> ModuleWeight:
    """Stands on the page of a course while that page is weighed itself."""
    return ModuleWeight((), (), (), (), "0" * 16, checks)


def weigh(session: Session, quiz: Practice, whole: list[LessonView], beside: tuple[DownloadPiece, ...]) -> ModuleWeight:
    """Render every lesson of a module and its practice quiz as their reader gets them, and add up what they name."""
    pages, pictures, answers = [], {}, []
    scripts = {"lesson.js", "checks.js", "practice-tally.js", "progress.js"}
    for one in whole:
        foot = lessons.foot_of(one.taken)
        scripts.update(foot.scripts if foot else ())
        html = lessons.page(session, one)
        pages.append(DownloadPiece(one.step.url, page_size(html)))
        made = lessons.body(session, one)
        pictures.update({url: picture_size(url) for url in made.pictures})
        if check_ids(one.page.parts):
            text = json.dumps(answers_of(session, one))
            answers.append(DownloadPiece(keys_path(one.taken, one.page), wire_size(text.encode(), "application/json")))
            scripts.update((*made.scripts, *made.styles, *made.judges))
    if quiz.checks:
        pages.append(DownloadPiece(quiz.module.practice, page_size(practice.page(session, quiz))))
    content = [
        quiz.module.title,
        text_only(),
        str(get_locale()),
        *(one.page.content_hash for one in whole),
        *sorted(pictures),
    ]
    return ModuleWeight(
        pages=(*pages, *beside),
        pictures=tuple(DownloadPiece(url, size) for url, size in pictures.items()),
        answers=tuple(answers),
        scripts=tuple(DownloadPiece(asset(name), asset_size(name)) for name in sorted(scripts)),
        version=hashlib.sha256(repr((*content, quiz.checks)).encode()).hexdigest()[:16],
        checks=len(quiz.checks),
    )


def page_size(html: str) -> int:
    """A page on the line."""
    return wire_size(html.encode(), "text/html")


def plan(taken: EnrolledCourse, module: ModuleOutline, weight: ModuleWeight) -> dict[str, object]:
    """What a phone is told to keep of a module, as JSON."""
    here = [{"url": step.url, "title": step.title} for step in module.lessons]
    if weight.checks:
        here.append({"url": module.practice, "title": _("Practice quiz")})
    return {
        "id": f"{taken.slug}/{module.no}",
        "title": f"{module.no}. {module.title}",
        "course": taken.title,
        "home": url_for("learning.course", slug=taken.slug),
        "mark": weight.version,
        "bytes": weight.bytes,
        "room": weight.bytes * 4,  # unpacked, and what the browser adds
        "pages": [piece.url for piece in weight.pages],
        "sizes": {
            piece.url: piece.bytes for piece in (*weight.pages, *weight.pictures, *weight.answers, *weight.scripts)
        },
        "lessons": here,
    }

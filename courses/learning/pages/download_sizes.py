"""What a module is made of and what it weighs on the line: every page, picture and script, as it is really sent."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from flask import json, url_for
from flask_babel import get_locale
from sqlalchemy.orm import Session

from courses.catalogue.rendering.lesson_html import check_ids
from courses.learning.outline import REMEMBERED, ModuleOutline, OutlineStep, lesson_pages
from courses.learning.pages import lesson as lessons
from courses.learning.pages import practice
from courses.learning.pages.checks import check_blocks
from courses.learning.pages.etag import program_version
from courses.learning.pages.lesson import keys_path
from courses.learning.pages.lesson_view import LessonView, in_outline
from courses.learning.pages.overview import MyCourse
from courses.learning.pages.practice import Practice, practice_of
from courses.learning.pages.practice_keys import answers_of
from courses.learning.pages.text_only import picture_room, picture_size
from courses.learning.queries.runs import EnrolledCourse
from courses.ports.questions import CheckPlace
from lms.db import database
from lms.i18n import _
from lms.web.api import asset, asset_room, asset_size, text_only, wire_size


@dataclass(frozen=True)
class DownloadPiece:
    """Something that is fetched: its address, its bytes on the line, and what it takes where it is kept."""

    url: str
    bytes: int
    room: int


@dataclass(frozen=True)
class ModuleWeight:
    """All that a module, or one lesson, needs to be read and practised without a connection."""

    pages: tuple[DownloadPiece, ...]
    pictures: tuple[DownloadPiece, ...]
    answers: tuple[DownloadPiece, ...]
    scripts: tuple[DownloadPiece, ...]
    version: str  # another one when the words, checks or pictures are others
    checks: int  # what its practice quiz asks
    lessons: Mapping[str, "ModuleWeight"] = field(default_factory=dict)  # of a module: each lesson alone

    @property
    def pieces(self) -> tuple[DownloadPiece, ...]:
        """Whatever is fetched."""
        return (*self.pages, *self.pictures, *self.answers, *self.scripts)

    @property
    def bytes(self) -> int:
        """Everything together."""
        return sum(piece.bytes for piece in self.pieces)


Beside = Mapping[str, str]  # the address of a page → the page
OF_COURSE = ("course.css", "course.js")  # what the page of a course names beside what its lessons do
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
        unweighed = {no: _unweighed(quiz) for no, quiz in quizzes.items()}
        others = Others(
            tuple(page_piece(url, html) for url, html in beside(mine, unweighed).items()), asset_pieces(OF_COURSE)
        )
        found = {}
        for module in outline.modules:
            whole = [in_outline(taken, outline, pages[step.slug], done) for step in module.lessons]
            found[module.no] = weigh(session, quizzes[module.no], whole, others)
        memory[key] = found
    return found


def _unweighed(quiz: Practice) -> ModuleWeight:
    """Stands on the page of a course while that page is weighed itself."""
    nothing = ModuleWeight((), (), (), (), "0" * 16, len(quiz.checks))
    return replace(nothing, lessons={step.slug: nothing for step in quiz.module.lessons})


@dataclass(frozen=True)
class Others:
    """What is kept with every module and every lesson."""

    pages: tuple[DownloadPiece, ...]
    scripts: tuple[DownloadPiece, ...]


def weigh(session: Session, quiz: Practice, whole: list[LessonView], beside: Others) -> ModuleWeight:
    """What a module weighs: its lessons as their reader gets them, its practice quiz, and what is kept with each."""
    each = [weigh_lesson(session, one) for one in whole]
    pictures = _once(piece for one in each for piece in one.pictures)
    practised = (page_piece(quiz.module.practice, practice.page(session, quiz)),) if quiz.checks else ()
    return ModuleWeight(
        pages=(*(page for one in each for page in one.pages), *practised, *beside.pages),
        pictures=pictures,
        answers=tuple(piece for one in each for piece in one.answers),
        scripts=_once((*(piece for one in each for piece in one.scripts), *beside.scripts)),
        version=_version(quiz.module.title, whole, pictures, len(quiz.checks)),
        checks=len(quiz.checks),
        lessons={
            one.page.slug: replace(
                weight, pages=(*weight.pages, *beside.pages), scripts=_once((*weight.scripts, *beside.scripts))
            )
            for one, weight in zip(whole, each, strict=True)
        },
    )


def weigh_lesson(session: Session, lesson: LessonView) -> ModuleWeight:
    """Render a lesson as its reader gets it, and add up what it names."""
    foot = lessons.foot_of(lesson.taken)
    made, html = lessons.body(session, lesson), lessons.page(session, lesson)
    scripts = {
        "lesson.js",
        "checks.js",
        "mistake.js",
        "practice-tally.js",
        "progress.js",
        *(foot.scripts if foot else ()),
    }
    answers: tuple[DownloadPiece, ...] = ()
    if check_ids(lesson.page.parts):
        text = json.dumps(answers_of(session, lesson)).encode()
        address = keys_path(lesson.taken, lesson.page)
        answers = (DownloadPiece(address, wire_size(text, "application/json"), len(text)),)
        scripts.update((*made.scripts, *made.styles, *made.judges))
    pictures = _once(DownloadPiece(url, picture_size(url), picture_room(url)) for url in made.pictures)
    checks = len(check_ids(lesson.page.parts))
    return ModuleWeight(
        pages=(page_piece(lesson.step.url, html),),
        pictures=pictures,
        answers=answers,
        scripts=asset_pieces(sorted(scripts)),
        version=_version(lesson.page.title, [lesson], pictures, checks),
        checks=checks,
    )


def asset_pieces(names: Iterable[str]) -> tuple[DownloadPiece, ...]:
    """Scripts and style sheets by their plain names."""
    return tuple(DownloadPiece(asset(name), asset_size(name), asset_room(name)) for name in names)


def _once(pieces: Iterable[DownloadPiece]) -> tuple[DownloadPiece, ...]:
    return tuple({piece.url: piece for piece in pieces}.values())


def _version(title: str, whole: Iterable[LessonView], pictures: Iterable[DownloadPiece], checks: int) -> str:
    hashes = (one.page.content_hash for one in whole)
    content = (title, text_only(), str(get_locale()), *hashes, *sorted(piece.url for piece in pictures), checks)
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]


def page_piece(url: str, html: str) -> DownloadPiece:
    """A page: on the line, and where it is kept."""
    return DownloadPiece(url, wire_size(html.encode(), "text/html"), len(html.encode()))


def plan(taken: EnrolledCourse, module: ModuleOutline, weight: ModuleWeight) -> dict[str, object]:
    """What a phone is told to keep of a module, as JSON."""
    here = [{"url": step.url, "title": step.title} for step in module.lessons]
    if weight.checks:
        here.append({"url": module.practice, "title": _("Practice quiz")})
    title = _title(module)
    return {"id": f"{taken.slug}/{module.no}", "title": title, "lessons": here, **_plan(taken, weight)}


def lesson_plan(
    taken: EnrolledCourse, module: ModuleOutline, step: OutlineStep, weight: ModuleWeight
) -> dict[str, object]:
    """What a phone is told to keep of one lesson, as JSON."""
    return {
        "id": f"{taken.slug}/lesson/{step.slug}",
        "title": step.title,
        "module": _title(module),
        "lessons": [{"url": step.url, "title": step.title}],
        **_plan(taken, weight),
    }


def _title(module: ModuleOutline) -> str:
    return f"{module.no}. {module.title}"


def _plan(taken: EnrolledCourse, weight: ModuleWeight) -> dict[str, object]:
    return {
        "course": taken.title,
        "home": url_for("learning.course", slug=taken.slug),
        "mark": weight.version,
        "bytes": weight.bytes,
        "room": weight.bytes * 4,  # unpacked, and what the browser adds
        "limited": True,  # counts against what its person lets be saved on a phone
        "pages": [piece.url for piece in weight.pages],
        "sizes": {piece.url: piece.bytes for piece in weight.pieces},
        "rooms": {piece.url: piece.room for piece in weight.pieces},
    }

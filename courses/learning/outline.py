"""Outline of a course version, cached: lessons, quizzes and the exam in order. It never changes."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from courses.catalogue.models import Lesson
from courses.catalogue.queries import ModuleLine, lesson_of_version, lessons_of_version, modules_of_versions
from courses.catalogue.rendering.lesson_html import PAGE, check_ids, lesson_path
from courses.catalogue.rendering.stored_claims import in_short
from courses.catalogue.rules import FinalOpens
from courses.learning.queries.runs import EnrolledCourse
from courses.learning.rules.progress import missing_for_final
from courses.ports.assessments import ASSESSMENTS
from courses.ports.questions import StoredPicture
from courses.ports.steps import StepInfo, StepKind
from lms.db import database
from lms.errors import NotFound

REMEMBERED = 512  # versions, or pages


@dataclass(frozen=True)
class OutlineStep:
    """A lesson, quiz or exam as the outline shows it."""

    slug: str
    kind: str  # "lesson", or a StepKind
    title: str
    url: str
    minutes: int
    number: int | None = None  # of a lesson, through the course
    figure: StoredPicture | None = None  # the first of a lesson


@dataclass(frozen=True)
class ModuleOutline:
    """A module and its steps."""

    no: int
    title: str
    aim: str
    steps: tuple[OutlineStep, ...]
    practice: str  # where the checks of its lessons stand together

    @property
    def lessons(self) -> list[OutlineStep]:
        """The lessons alone."""
        return [step for step in self.steps if step.kind == "lesson"]

    def done_count(self, done: Collection[str]) -> int:
        """How many of its steps are done."""
        return sum(step.slug in done for step in self.steps)


@dataclass(frozen=True)
class Outline:
    """A version from its first lesson to its exam."""

    modules: tuple[ModuleOutline, ...]
    final: OutlineStep | None
    gain: OutlineStep | None = None  # the test before the course and after it: no step of it

    @property
    def steps(self) -> list[OutlineStep]:
        """Every step in order."""
        inside = [step for module in self.modules for step in module.steps]
        return [*inside, self.final] if self.final else inside

    @property
    def lessons(self) -> list[OutlineStep]:
        """The lessons alone."""
        return [step for step in self.steps if step.kind == "lesson"]

    @property
    def figure(self) -> StoredPicture | None:
        """The first figure of the course, which stands for it in lists; none where no lesson has one."""
        return next((step.figure for step in self.lessons if step.figure), None)

    def before_final(self, opens: FinalOpens, done: Collection[str]) -> list[OutlineStep]:
        """What is still to be done before the final exam opens, in order."""
        steps = {step.slug: step for module in self.modules for step in module.steps}
        quizzes = {slug for slug, step in steps.items() if step.kind == StepKind.QUIZ}
        return [steps[slug] for slug in missing_for_final(opens, list(steps), quizzes, done)]

    def done_count(self, done: Collection[str]) -> int:
        """How many steps are done: the one counter that every page shows."""
        return sum(step.slug in done for step in self.steps)

    def open_lessons(self, done: Collection[str]) -> list[str]:
        """The lessons that are not read yet, by slug."""
        return [step.slug for step in self.lessons if step.slug not in done]

    def minutes_left(self, done: Collection[str]) -> int:
        """How long the lessons take that are not read yet."""
        return sum(step.minutes for step in self.lessons if step.slug not in done)


@dataclass(frozen=True)
class LessonPage:
    """A stored page as it is shown."""

    slug: str
    title: str
    minutes: int
    parts: list[dict[str, Any]]
    words: list[dict[str, str]]
    sources: list[tuple[str, str]]  # code and text of each
    content_hash: str  # of version, slug and content


class Outlined(Protocol):
    """A version as far as its outline is asked for."""

    @property
    def slug(self) -> str:
        """Of its course."""
        ...

    @property
    def version_id(self) -> int:
        """Its id."""
        ...

    @property
    def version_uuid(self) -> str:
        """Its public id."""
        ...

    @property
    def final(self) -> str | None:
        """The exam at its end."""
        ...


def outlines(session: Session, versions: Iterable[Outlined], language: str) -> dict[int, Outline]:
    """The outline of each of these versions by its id: two queries for all that are not remembered."""
    memory = database().cache("course-outlines", REMEMBERED)
    found: dict[int, Outline] = {}
    new: dict[int, Outlined] = {}
    for version in versions:
        outline = memory.get((version.version_uuid, language))
        if outline is None:
            new[version.version_id] = version
        else:
            found[version.version_id] = outline
    if new:
        every = ASSESSMENTS.provider().steps.steps(session, new.keys(), language)
        infos = {version_id: {step.slug: step for step in steps} for version_id, steps in every.items()}
        modules = modules_of_versions(session, new.keys(), language)
        for version_id, version in new.items():
            made = _outline(version, modules.get(version_id, ()), infos.get(version_id, {}))
            found[version_id] = memory[version.version_uuid, language] = made
    return found


def modules_of(session: Session, version: EnrolledCourse, language: str) -> tuple[ModuleOutline, ...]:
    """The modules of a version with their lessons, in order; no query where they are remembered."""
    return outlines(session, [version], language)[version.version_id].modules


def _outline(version: Outlined, modules: Iterable[ModuleLine], infos: dict[str, StepInfo]) -> Outline:
    made = []
    for module in modules:
        steps = [
            OutlineStep(
                line.slug,
                "lesson",
                line.title,
                lesson_path(version.slug, line.slug),
                line.minutes,
                line.no,
                line.figure,
            )
            for line in module.lessons
        ]
        quiz = _step(infos.get(module.checkpoint or ""))
        whole = (*steps, quiz) if quiz else tuple(steps)
        practice = f"/courses/{version.slug}/modules/{module.no}/practice"
        made.append(ModuleOutline(module.no, module.title, module.aim, whole, practice))
    gain = next((info for info in infos.values() if info.kind is StepKind.GAIN), None)
    return Outline(tuple(made), _step(infos.get(version.final or "")), _step(gain))


def _step(info: StepInfo | None) -> OutlineStep | None:
    return OutlineStep(info.slug, info.kind, info.title, info.url, info.minutes or 0) if info else None


def lesson_page(session: Session, version: EnrolledCourse, slug: str) -> LessonPage:
    """The page of a lesson in this version; at most one query."""
    memory = database().cache("lesson-pages", REMEMBERED)
    page: LessonPage | None = memory.get((version.version_uuid, slug, version.language))
    if page is not None:
        return page
    found = lesson_of_version(session, version.version_id, slug)
    if found is None:
        raise NotFound
    return _page(version, found)


def lesson_pages(session: Session, version: EnrolledCourse) -> dict[str, LessonPage]:
    """Every page of this version by slug; one query for all of them."""
    return {found.slug: _page(version, found) for found in lessons_of_version(session, version.version_id)}


def _page(version: EnrolledCourse, found: Lesson) -> LessonPage:
    """A stored lesson as it is shown in the language of the version."""
    slug, memory = found.slug, database().cache("lesson-pages", REMEMBERED)
    own = {"title": found.title, "parts": found.parts, "words": found.words}
    said = own | found.translations.get(version.language, {})
    title, parts, words = said["title"], said["parts"], said["words"]
    content_hash = hashlib.sha256(repr((version.version_uuid, slug, title, parts)).encode()).hexdigest()
    page = LessonPage(slug, title, found.minutes, parts, words, in_short(found.sources), content_hash)
    if found.renderer == PAGE:  # one that waits to be rendered anew is not remembered
        memory[version.version_uuid, slug, version.language] = page
    return page


def pages_of_module(session: Session, version: EnrolledCourse, module: ModuleOutline) -> list[LessonPage]:
    """The pages of a module in order: one query for all of them, none where all are remembered."""
    memory = database().cache("lesson-pages", REMEMBERED)
    slugs = [step.slug for step in module.lessons]
    known = {slug: memory.get((version.version_uuid, slug, version.language)) for slug in slugs}
    found = known if all(known.values()) else lesson_pages(session, version)
    return [found[slug] for slug in slugs]


def check_ids_of(session: Session, version: EnrolledCourse) -> dict[str, tuple[str, ...]]:
    """The checks of each lesson of a version by its slug; one query, then none."""
    memory = database().cache("lesson-checks", REMEMBERED)
    found: dict[str, tuple[str, ...]] | None = memory.get(version.version_uuid)
    if found is None:
        lessons = lessons_of_version(session, version.version_id)
        found = memory[version.version_uuid] = {one.slug: tuple(check_ids(one.parts)) for one in lessons}
    return found


def checks_of(session: Session, version: EnrolledCourse) -> dict[str, tuple[str, ...]]:
    """Where each check of a version stands: the addresses inside the site, by lesson; one query, then none."""
    return {
        slug: tuple(f"{lesson_path(version.slug, slug)}#check-{name}" for name in names)
        for slug, names in check_ids_of(session, version).items()
    }

"""Whether a course says the same in another language: the same structure, the same keys, the same figures."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from courses.catalogue.claims.references import references_in
from courses.catalogue.course_folder.blocks import (
    Block,
    Case,
    CheckFence,
    Counter,
    Figure,
    LessonFile,
    Text,
    markdown_of,
)
from courses.catalogue.course_folder.bundle import SHARED, Bundle
from courses.catalogue.course_folder.course_file import CourseSpec
from courses.catalogue.course_folder.files import COURSE
from courses.catalogue.course_folder.glossary import TERM, folded
from courses.catalogue.rendering.lesson_html import LESSON_LINK
from courses.ports.assessments import ASSESSMENTS
from lms.text.problems import Problem

SAME = (
    "slug",
    "version",
    "licence",
    "valid_months",
    "final",
    "final_opens",
    "renewal_window_months",
    "holders_open_cohorts",
    "card",
)  # keys of course.yaml that every language repeats
HEADING = re.compile(r"^ {0,3}(#{2,6})\s", re.MULTILINE)
NAMES: dict[type[Block], str] = {Text: "text", Figure: "figure", Counter: "counter", Case: "case", CheckFence: "check"}


def translation_problems(bundle: Bundle, course: CourseSpec, language: str) -> Iterator[Problem]:
    """Where the folder of a language differs from the course in more than its words."""
    other = bundle.translations[language]
    found = [*_course(bundle, course, other, language), *_figures(bundle, other)]
    for slug in dict.fromkeys(course.lessons):
        if slug in bundle.lessons and slug in other.lessons:
            found.extend(_lesson(bundle.lessons[slug], other.lessons[slug]))
    found.extend(ASSESSMENTS.provider().questions.compare(bundle.files, other.files))
    return (in_language(one, language) for one in found)


def in_language(problem: Problem, language: str) -> Problem:
    """A problem of a translation, with its file seen from the folder of the course."""
    return replace(problem, file=f"{language}/{problem.file}")


def _course(bundle: Bundle, course: CourseSpec, other: Bundle, language: str) -> Iterator[Problem]:
    if other.course is None:
        return
    lines = other.course_lines
    if other.course.language != language or language == course.language:
        words = f"“language” is {other.course.language}, in the folder {language} of a course in {course.language}."
        yield Problem(COURSE, lines.line("language"), words)
    for key in SAME:
        if lines.value.get(key) != bundle.course_lines.value.get(key):
            yield Problem(COURSE, lines.line(key), f"“{key}” must be what it is in the course itself.")
    if (course.correction is None) != (other.course.correction is None):
        words = "“correction” must stand in every language of the course, or in none."
        yield Problem(COURSE, lines.line("correction"), words)
    mine = [(one.slug, one.lessons, one.checkpoint) for one in course.modules]
    theirs = [(one.slug, one.lessons, one.checkpoint) for one in other.course.modules]
    for n, (own, that) in enumerate(zip_longest(mine, theirs)):
        if own != that:
            words = "Modules, their lessons and checkpoints must stand here as in the course itself."
            yield Problem(COURSE, lines.line("modules", n), words)
            return


def _figures(bundle: Bundle, other: Bundle) -> Iterator[Problem]:
    for name, size in other.figures.items():
        own = bundle.figures.get(name)
        if own is None and f"figures/{name}" not in bundle.files:
            yield Problem(f"figures/{name}", 1, "The course itself has no picture of this name.")
        elif own is not None and own != size:
            words = f"The picture is {size.width} by {size.height}; in the course it is {own.width} by {own.height}."
            yield Problem(f"figures/{name}", 1, words)


def _lesson(own: LessonFile, other: LessonFile) -> Iterator[Problem]:
    """The same blocks in the same order, the same words to explain, the same links, minutes and sources."""

    def fault(line: int, words: str) -> Problem:
        return Problem(other.path, line, words)

    for key in ("minutes", "sources"):
        if isinstance(other.front.value, dict) and other.front.value.get(key) != own.front.value.get(key):
            yield fault(other.front.line(key), f"“{key}” must be what it is in the course itself.")
    for mine, theirs in zip_longest(own.blocks, other.blocks):
        if mine is None:
            yield fault(theirs.line, "The course itself has no such block at the end of this lesson.")
            return
        if theirs is None:
            yield fault(1, f"A block is missing at the end: {_called(mine)}, line {mine.line} of {own.path}.")
            return
        if _called(mine) != _called(theirs):
            words = f"Here stands {_called(theirs)}; in the course it is {_called(mine)}, line {mine.line}."
            yield fault(theirs.line, words)
            return
        yield from (fault(theirs.line, words) for words in _words(mine, theirs))


def _called(block: Block) -> str:
    name = NAMES[type(block)]
    if isinstance(block, Figure):
        return f"{name} {block.name}"
    return f"{name} {block.id}" if isinstance(block, CheckFence) else name


def _words(mine: Block, theirs: Block) -> Iterator[str]:
    """What two blocks of one kind differ in."""
    own, other = _markdown(mine), _markdown(theirs)
    if HEADING.findall(own) != HEADING.findall(other):
        yield "The headings of this part are not those of the course: as many, of the same levels."
    if differ_in := _codes(mine, own) ^ _codes(theirs, other):
        yield f"The sources of this part are not those of the course: {', '.join(sorted(differ_in))}."
    for what, pattern in (("glossary words", TERM), ("links", LESSON_LINK)):
        before, after = sorted(_names(pattern, own)), sorted(_names(pattern, other))
        if before != after:
            lost, added = sorted(set(before) - set(after)), sorted(set(after) - set(before))
            differ = "; ".join(
                [f"missing: {', '.join(lost)}"] * bool(lost) + [f"added: {', '.join(added)}"] * bool(added)
            )
            yield f"The {what} of this part are not those of the course. {differ or 'Some stand more often in one'}."


def _codes(block: Block, markdown: str) -> set[str]:
    """The sources that a block names; their places may be said in each language."""
    named = block.sources if isinstance(block, Figure) else ()
    return {one.code for one in (*named, *references_in(markdown))}


def _markdown(block: Block) -> str:
    if isinstance(block, Figure):
        return block.caption
    text = markdown_of(block)
    return text[0] if text else ""


def _names(pattern: re.Pattern[str], markdown: str) -> list[str]:
    return [folded(found[1]) for found in pattern.finditer(markdown)]


def own_problems(bundle: Bundle, language: str, found: set[Problem]) -> set[Problem]:
    """Of the problems of a translation, those of the files that it brings itself; the others are the course's."""
    shared = {*SHARED, *bundle.folder.names("figures")} - {
        path.removeprefix(f"{language}/") for path in bundle.folder.names(language)
    }
    return {in_language(one, language) for one in found if one.file not in shared}

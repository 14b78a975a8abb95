"""What `lms courses check` looks for in a lesson."""

import re
from collections import Counter as Count
from collections.abc import Iterator
from html.parser import HTMLParser

from courses.catalogue.claims.references import BEGINS, is_broken
from courses.catalogue.course_folder.blocks import Case, CheckFence, Counter, Figure, LessonFile, markdown_of
from courses.catalogue.course_folder.bundle import Bundle
from courses.catalogue.course_folder.course_file import SLUG, CourseSpec
from courses.catalogue.course_folder.files import GLOSSARY, SOURCES
from courses.catalogue.course_folder.glossary import TERM, folded
from courses.catalogue.rendering.lesson_html import LESSON_LINK, expand, explain
from lms.text import markup
from lms.text.problems import Problem

FRONT = ("title", "minutes", "act", "sources")
MOST_MINUTES = 120
Fault = tuple[int, str]  # line and words
HEADING = re.compile(r"^ {0,3}#(?!#)\s*\S")


def lesson_problems(bundle: Bundle, course: CourseSpec, lesson: LessonFile) -> list[Problem]:
    """Everything wrong with one lesson."""
    found = [*_front(bundle, lesson), *_blocks(bundle, lesson)]
    for block in lesson.blocks:
        text = markdown_of(block)
        if text:
            found.extend(_markdown(bundle, course, *text))
        elif isinstance(block, Figure):
            found.extend(_markdown(bundle, course, block.caption, block.caption_line - 1))
    return [Problem(lesson.path, line, words) for line, words in found]


def _front(bundle: Bundle, lesson: LessonFile) -> Iterator[Fault]:
    front, lines = lesson.front.value, lesson.front
    if not isinstance(front, dict):
        yield 1, "The block at the head must name title, minutes, act and sources."
        return
    for key in front:
        if key not in FRONT:
            yield lines.line(key), f"“{key}” is unknown here. It can be: {', '.join(FRONT)}."
    for key in ("title", "act"):
        if not isinstance(front.get(key), str) or not front[key].strip():
            yield lines.line(key), f"“{key}” is missing or not a text."
    minutes = front.get("minutes")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 1 <= minutes <= MOST_MINUTES:
        yield lines.line("minutes"), f"“minutes” must be a whole number from 1 to {MOST_MINUTES}."
    yield from _front_sources(bundle, lesson)
    for key in ("title", "act"):
        if BEGINS in str(front.get(key)):
            yield lines.line(key), f"“{key}” takes no reference. Write it behind the sentence that says this."


def _front_sources(bundle: Bundle, lesson: LessonFile) -> Iterator[Fault]:
    lines, sources = lesson.front, lesson.front.value.get("sources")
    if not isinstance(sources, list) or not sources:
        yield lines.line("sources"), "“sources” must list the sources that carry the facts."
        return
    for n, code in enumerate(sources):
        if code not in bundle.sources and not bundle.has_problem_in(SOURCES):
            yield lines.line("sources", n), f"The source {code} is not in sources.yaml."


def _blocks(bundle: Bundle, lesson: LessonFile) -> Iterator[Fault]:
    counters = [block for block in lesson.blocks if isinstance(block, Counter)]
    if not counters:
        yield 1, "The lesson has no “::: counter” block: each lesson ends in one act at the counter."
    for second in counters[1:]:
        yield second.line, "A lesson has one “::: counter” block only."
    if not any(isinstance(block, Figure | Case) for block in lesson.blocks):
        yield 1, "The lesson has neither a figure nor a case. It needs one of them."
    for block in lesson.blocks:
        if isinstance(block, Figure):
            yield from _figure(bundle, block)
        elif isinstance(block, CheckFence) and not SLUG.match(block.id):
            yield block.line, "A check needs the id of its question: small letters, digits and hyphens."
        elif isinstance(block, Case) and not (block.title and block.markdown.strip()):
            yield block.line, "A case needs a title beside “::: case” and words between its fences."
        elif isinstance(block, Counter) and not block.markdown.strip():
            yield block.line, "The “::: counter” block is empty."


def _figure(bundle: Bundle, block: Figure) -> Iterator[Fault]:
    if "/" in block.name or "\\" in block.name or block.name.startswith("."):
        yield block.line, f"“{block.name}” leads out of the folder figures/. Name a picture that lies in it."
    elif f"figures/{block.name}" not in bundle.files:
        yield block.line, f"The picture figures/{block.name} is missing."
    if not block.alt:
        yield block.line, "The figure has no text alternative. Say in “alt:” what is to be seen."
    if not block.caption:
        yield block.line, "The figure has no caption. Say in “caption:” what to look at."


def _markdown(bundle: Bundle, course: CourseSpec, markdown: str, before: int) -> Iterator[Fault]:
    """Faults of a piece of Markdown that stands after so many lines of its file."""
    for n, line in enumerate(markdown.split("\n"), before + 1):
        for words in _line(bundle, course, line):
            yield n, words
    expanded = expand(markdown, bundle.glossary, course.slug)
    lines = expanded.split("\n")
    seen: Count[str] = Count()
    for one in markup.dropped(expanded):
        if one.what != "<h1>":
            yield before + _line_of(one, lines, seen), f"{one.what} is not allowed here and would be taken out."
    for address in _Links.of(markup.to_html(explain(markdown, bundle.glossary))):
        if not address.startswith("#term-"):
            n = next((n for n, line in enumerate(lines, 1) if address in line), 1)
            yield before + n, f"The link to {address} is not allowed: links lead to lessons, as in (lesson:name)."


def _line(bundle: Bundle, course: CourseSpec, line: str) -> Iterator[str]:
    """Faults that can be seen in one line alone."""
    if HEADING.match(line):
        yield "Headings begin at the second level (##): the title of the lesson is the first."
    for term in TERM.finditer(line):
        if folded(term["term"]) not in bundle.glossary and not bundle.has_problem_in(GLOSSARY):
            yield f"“{term['term']}” is not a term of the glossary."
    if "[[" in TERM.sub("", line):
        yield "A glossary word begins here with [[ and does not end with ]] on the same line."
    if is_broken(line):
        yield "A reference begins here with [^ and is none. Write [^CODE] or [^CODE:place] on one line."
    for link in LESSON_LINK.finditer(line):
        if link["slug"] not in course.lessons:
            yield f"The link leads to the lesson “{link['slug']}”, which is not in course.yaml."


def _line_of(one: markup.Dropped, lines: list[str], seen: Count[str]) -> int:
    """The line of something that the cleaner takes out; of the same thing twice, each its own line."""
    element = re.match(r"^<(\w+)>$", one.what)
    attribute = re.match(r"^([\w:-]+)=… on <", one.what)
    if element and element[1] == "img":
        pattern = r"<img\b|!\["
    elif element:
        pattern = rf"<{element[1]}\b"
    elif attribute:
        pattern = rf"\b{re.escape(attribute[1])}\s*="
    else:
        return one.line
    places = [n for n, line in enumerate(lines, 1) for _ in re.finditer(pattern, line, re.IGNORECASE)]
    seen[one.what] += 1
    return places[min(seen[one.what], len(places)) - 1] if places else one.line


class _Links(HTMLParser):
    """Gathers the addresses of links."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, or something else."""
        self.addresses.extend(value or "" for name, value in attrs if tag == "a" and name == "href")

    @classmethod
    def of(cls, html: str) -> list[str]:
        """The addresses of all links in this HTML."""
        reader = cls()
        reader.feed(html)
        return reader.addresses

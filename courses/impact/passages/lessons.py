"""The passages of a lesson file, paragraph by paragraph, row by row."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from courses.impact.passages.text import Line, listed, passage
from courses.impact.rules.places import Passage, PassageKind

ALONE = re.compile(r"\s*(?:#|\||[-*+]\s|\d+[.)]\s)")  # a line that begins something of its own
ONE_LINE = re.compile(r"\s*[#|]")
FENCE = re.compile(r":::\s*(?P<kind>[a-z]+)\s*(?P<rest>.*)")
OF_FIGURE = re.compile(r"\s*(?P<key>alt|caption|sources):")
SHOWN_IN_FRONT = ("title:", "act:")
HEAD = "---"


def lesson_passages(file: str, text: str, language: str) -> Iterator[Passage]:
    """Everything that a lesson says, and the codes that it names."""
    slug = PurePosixPath(file).stem
    lines = list(enumerate(text.replace("\r\n", "\n").split("\n"), start=1))
    end = 0
    if lines[0][1].rstrip() == HEAD:
        end = next((no for no, words in lines[1:] if words.rstrip() == HEAD), 1)
        yield from _front(file, slug, lines[1 : end - 1], language)
    yield from _body(file, slug, lines[end:], language)


def _front(file: str, slug: str, lines: list[Line], language: str) -> Iterator[Passage]:
    """Title and act are read by people; the list of sources may go over several lines."""
    key = ""
    for number, words in lines:
        begins = re.match(r"[\w-]+:", words)
        key = begins[0] if begins else key
        value = " " * len(begins[0]) + words[len(begins[0]) :] if begins else words
        if key in SHOWN_IN_FRONT:
            yield passage(PassageKind.LESSON, slug, language, file, [(number, value)])
        elif key == "sources:":
            yield listed(PassageKind.LESSON, slug, language, file, [(number, value)])


def _body(file: str, slug: str, lines: list[Line], language: str) -> Iterator[Passage]:
    """What stands between and in the fences."""
    gathered: list[Line] = []
    figure = ""
    for number, words in lines:
        fence = FENCE.match(words)
        if figure and not words.startswith(":::"):
            yield from _of_figure(file, figure, (number, words), language)
        elif words.startswith(":::"):
            yield from _blocks(file, slug, gathered, language)
            gathered, figure = [], ""
            if fence and fence["kind"] == "figure":
                figure = fence["rest"].strip() or slug
            elif fence and fence["kind"] == "case":
                title = " " * fence.start("rest") + fence["rest"]
                yield passage(PassageKind.LESSON, slug, language, file, [(number, title)])
        else:
            gathered.append((number, words))
    yield from _blocks(file, slug, gathered, language)


def _blocks(file: str, slug: str, lines: list[Line], language: str) -> Iterator[Passage]:
    """Paragraphs go on until a blank line, or one that begins something of its own; headings and rows stand alone."""
    gathered: list[Line] = []
    for number, words in [*lines, (0, "")]:
        if gathered and (not words.strip() or ALONE.match(words) or ONE_LINE.match(gathered[-1][1])):
            yield passage(PassageKind.LESSON, slug, language, file, gathered)
            gathered = []
        if words.strip():
            gathered.append((number, words))


def _of_figure(file: str, name: str, line: Line, language: str) -> Iterator[Passage]:
    found = OF_FIGURE.match(line[1])
    if not found:
        return
    value = (line[0], " " * found.end() + line[1][found.end() :])
    if found["key"] == "sources":
        yield listed(PassageKind.FIGURE, name, language, file, [value])
    else:
        yield passage(PassageKind.FIGURE, name, language, file, [value])

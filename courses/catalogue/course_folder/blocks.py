"""The blocks of a lesson file: front matter, text, and what stands between fences of three colons."""

import re
from dataclasses import dataclass, field, replace

from courses.catalogue.claims.references import Reference, references_of
from lms.text.located_yaml import LocatedYaml, read_yaml
from lms.text.problems import Problem

FENCE = ":::"
OPENING = re.compile(r"^:::\s*(?P<kind>[a-z]+)(?:\s+(?P<rest>.*?))?\s*$")
BETWEEN_SOURCES = re.compile(r"[,;]")
KINDS = ("figure", "counter", "case", "check")


@dataclass(frozen=True)
class Block:
    """A piece of a lesson, and the line of its file on which it begins."""

    line: int


@dataclass(frozen=True)
class Text(Block):
    """Markdown between the fences."""

    markdown: str


@dataclass(frozen=True)
class Figure(Block):
    """A picture with its text alternative, its caption, and the sources of what it shows."""

    name: str
    alt: str
    caption: str
    caption_line: int
    sources: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Counter(Block):
    """The one act at the counter to take away; the Markdown begins on the line after."""

    markdown: str


@dataclass(frozen=True)
class Case(Block):
    """A worked case; the Markdown begins on the line after."""

    title: str
    markdown: str


@dataclass(frozen=True)
class CheckFence(Block):
    """The place of a practice question."""

    id: str


@dataclass
class LessonFile:
    """A lesson as its file says it."""

    slug: str
    path: str
    front: LocatedYaml
    blocks: list[Block] = field(default_factory=list)


def markdown_of(block: Block) -> tuple[str, int] | None:
    """The Markdown of a block and the number of lines before its first; nothing for a figure or a check."""
    if isinstance(block, Text):
        return block.markdown, block.line - 1
    if isinstance(block, Counter | Case):
        return block.markdown, block.line
    return None


def read_lesson(slug: str, path: str, text: str, problems: list[Problem]) -> LessonFile | None:
    """The lesson of a file's text; what cannot be read is noted."""
    lines = text.replace("\r\n", "\n").split("\n")
    if not lines or lines[0].rstrip() != "---":
        problems.append(Problem(path, 1, "A lesson begins with a line of three hyphens, and its title and minutes."))
        return None
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        problems.append(Problem(path, 1, "The block at the head has no end. Close it with a line of three hyphens."))
        return None
    front = read_yaml("\n".join(lines[1:end]), offset=1)
    if front.problems:
        problems.extend(replace(one, file=path) for one in front.problems)
        return None
    return LessonFile(slug, path, front, _Scan(path, problems).blocks(lines, end + 1))


class _Scan:
    """One reading of the lines of a lesson."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems

    def note(self, line: int, message: str) -> None:
        """Something wrong on this line."""
        self.problems.append(Problem(self.path, line, message))

    def blocks(self, lines: list[str], start: int) -> list[Block]:
        """Every block from this line (counted from 0) to the end."""
        made: list[Block] = []
        n = begin = start
        while n < len(lines):
            if not lines[n].startswith(FENCE):
                n += 1
                continue
            self.text(made, lines, begin, n)
            close = self.closing(lines, n)
            self.fenced(made, lines, n, close)
            n = begin = close + 1
        self.text(made, lines, begin, len(lines))
        return made

    def text(self, made: list[Block], lines: list[str], begin: int, end: int) -> None:
        """The Markdown between two fences, if there is any."""
        if any(line.strip() for line in lines[begin:end]):
            made.append(Text(begin + 1, "\n".join(lines[begin:end])))

    def closing(self, lines: list[str], opening: int) -> int:
        """The line that closes the fence; one that is never closed, or another that opens before, is noted."""
        for n in range(opening + 1, len(lines)):
            if lines[n].rstrip() == FENCE:
                return n
            if lines[n].startswith(FENCE):
                self.note(opening + 1, "This block is not closed before the next one begins. End it with “:::”.")
                return n - 1
        self.note(opening + 1, "This block is not closed. End it with a line “:::”.")
        return len(lines)

    def fenced(self, made: list[Block], lines: list[str], opening: int, close: int) -> None:
        """The block between an opening and a closing fence."""
        found = OPENING.match(lines[opening])
        line, body = opening + 1, lines[opening + 1 : close]
        kind, rest = (found["kind"], found["rest"] or "") if found else ("", "")
        if kind == "figure":
            made.append(self.figure(line, rest, body))
        elif kind == "counter":
            made.append(Counter(line, "\n".join(body)))
        elif kind == "case":
            made.append(Case(line, rest, "\n".join(body)))
        elif kind == "check":
            made.append(CheckFence(line, rest))
            if any(one.strip() for one in body):
                self.note(line, "A check has nothing between its fences: its words are in the questions.")
        else:
            self.note(line, f"Unknown block “{kind or lines[opening].strip()}”. It can be: {', '.join(KINDS)}.")

    def figure(self, line: int, name: str, body: list[str]) -> Figure:
        """A figure, from its lines `alt:` and `caption:`, and `sources:` where it has one."""
        found: dict[str, tuple[str, int]] = {}
        for n, text in enumerate(body, line + 1):
            key, colon, value = text.partition(":")
            if not text.strip():
                continue
            if not colon or key.strip() not in {"alt", "caption", "sources"} or key.strip() in found:
                self.note(n, "A figure has these lines, each once: “alt:”, “caption:” and, with a claim, “sources:”.")
                continue
            found[key.strip()] = value.strip(), n
        caption, caption_line = found.get("caption", ("", line))
        named = found.get("sources", ("", line))[0]
        sources = references_of(one for one in BETWEEN_SOURCES.split(named) if one.strip())
        return Figure(line, name, found.get("alt", ("", line))[0], caption, caption_line, sources)

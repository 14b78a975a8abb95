"""A lesson as a page: pieces of clean HTML, and between them its pictures and the places of checks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from courses.catalogue.claims.references import without_references
from courses.catalogue.course_folder.blocks import Block, Case, CheckFence, Counter, Figure, LessonFile, Text
from courses.catalogue.course_folder.glossary import TERM, Glossary, Word, folded
from courses.ports.questions import StoredPicture
from lms.text import markup

BLOCKS = 3  # raise when the same blocks give other HTML, or words say something else
PAGE = f"{markup.RENDERER}.{BLOCKS}"  # what stored pages were made by; others are rendered anew
LESSON_LINK = re.compile(r"\]\(lesson:(?P<slug>[^)\s]*)\)")


def lesson_path(course: str, lesson: str) -> str:
    """The address of a lesson's page."""
    return f"/courses/{course}/lessons/{lesson}"


def explain(markdown: str, glossary: Glossary) -> str:
    """Markdown with the words of the glossary made into links to their meaning; no line is added or lost."""

    def term(found: re.Match[str]) -> str:
        word = glossary.get(folded(found["term"]))
        shown = (found["shown"] or found["term"]).strip()
        return f'<a class="term" href="#term-{word.id}">{shown}</a>' if word else shown

    return TERM.sub(term, markdown)


def expand(markdown: str, glossary: Glossary, course: str) -> str:
    """Markdown with glossary words and lessons made into links, and without references; no line is added or lost."""
    explained = explain(without_references(markdown), glossary)
    return LESSON_LINK.sub(lambda found: f"]({lesson_path(course, found['slug'])})", explained)


def terms_in(markdown: str, glossary: Glossary) -> list[Word]:
    """The glossary words that a text uses."""
    return [word for found in TERM.finditer(markdown) if (word := glossary.get(folded(found["term"])))]


@dataclass(frozen=True)
class Page:
    """What is stored of a lesson: its parts in order, and the words that it explains."""

    parts: list[dict[str, Any]]
    words: tuple[Word, ...]


def words_as_data(words: Iterable[Word]) -> list[dict[str, Any]]:
    """Glossary words as they are stored, each once, in the order of the alphabet."""
    each = {word.id: word for word in words}
    ordered = sorted(each.values(), key=lambda word: folded(word.term))
    return [
        {"id": word.id, "term": word.term, "meaning": word.meaning} | ({"review": True} if word.to_review else {})
        for word in ordered
    ]


def render(lesson: LessonFile, course: str, glossary: Glossary, pictures: Mapping[str, StoredPicture]) -> Page:
    """The page of a lesson that was checked before."""
    made = _Rendering(course, glossary, pictures)
    for block in lesson.blocks:
        made.add(block)
    return Page(made.parts, tuple(made.words))


@dataclass
class _Rendering:
    """One pass through the blocks of a lesson."""

    course: str
    glossary: Glossary
    pictures: Mapping[str, StoredPicture]
    parts: list[dict[str, Any]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    headed: bool = False  # a heading of the second level came before
    figures: int = 0

    def html(self, markdown: str) -> str:
        """Clean HTML, with the words noted that it explains."""
        self.words.extend(terms_in(markdown, self.glossary))
        return markup.to_html(expand(markdown, self.glossary, self.course))

    def add(self, block: Block) -> None:
        """Append one block."""
        if isinstance(block, CheckFence):
            self.parts.append({"check": block.id})
            return
        if isinstance(block, Figure):
            self.parts.append({"figure": self.figure(block)})
            return
        html = self.block(block)
        if self.parts and "html" in self.parts[-1]:
            self.parts[-1]["html"] += html
        else:
            self.parts.append({"html": html})

    def block(self, block: Block) -> str:
        """The HTML of one block."""
        if isinstance(block, Text):
            html = self.html(block.markdown)
            self.headed = self.headed or "<h2>" in html
            return html
        if isinstance(block, Counter):
            return f'<div class="callout">{self.html(block.markdown)}</div>'
        if isinstance(block, Case):
            level = 3 if self.headed else 2
            title = markup.inline_html(without_references(block.title))
            return f'<section class="card"><h{level}>{title}</h{level}>{self.html(block.markdown)}</section>'
        raise TypeError(f"Nobody knows how to show a {type(block).__name__}.")

    def figure(self, block: Figure) -> dict[str, Any]:
        """A picture; the first is loaded with the page, the others when they come near."""
        picture = self.pictures[block.name]
        self.figures += 1
        self.words.extend(terms_in(block.caption, self.glossary))
        caption = markup.inline_html(expand(block.caption, self.glossary, self.course))
        return {
            "url": picture.url,
            "width": picture.width,
            "height": picture.height,
            "alt": without_references(block.alt),
            "lazy": self.figures > 1,
            "caption": caption,
        }


def readable(parts: Iterable[dict[str, Any]]) -> str:
    """What is read or heard of a stored page; a check is a gap in it."""
    return markup.readable("".join(map(_words_of, parts)))


def _words_of(part: dict[str, Any]) -> str:
    if "figure" in part:
        figure = part["figure"]
        return f'<figure><img alt="{escape(figure["alt"])}"><figcaption>{figure["caption"]}</figcaption></figure>'
    return str(part.get("html", "<hr>"))


def check_ids(parts: Iterable[dict[str, Any]]) -> list[str]:
    """The checks of a stored page, in order."""
    return [part["check"] for part in parts if "check" in part]

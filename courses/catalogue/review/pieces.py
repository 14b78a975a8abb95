"""The pieces of a course folder: each lesson, question and word with what it says and rests on, in each language."""

import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from courses.catalogue.claims.references import reference
from courses.catalogue.claims.sentences import sentences
from courses.catalogue.claims.source import CitedSource, source_as_data
from courses.catalogue.course_folder.blocks import Block, Case, Figure, markdown_of
from courses.catalogue.course_folder.bundle import Bundle
from courses.catalogue.course_folder.files import SOURCES
from courses.catalogue.course_folder.sources import bare_texts
from courses.catalogue.rendering.lesson_html import explain
from courses.catalogue.review.rules.standing import PieceKind
from courses.ports.assessments import ASSESSMENTS
from courses.ports.questions import QuestionText
from lms.text import markup
from lms.text.located_yaml import read_yaml

WHEN_READ = frozenset({"next_reading", "read_on", "read_by"})  # read again and found the same is no other source
CELL, BOX = re.compile(r"</t[hd]>"), re.compile(r"</(?:p|li|h[2-4]|tr|dt|dd|blockquote|pre)>")


@dataclass(frozen=True)
class DescribedSource:
    """A source as its course describes it."""

    hash: str
    said: Any  # names and values; a text in versions of before
    next_reading: date | None


@dataclass(frozen=True)
class FolderPiece:
    """A piece as its folder says it."""

    language: str
    kind: PieceKind
    name: str
    no: int
    title: str
    lesson: str
    lines: tuple[str, ...]
    text_hash: str
    sources: Mapping[str, DescribedSource]  # by code; one that no file describes is left out


Words = Mapping[str, Sequence[Mapping[str, Any]]]  # the words that lessons use, by language


def pieces_of(bundle: Bundle, words: Words) -> list[FolderPiece]:
    """Every piece of a folder that was checked before, language by language, in the order of the course."""
    if bundle.course is None:
        return []
    found: list[FolderPiece] = []
    for language, other in {bundle.course.language: bundle, **bundle.translations}.items():
        known = sources_of(other)
        made = [
            *_lessons(other, bundle.course.lessons, known),
            *_questions(other, known),
            *_words(other, words.get(language, ())),
        ]
        found += [FolderPiece(**{**one, "no": number, "language": language}) for number, one in enumerate(made, 1)]
    return found


def digest(value: Any) -> str:
    """SHA-256 over a value as JSON; the same content has the same hash, in whatever order its names stand."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def described(source: CitedSource) -> DescribedSource:
    """A source as it is kept; when it was read last, and is to be read next, makes it no other."""
    said = source_as_data(source)
    lasting = {name: value for name, value in said.items() if name not in WHEN_READ}
    return DescribedSource(digest(lasting), said, source.next_reading)


def sources_of(bundle: Bundle) -> dict[str, DescribedSource]:
    """The sources of a course by code; of a version loaded when they were bare texts, these texts."""
    if bundle.sources:
        return {code: described(source) for code, source in bundle.sources.items()}
    listed = bare_texts(read_yaml(bundle.files[SOURCES].decode()))
    return {code: DescribedSource(digest(text), text, None) for code, text in listed.items()}


def named(written: Iterable[str], known: Mapping[str, DescribedSource]) -> dict[str, DescribedSource]:
    """These sources, whatever place in them is named behind a colon."""
    codes = {reference(one).code for one in written}
    return {code: known[code] for code in sorted(codes) if code in known}


def _lessons(bundle: Bundle, slugs: Sequence[str], known: Mapping[str, DescribedSource]) -> Iterator[dict[str, Any]]:
    for slug in slugs:
        lesson = bundle.lessons[slug]
        front = lesson.front.value
        head = [front["title"].strip(), front["act"].strip()]
        yield {
            "kind": PieceKind.LESSON,
            "name": slug,
            "title": head[0],
            "lesson": slug,
            "lines": (*head, *(line for block in lesson.blocks for line in lines_of(block))),
            "text_hash": digest([PieceKind.LESSON, head, [_hashed(one, bundle.files) for one in lesson.blocks]]),
            "sources": named(map(str, front["sources"]), known),  # all that its statements use is listed there
        }


def _hashed(block: Block, files: Mapping[str, bytes]) -> list[str]:
    """What makes a block another one: its words, whatever the program makes of them, and the picture of a figure."""
    kind = type(block).__name__
    if isinstance(block, Figure):
        picture = hashlib.sha256(files.get(f"figures/{block.name}", b"")).hexdigest()
        return [kind, block.name, block.alt, block.caption, picture]
    text = markdown_of(block)
    title = block.title if isinstance(block, Case) else ""
    return [kind, title, " ".join(text[0].split()) if text else ""]


def lines_of(block: Block) -> list[str]:
    """The sentences of a block as somebody reads them; a check has none, since its question is a piece of its own."""
    if isinstance(block, Figure):
        return [line for text in (block.caption, block.alt) for line in sentences(_plain(markup.inline_html(text)))]
    text = markdown_of(block)
    if text is None:
        return []
    boxes = BOX.split(CELL.sub(" · ", markup.to_html(explain(text[0], {}))))
    title = [block.title] if isinstance(block, Case) else []
    return [*title, *(line for box in boxes for line in sentences(_plain(box).strip(" ·")))]


def _plain(part: str) -> str:
    return html.unescape(markup.plain(explain(part, {})))


def _questions(bundle: Bundle, known: Mapping[str, DescribedSource]) -> Iterator[dict[str, Any]]:
    for one in ASSESSMENTS.provider().questions.texts(bundle.files):
        yield {
            "kind": PieceKind.QUESTION,
            "name": one.id,
            "title": one.stem,
            "lesson": one.lesson,
            "lines": tuple(line for line in one.lines if line),
            "text_hash": digest([PieceKind.QUESTION, one.lines, one.content, pictures_in(one, bundle.files)]),
            "sources": named(one.sources, known),
        }


def pictures_in(question: QuestionText, files: Mapping[str, bytes]) -> list[str]:
    """The hashes of the pictures that a question names."""
    said = json.dumps(question.content, ensure_ascii=False, default=str)
    shown = [path for path in sorted(files) if path.startswith("figures/") and f'"{path[8:]}"' in said]
    return [hashlib.sha256(files[path]).hexdigest() for path in shown]


def _words(bundle: Bundle, words: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    known = {code: described(source) for code, source in bundle.glossary_sources.items()}
    references = {word.id: word.sources for word in bundle.glossary.values()}
    for one in words:
        said = [one["term"], one["meaning"]]
        yield {
            "kind": PieceKind.WORD,
            "name": one["id"],
            "title": one["term"],
            "lesson": "",
            "lines": (one["term"], *sentences(one["meaning"])),
            "text_hash": digest([PieceKind.WORD, *said]),
            "sources": named((each.code for each in references.get(one["id"], ())), known),
        }

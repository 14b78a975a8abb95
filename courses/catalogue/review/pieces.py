"""The pieces of a course folder: each lesson, question and word with what it says and rests on, in each language."""

import csv
import hashlib
import html
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from courses.catalogue.course_folder.blocks import Block, Case, Figure, LessonFile, markdown_of
from courses.catalogue.course_folder.bundle import Bundle
from courses.catalogue.course_folder.files import GLOSSARY, SOURCES
from courses.catalogue.course_folder.glossary import anchor
from courses.catalogue.rendering.lesson_html import explain
from courses.catalogue.review.rules.differences import sentences
from courses.catalogue.review.rules.standing import PieceKind
from courses.ports import ASSESSMENTS, QuestionText
from lms.text import markup
from lms.text.located_yaml import read_yaml

GLOSSARY_SOURCES = "glossary-sources.yaml"
WHEN_READ = frozenset({"next_reading", "read_on", "read_by"})  # read again and found the same is no other source
REFERENCE = re.compile(r"\[\^(?P<code>[^\]:\s]+)(?::[^\]]*)?\]")
CELL, BOX = re.compile(r"</t[hd]>"), re.compile(r"</(?:p|li|h[2-4]|tr|dt|dd|blockquote|pre)>")


@dataclass(frozen=True)
class DescribedSource:
    """A source as its course describes it."""

    hash: str
    said: Any
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
        known = sources_of(other.files, SOURCES)
        made = [
            *_lessons(other, bundle.course.lessons, language, known),
            *_questions(other, language, known),
            *_words(other, words.get(language, ()), language, bundle.course.language),
        ]
        found += [FolderPiece(**{**one, "no": number, "language": language}) for number, one in enumerate(made, 1)]
    return found


def digest(value: Any) -> str:
    """SHA-256 over a value as JSON; the same content has the same hash, in whatever order its names stand."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def sources_of(files: Mapping[str, bytes], path: str) -> dict[str, DescribedSource]:
    """The sources that a file describes, by code: each a text, or names and values."""
    if path not in files:
        return {}
    listed = read_yaml(files[path].decode()).value
    return {str(code): source_of(said) for code, said in listed.items()} if isinstance(listed, dict) else {}


def source_of(said: Any) -> DescribedSource:
    """One source; when it was read last, and is to be read next, makes it no other."""
    plain = json.loads(json.dumps(said, default=str))
    if not isinstance(plain, dict):
        return DescribedSource(digest(plain), plain, None)
    return DescribedSource(digest({k: v for k, v in plain.items() if k not in WHEN_READ}), plain, day_of(plain))


def day_of(said: Mapping[str, Any]) -> date | None:
    """The day of its next reading; none where none is named, or what is named is no day."""
    try:
        return date.fromisoformat(str(said.get("next_reading")))
    except ValueError:
        return None


def named(codes: Iterator[str] | Sequence[str], known: Mapping[str, DescribedSource]) -> dict[str, DescribedSource]:
    """These sources, whatever place in them is named behind a colon."""
    bare = {code.partition(":")[0].strip() for code in codes}
    return {code: known[code] for code in sorted(bare) if code in known}


def _lessons(
    bundle: Bundle, slugs: Sequence[str], language: str, known: Mapping[str, DescribedSource]
) -> Iterator[dict[str, Any]]:
    for slug in slugs:
        lesson = bundle.lessons[slug]
        front = lesson.front.value
        head = [front["title"].strip(), front["act"].strip()]
        codes = [*map(str, front["sources"]), *_referred(lesson)]
        yield {
            "kind": PieceKind.LESSON,
            "name": slug,
            "title": head[0],
            "lesson": slug,
            "lines": (*head, *(line for block in lesson.blocks for line in lines_of(block))),
            "text_hash": digest([PieceKind.LESSON, head, [_hashed(one, bundle.files) for one in lesson.blocks]]),
            "sources": named(codes, known),
        }


def _referred(lesson: LessonFile) -> list[str]:
    """The codes to which statements of a lesson point."""
    found = [markdown_of(one) for one in lesson.blocks]
    return [each["code"] for text in found if text for each in REFERENCE.finditer(text[0])]


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


def _questions(bundle: Bundle, language: str, known: Mapping[str, DescribedSource]) -> Iterator[dict[str, Any]]:
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


def _words(bundle: Bundle, words: Sequence[Mapping[str, Any]], language: str, called: str) -> Iterator[dict[str, Any]]:
    known, codes = sources_of(bundle.files, GLOSSARY_SOURCES), _codes_of_words(bundle.files, called)
    for one in words:
        said = [one["term"], one["meaning"]]
        yield {
            "kind": PieceKind.WORD,
            "name": one["id"],
            "title": one["term"],
            "lesson": "",
            "lines": (one["term"], *sentences(one["meaning"])),
            "text_hash": digest([PieceKind.WORD, *said]),
            "sources": named(codes.get(one["id"], ()), known),
        }


def _codes_of_words(files: Mapping[str, bytes], called: str) -> dict[str, list[str]]:
    """The codes of the sources of each word, by its anchor, where the glossary has a column for them."""
    rows = csv.DictReader(io.StringIO(files.get(GLOSSARY, b"").decode()))
    names = rows.fieldnames or []
    term = f"term_{called}" if f"term_{called}" in names else "term_en"
    if "sources" not in names:
        return {}
    return {anchor(row[term].strip()): (row["sources"] or "").split(";") for row in rows}

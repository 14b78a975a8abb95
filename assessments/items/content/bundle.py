"""The questions of a course folder, with file and line of every fault; the folder is held in memory."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from assessments.items.content.claims import faults_of_claims, with_references_apart
from assessments.items.content.not_examined import reasons_against
from assessments.items.content.refused import RefusedEntries, RefusedItem
from assessments.items.content.similarity import alike_items
from assessments.items.item import AuthoredItem, Use, parse_item
from assessments.items.parsing.entry import Entry
from assessments.items.parsing.located import read_yaml
from courses.api import CitedSource, NotExamined
from lms.text import markup
from lms.text.located_yaml import LocatedDict
from lms.text.problems import Problem

Files = Mapping[str, bytes]  # the content of a course folder by path inside it
QUESTIONS = re.compile(r"questions/[^/]+\.yaml\Z")
BLOCK = re.compile(r"<(?:p|h[1-6]|ul|ol|dl|blockquote|pre|table|hr)\b")
SAFE_XML = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


@dataclass(frozen=True)
class Surroundings:
    """What questions may refer to: lessons with their module, and sources by code; no sources, no check of codes."""

    lessons: Mapping[str, str]
    sources: Mapping[str, CitedSource] = field(default_factory=dict)
    topics: Collection[str] = ()
    not_examined: Collection[NotExamined] = ()


def read_items(
    files: Files, around: Surroundings, refused: RefusedEntries | None = None
) -> tuple[list[AuthoredItem], list[Problem]]:
    """The items of `questions/*.yaml` without fault, and everything that is wrong; `refused` gathers the others."""
    items, problems = parse_items(files, around, refused)
    for item in items:
        problems += [Problem(item.file, item.line, f"{item.id}: {words}") for words in _faults(item, files, around)]
    problems += _repeated_ids(items) + _alike(items)
    return items, sorted(problems)


def parse_items(
    files: Files, around: Surroundings, refused: RefusedEntries | None = None
) -> tuple[list[AuthoredItem], list[Problem]]:
    """The items that can be read, and what cannot; they are not looked at in their surroundings yet."""
    items: list[AuthoredItem] = []
    problems: list[Problem] = []
    refused = RefusedEntries() if refused is None else refused
    for name in sorted(files):
        if not QUESTIONS.match(name):
            continue
        of_file: list[Problem] = []
        for entry in read_entries(files, name, of_file):
            item = parse_item(entry, name, around.topics)
            if item is not None:
                items.append(with_references_apart(item))
            else:
                refused.items.append(
                    RefusedItem(*(said(entry, key) for key in ("id", "use", "topic", "lesson", "kind")))
                )
            problems += [Problem(name, fault.line, fault.message) for fault in entry.faults]
        refused.items_unreadable |= bool(of_file)
        problems += of_file
    return items, problems


def said(entry: Entry, key: str) -> str:
    """What an entry says there, without judging it; empty where that is no text."""
    value = entry.data.get(key)
    return value.strip() if isinstance(value, str) else ""


def read_entries(files: Files, name: str, problems: list[Problem]) -> Iterator[Entry]:
    """The mappings of a file that holds a list; whatever else it holds is a problem. No file, no entries."""
    if name not in files:
        return
    try:
        document, faults = read_yaml(files[name].decode())
    except UnicodeDecodeError:
        document, faults = None, [Problem(name, 1, "The file is not UTF-8 text.")]
    problems += [Problem(name, fault.line, fault.message) for fault in faults]
    if not isinstance(document, list):
        if not faults:
            problems.append(Problem(name, 1, "The file must hold a list: entries that start with “- ”."))
        return
    for place, one in enumerate(document):
        if isinstance(one, LocatedDict):
            yield Entry(one)
        else:
            line = getattr(document, "lines", [1] * len(document))[place]
            problems.append(Problem(name, line, "An entry must hold names and values."))


def _faults(item: AuthoredItem, files: Files, around: Surroundings) -> Iterator[str]:
    """What is wrong with an item in its surroundings."""
    if item.lesson not in around.lessons:
        yield f"There is no lesson “{item.lesson}”."
    if not item.id.startswith(f"{item.use}-"):
        yield f"The id of an item for {item.use} starts with “{item.use}-”."
    yield from faults_of_claims(item, around.sources)
    if item.use is not Use.PRACTICE:
        yield from reasons_against(item, around.not_examined)
    for text in item.texts:
        yield from (
            f"{dropped.what} is not allowed in “{text[:30]}…”." for dropped in markup.dropped(markup.as_inline(text))
        )
        if BLOCK.search(markup.inline_html(text)):
            yield f"A text stands on one line, without lists, quotes or tables: “{text[:30]}…”."
    yield from _picture_faults(item, files)


def _picture_faults(item: AuthoredItem, files: Files) -> Iterator[str]:
    """A picture that is missing, or whose natural size is not the one written down."""
    if item.picture_file is None:
        return
    data = files.get(f"figures/{item.picture_file}")
    if data is None:
        yield f"There is no picture figures/{item.picture_file}."
        return
    picture = item.definition.picture
    size = svg_size(data) if item.picture_file.endswith(".svg") else None
    if size is not None and size != (picture.width, picture.height):
        yield f"The picture is {size[0]} by {size[1]}, not {picture.width} by {picture.height}."


def svg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height by the viewBox of a drawing; None where it names none."""
    try:
        root = etree.fromstring(data, SAFE_XML)
        numbers = str(root.get("viewBox", "")).replace(",", " ").split()
        return (round(float(numbers[2])), round(float(numbers[3]))) if len(numbers) == 4 else None
    except (etree.XMLSyntaxError, ValueError):
        return None


def _repeated_ids(items: Iterable[AuthoredItem]) -> list[Problem]:
    """Ids that were used before; two uses of one item among them."""
    first: dict[str, AuthoredItem] = {}
    problems = []
    for item in items:
        before = first.setdefault(item.id, item)
        if before is item:
            continue
        where = f"{before.file}, line {before.line}"
        if before.use is not item.use:
            message = f"{item.id}: An item has one use only; it is for {before.use} in {where} and for {item.use} here."
        else:
            message = f"{item.id}: This id is used before, in {where}."
        problems.append(Problem(item.file, item.line, message))
    return problems


def _alike(items: Iterable[AuthoredItem]) -> list[Problem]:
    """Items that differ from another in little more than names and figures."""
    return [
        Problem(two.file, two.line, f"{two.id}: This item differs from {one.id} in little more than names or figures.")
        for one, two in alike_items(items)
        if one.id != two.id
    ]

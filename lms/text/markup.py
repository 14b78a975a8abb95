"""Markdown to clean HTML: the only place that calls markdown, bleach and nh3."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

import markdown
import nh3
from bleach.sanitizer import Cleaner

RENDERER = 1  # raise when the same Markdown gives other HTML, so that what is stored is rendered anew

TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "strong",
        "em",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "sub",
        "sup",
        "abbr",
        "dl",
        "dt",
        "dd",
    ]
)
ATTRIBUTES: dict[str, list[str]] = {
    "a": ["href", "title", "class"],
    "abbr": ["title"],
    "th": ["align", "scope"],
    "td": ["align"],
    "ol": ["start"],
}
CLASSES = frozenset({"term"})
ALIGNMENTS = frozenset({"left", "center", "right"})
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})
WITHIN = frozenset({"a", "abbr", "code", "em", "strong", "sub", "sup"})  # these stand inside a line
BETWEEN = "\0"  # stands between boxes while HTML is read; no text of ours holds it
ENDS = '.?!:;,…"”’)'
BLOCK_START = re.compile(r"^(\d*)([#>*+.\-])(?=[\s\d#])")
REMEMBERED = 6000  # texts; a course in two languages has 4,000, and is checked and loaded: each is looked at thrice
# One line of words and of signs that mean nothing in Markdown and in HTML: nine texts in ten of a course
PLAIN = re.compile(r"(?:[^\W\d_]|[«“‘(])(?:[^\W_]|[ \u00a0\u202f,;:.?!’‘“”«»…–—'\"()/%=°×·-])*(?<!\s)\Z")
RELATIVE = re.compile(r"^(?:[/#]|[\w-]+$)")


@dataclass(frozen=True)
class Dropped:
    """Something in a text that the cleaner takes out: the line, counted from 1, and what it was."""

    line: int
    what: str


def _allowed_class(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return tag == "a" and value in CLASSES
    if name == "align":
        return tag in {"th", "td"} and value in ALIGNMENTS
    return name in ATTRIBUTES.get(tag, [])


_local = threading.local()


def _tools() -> tuple[markdown.Markdown, Cleaner]:
    """One converter and one cleaner a thread: neither may be shared."""
    if not hasattr(_local, "tools"):
        converter = markdown.Markdown(
            extensions=["tables", "sane_lists", "abbr", "def_list"],
            extension_configs={"tables": {"use_align_attribute": True}},
            output_format="html",
        )
        cleaner = Cleaner(
            tags=TAGS,
            attributes=_allowed_class,
            protocols=PROTOCOLS,
            strip=True,
            strip_comments=True,
        )
        _local.tools = converter, cleaner
    tools: tuple[markdown.Markdown, Cleaner] = _local.tools
    return tools


@lru_cache(maxsize=REMEMBERED)
def _convert(text: str) -> str:
    converter, _ = _tools()
    converter.reset()
    return converter.convert(text)


def clean(html: str) -> str:
    """Both filters in series: bleach, which is required, and nh3, which is maintained."""
    _, cleaner = _tools()
    return second_filter(cleaner.clean(html))


def second_filter(html: str) -> str:
    """The filter that is maintained; by itself it lets through no more than the first."""
    attributes = {tag: set(names) for tag, names in ATTRIBUTES.items()}
    return nh3.clean(
        html, tags=set(TAGS), attributes=attributes | {"*": set()}, url_schemes=set(PROTOCOLS), link_rel=None
    )


@lru_cache(maxsize=REMEMBERED)
def to_html(text: str) -> str:
    """Clean HTML of a Markdown text; headings carry no ids, since an author's id could shadow ours."""
    if PLAIN.match(text):  # what the filters would make of it, in a hundredth of the time
        return f"<p>{text}</p>".replace("\u00a0", "&nbsp;")
    return clean(_convert(text))


def as_inline(text: str) -> str:
    """The text with a first sign that would begin a heading, a list or a quotation made an ordinary one."""
    return BLOCK_START.sub(lambda found: f"{found[1]}\\{found[2]}", text.strip())


def inline_html(text: str) -> str:
    """Clean HTML of one line of Markdown, without the paragraph round it."""
    html = to_html(as_inline(text)).strip()
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return html if "<p>" in inner else inner


class _Reader(HTMLParser):
    """Notes what is read or heard of a piece of HTML; what stands in boxes of its own is kept apart."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The words that stand for a picture, and the beginning of a box."""
        self.words.append(dict(attrs).get("alt") or "" if tag == "img" else "")
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """The end of a box."""
        if tag not in WITHIN:
            self.words.append(BETWEEN)

    def handle_data(self, data: str) -> None:
        """Words."""
        self.words.append(data)


def readable(html: str) -> str:
    """The words of a piece of our clean HTML as somebody reads them, in one line; a picture gives its own.

    A dot in the middle parts what stands in boxes of its own and ends without a sign, such as headings and cells.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    boxes = [" ".join(box.split()) for box in "".join(reader.words).split(BETWEEN)]
    read = [box for box in boxes if box]
    return "".join(box + (" " if box[-1] in ENDS else " · ") for box in read[:-1]) + "".join(read[-1:])


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    return re.sub(r"\s+", " ", nh3.clean(html, tags=set())).strip()


class _Witness(HTMLParser):
    """Notes every element and attribute that the cleaner would take out."""

    def __init__(self, note: Callable[[str], None]) -> None:
        super().__init__()
        self.note = note

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element, and its attributes when the element itself may stay."""
        if tag not in TAGS:
            self.note(f"<{tag}>")
            return
        for name, value in attrs:
            if not _allowed_class(tag, name, value or ""):
                self.note(f"{name}=… on <{tag}>")
            elif name == "href" and not _safe_address(value or ""):
                self.note(f"the address {value} of a link")

    def handle_comment(self, data: str) -> None:
        """A comment."""
        self.note("a comment")

    def handle_decl(self, decl: str) -> None:
        """A declaration."""
        self.note("a declaration")


def _safe_address(value: str) -> bool:
    scheme, colon, _ = value.partition(":")
    return bool(RELATIVE.match(value)) or (bool(colon) and scheme.lower() in PROTOCOLS)


def dropped(text: str) -> list[Dropped]:
    """Every element and attribute of a Markdown text that cleaning takes out, with the line where it stands."""
    if PLAIN.match(text):
        return []
    found: list[str] = []
    _Witness(found.append).feed(_convert(text))
    lines = text.splitlines()
    return [Dropped(_line_of(what, lines), what) for what in found]


def _line_of(what: str, lines: list[str]) -> int:
    """The first line that holds the element or address; the first of the text if Markdown made it of several."""
    needle = what.strip("<>").split("=")[0].removeprefix("the address ").removesuffix(" of a link")
    needle = "<!" if what in {"a comment", "a declaration"} else needle
    return next((number for number, line in enumerate(lines, 1) if needle.lower() in line.lower()), 1)

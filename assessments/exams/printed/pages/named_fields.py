"""Fields of several questions in one form: each name is set behind the number of its question, and read back."""

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

from markupsafe import Markup

FIELDS = frozenset({"input", "select", "textarea"})
NAME = re.compile(r'(?<=\sname=")')


class _Renamed(HTMLParser):
    """Copies HTML as it is, and sets a prefix before the name of every field; text that looks like one is no field."""

    def __init__(self, prefix: str) -> None:
        super().__init__(convert_charrefs=False)
        self.prefix = prefix
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Rename a field."""
        text = self.get_starttag_text() or ""
        self.pieces.append(NAME.sub(self.prefix, text, count=1) if tag in FIELDS else text)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """The same for a tag that closes itself."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Copy it."""
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Copy it."""
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        """Copy it."""
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Copy it."""
        self.pieces.append(f"&#{name};")


def field_prefix(position: int) -> str:
    """What stands before the names of the fields of a question."""
    return f"q{position}-"


def with_names(html: Markup, prefix: str) -> Markup:
    """The fields of a question with this prefix before each of their names."""
    parser = _Renamed(prefix)
    parser.feed(str(html))
    parser.close()
    return Markup("".join(parser.pieces))  # noqa: S704  # a copy of what was safe


def forms_of(sent: Mapping[str, Sequence[str]]) -> dict[int, dict[str, Sequence[str]]]:
    """What was sent, by question, with the names that its kind knows."""
    found: dict[int, dict[str, Sequence[str]]] = {}
    for name, values in sent.items():
        head, dash, own = name.partition("-")
        if dash and head[:1] == "q" and head[1:].isascii() and head[1:].isdigit() and len(head) <= 5:
            found.setdefault(int(head[1:]), {})[own] = values
    return found

"""References to sources: `[^CODE]` and `[^CODE:place]` in text, `CODE` and `CODE:place` in lists."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
REFERENCE = re.compile(r"\[\^(?P<code>[A-Za-z0-9][A-Za-z0-9._-]*)(?::(?P<place>[^\[\]\n]*))?\]")
BEFORE = re.compile(rf"[ \t]{{0,4}}{REFERENCE.pattern}")
BEGINS = "[^"


@dataclass(frozen=True)
class Reference:
    """A source by its code, and the place in it where that is said."""

    code: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.code}:{self.place}" if self.place else self.code


def references_in(text: str) -> tuple[Reference, ...]:
    """The references of a text in order, each once."""
    found = (Reference(one["code"], (one["place"] or "").strip()) for one in REFERENCE.finditer(text))
    return tuple(dict.fromkeys(found))


def without_references(text: str) -> str:
    """The text as people read it: no reference, no space before it, and as many lines as before."""
    return BEFORE.sub("", text)


def is_broken(line: str) -> bool:
    """Whether a reference begins in this line that is none."""
    return BEGINS in REFERENCE.sub("", line)


def reference(written: str) -> Reference:
    """What an entry of a list says, such as `LW1:Art. VII`; its code may be any text."""
    code, _colon, place = written.partition(":")
    return Reference(code.strip(), place.strip())


def references_of(written: Iterable[str]) -> tuple[Reference, ...]:
    """The references of a list, each once."""
    return tuple(dict.fromkeys(map(reference, written)))

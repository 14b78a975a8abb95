"""A lesson cut into screens: one section each, from heading to heading; a check is a screen of its own."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

HEADING = re.compile(r"(?=<h2[ >])")


@dataclass(frozen=True)
class Slide:
    """One screen: parts of a lesson in their order, or one check."""

    parts: tuple[Mapping[str, Any], ...]

    @property
    def is_check(self) -> bool:
        """Whether it asks something."""
        return any("check" in part for part in self.parts)


def slides_of(parts: Iterable[Mapping[str, Any]]) -> list[Slide]:
    """The parts of a lesson as screens, with nothing left out and nothing twice.

    A part of HTML is cut before each of its headings of the second level; what precedes the first is a screen too.
    """
    found: list[list[Mapping[str, Any]]] = []
    begins = True
    for part in parts:
        if "check" in part:
            found.append([part])
            begins = True
            continue
        pieces = [piece for piece in HEADING.split(part["html"]) if piece.strip()] if "html" in part else [None]
        for piece in pieces:
            one = part if piece is None else {"html": piece}
            if begins or (piece is not None and HEADING.match(piece)):
                found.append([])
                begins = False
            found[-1].append(one)
    return [Slide(tuple(one)) for one in found]

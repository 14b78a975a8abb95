"""The sentences of a text."""

import re

from courses.catalogue.claims.references import REFERENCE

REFERRED = r"\s?\[\^[^\[\]\n]*\]"  # behind a sentence, and part of it
END = re.compile(rf"(?<=[.!?…])(?:[\"”»’)\]*_]|{REFERRED})*\s+(?=[\"“«‘(\[*_]*[^\W_])")
SHORT = frozenset(  # what ends with a dot and no sentence with it, in the languages of the courses
    {"art.", "arts.", "no.", "nos.", "conf.", "rev.", "cf.", "e.g.", "i.e.", "p.", "pp.", "fig.", "vs.", "para.",
     "sp.", "spp.", "ssp.", "res.", "dec.", "al.", "n.", "ex.", "env.", "av.", "approx.", "dr.", "mr.", "ms."}
)  # fmt: skip


def sentences(text: str) -> list[str]:
    """The sentences of a text in one line, each with the references behind it; the marks of Markdown may stand in it.

    One that cannot be told for sure stays with the one before.
    """
    found: list[str] = []
    begin = 0
    inside = [one.span() for one in REFERENCE.finditer(text)]
    for end in END.finditer(text):
        if any(first < end.start() < last for first, last in inside):
            continue  # a place such as “Art. VII” ends no sentence
        piece = text[begin : end.end()].strip()
        last = piece.split()[-1].lower().lstrip("(“«[") if piece.split() else ""
        follows = text[end.end() : end.end() + 1]
        if last in SHORT or follows.islower():
            continue
        found.append(piece)
        begin = end.end()
    rest = text[begin:].strip()
    return [*found, rest] if rest else found

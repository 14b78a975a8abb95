"""Two texts side by side, sentence by sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

END = re.compile(r"(?<=[.!?…])[\"”»’)\]]*\s+(?=[\"“«‘(\[]*[^\W_])")
SHORT = frozenset(  # what ends with a dot and no sentence with it, in the languages of the courses
    {"art.", "arts.", "no.", "nos.", "conf.", "rev.", "cf.", "e.g.", "i.e.", "p.", "pp.", "fig.", "vs.", "para.",
     "sp.", "spp.", "ssp.", "res.", "dec.", "al.", "n.", "ex.", "env.", "av.", "approx.", "dr.", "mr.", "ms."}
)  # fmt: skip


def sentences(text: str) -> list[str]:
    """The sentences of a text in one line; one that cannot be told for sure stays with the one before."""
    found: list[str] = []
    begin = 0
    for end in END.finditer(text):
        piece = text[begin : end.end()].strip()
        last = piece.split()[-1].lower().lstrip("(“«[") if piece.split() else ""
        follows = text[end.end() : end.end() + 1]
        if last in SHORT or follows.islower():
            continue
        found.append(piece)
        begin = end.end()
    rest = text[begin:].strip()
    return [*found, rest] if rest else found


class SentenceChange(StrEnum):
    """What became of a sentence."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class SentencePair:
    """A sentence before and now; empty on the side where it is not."""

    change: SentenceChange
    before: str
    now: str


def side_by_side(before: Sequence[str], now: Sequence[str]) -> list[SentencePair]:
    """Every sentence of both texts in order, those that fit each other beside each other."""
    pairs: list[SentencePair] = []
    for tag, i, j, k, m in SequenceMatcher(a=before, b=now, autojunk=False).get_opcodes():
        old, new = before[i:j], now[k:m]
        if tag == "equal":
            pairs += [SentencePair(SentenceChange.SAME, one, one) for one in new]
            continue
        both = min(len(old), len(new))
        pairs += [SentencePair(SentenceChange.CHANGED, *one) for one in zip(old, new, strict=False)]
        pairs += [SentencePair(SentenceChange.GONE, one, "") for one in old[both:]]
        pairs += [SentencePair(SentenceChange.NEW, "", one) for one in new[both:]]
    return pairs

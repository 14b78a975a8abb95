"""Two texts side by side, sentence by sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


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

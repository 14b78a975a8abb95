"""What a course may teach but must not examine yet, as its sources.yaml says."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assessments.items.item import AuthoredItem
from courses.api import NotExamined


def reasons_against(item: AuthoredItem, rules: Iterable[NotExamined]) -> Iterator[str]:
    """Why an item must not be examined: a text of it speaks of the matter, or nothing but its sources carries it."""
    for rule in rules:
        only_these = bool(item.codes) and item.codes <= rule.sources
        if only_these or _speaks_of(rule.words, item):
            yield rule.reason


def _speaks_of(words: tuple[str, ...], item: AuthoredItem) -> bool:
    return bool(words) and any(_pattern(words).search(text) for text in (*item.texts, *item.plain_texts))


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these words as a whole, in capitals or not, however it is spaced."""
    spaced = (r"\s+".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE)

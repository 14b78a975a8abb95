"""What must not be examined yet: the results of CoP20, known from reports alone."""

import re

from assessments.items.item import Item

SOURCES = frozenset({"S4", "S5", "S5b", "S5c"})  # the sources that report the results of CoP20
WORDS = re.compile(r"\bCoP\s?-?20\b|\b20th meeting of the Conference\b|\bDecember 2025\b|\bMarch 2026\b", re.IGNORECASE)


def rests_on_unconfirmed(item: Item) -> bool:
    """Whether a text of the item speaks of CoP20, or only a report on it carries the fact."""
    only_reports = bool(item.sources) and set(item.sources) <= SOURCES
    return only_reports or any(WORDS.search(text) for text in (*item.texts, *item.plain_texts))

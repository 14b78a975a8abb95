"""What is awarded in another language than its own: the words of one language, as records and papers bear them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from certificates.credentials.rules.award import Evidence


@dataclass(frozen=True)
class AwardWords:
    """What is awarded, in one language; `names` are those of the evidence, by what they are called in its own."""

    language: str
    title: str
    description: str
    criteria: str
    names: Mapping[str, str]


def words_as_data(words: AwardWords) -> dict[str, Any]:
    """The words as they are stored under their language."""
    return {
        "title": words.title,
        "description": words.description,
        "criteria": words.criteria,
        "names": dict(words.names),
    }


def words_kept(stored: Mapping[str, Any], language: str | None) -> AwardWords | None:
    """The words that were stored in this language; none: it has its own."""
    found = stored.get(language) if language is not None else None
    return None if found is None or language is None else AwardWords(language, **found)


def evidence_in(evidence: Iterable[Evidence], words: AwardWords | None) -> tuple[Evidence, ...]:
    """The evidence by its names in these words; what has none there keeps its own."""
    if words is None:
        return tuple(evidence)
    return tuple(replace(one, name=words.names.get(one.name, one.name)) for one in evidence)


def language_preset(offered: Iterable[str], chosen: str | None, reader: str) -> str:
    """What is marked before anybody chooses: what was chosen before, else the reader's language, else the first."""
    known = list(offered)
    return next((one for one in (chosen, reader) if one in known), known[0])

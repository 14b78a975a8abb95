"""The fixed words of a design, kept beside it in its languages."""

import json
from collections.abc import Mapping
from functools import cache

from certificates.documents.typesetting import DESIGNS


@cache
def words_of(design: str, language: str) -> Mapping[str, str]:
    """The words in this language; one that the design does not have falls back to English."""
    known: dict[str, dict[str, str]] = json.loads((DESIGNS / design / "words.json").read_text("utf-8"))
    return known.get(language, known["en"])

"""The fixed words of a design, kept beside it in its languages."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from certificates.documents.typesetting import DESIGNS


@cache
def words_of(design: str, language: str | None) -> Mapping[str, str]:
    """The words of papers in this language; one that the design does not have falls back to English.

    Without a language they are those of papers whose holder was not asked: such a paper never changes.
    """
    return _kept(design, "words", "en") if language is None else _kept(design, "certificate", language)


@cache
def paper_languages(design: str) -> tuple[str, ...]:
    """The languages in which the design has words for papers."""
    return tuple(json.loads((DESIGNS / design / "certificate.json").read_text("utf-8")))


@cache
def card_words_of(design: str, language: str) -> Mapping[str, Any]:
    """The same for the counter card, which speaks the language of the page and not that of an award."""
    return _kept(design, "card", language)


@cache
def attendance_words_of(design: str, language: str) -> Mapping[str, Any]:
    """The same for confirmations of attendance."""
    return _kept(design, "attendance", language)


def _kept(design: str, file: str, language: str) -> Mapping[str, Any]:
    known: dict[str, dict[str, Any]] = json.loads((DESIGNS / design / f"{file}.json").read_text("utf-8"))
    return known[language if language in known else "en"]

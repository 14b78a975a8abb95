"""The words of pages and letters: common ones, the field's own, and one for each act."""

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.every_case import every_case

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "lms/web/translations/fr/LC_MESSAGES/messages.po"
GLOSSARY = ROOT / "courses/content/glossary.csv"
WORDS = ROOT / "tests/data/words"
COMMON = 3.5  # Zipf: three in a million words, about what a learner at level B1 meets
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")
# What is no word of a sentence: places of values, code, names in quotation marks, addresses, names of files.
NO_WORDS = re.compile(
    r"%\(\w+\)[sd]|\{\w+\}|%%|&\w+;|<[^>]+>|https?://\S+|did:web:\S*|\S+@\S+|`[^`]*`"
    r"|[“«]\W?lms [^”»]*|[“«\"]\W?[a-z_]+\W?[”»\"]|\bperson:\d+|\b[a-z]+-advisor\b"
    r"|\b[\w-]+\.(?:yaml|json|example|csv|xlsx)\b|(?<=folder )rubrics|(?<=dossier )rubrics"
)
WORD = re.compile(r"[^\W\d_]+")
ENGLISH_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)
ENGLISH_BEGINNINGS = ("un", "re")
# An ending, and those under which its word may be common; "-" is none.
FRENCH = (
    "ez er e ir re é ent, issez ir, ées er é e, ée er é e, és er é e, é er e, ent er e re ir, era er e, "
    "eront er e, erez er e, ons er e re ir, e er é -, es er e -, s -, ie ir i ier, ies ir i ier, is ir i, "
    "ue re u, ues re u, us re u û, aux al, ales al, trices teur, ant er re ir, ait er re, er é e ent, "
    "ir i it, it ir, ra re r, u ue, ions er, issent ir, eraient er, el elle, eaux eau, ert rir rer, "
    "erte rir, ère er, ères er"
)
FRENCH_ENDINGS = [rule.split() for rule in FRENCH.split(", ")]


@cache
def catalogue() -> tuple[tuple[str, str], ...]:
    """Every text of pages and letters with its language."""
    with CATALOGUE.open("rb") as file:
        return tuple(
            (language, text)
            for message in read_po(file, locale="fr")
            if message.id
            for language, said in (("en", message.id), ("fr", message.string))
            for text in ((said,) if isinstance(said, str) else said)
        )


def texts(language: str) -> Iterator[str]:
    return (text for tongue, text in catalogue() if tongue == language)


@cache
def with_places_left_out(language: str) -> list[tuple[str, str]]:
    """Each text without its places of values, and as it stands."""
    return [(PLACES.sub(" ", text), text) for text in texts(language)]


def words_of(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(NO_WORDS.sub(" ", text)) if len(word) > 2]


def forms(word: str, language: str) -> Iterator[str]:
    """The word, and the words of which it may be a form."""
    yield word
    if language == "fr":
        for ending, *others in FRENCH_ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) > 1:
                yield from (word.removesuffix(ending) + other.strip("-") for other in others)
        return
    for ending, other in ENGLISH_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word.removesuffix(ending)
            yield stem + other
            if other == "" and stem[-1:] == stem[-2:-1]:
                yield stem[:-1]
    for beginning in ENGLISH_BEGINNINGS:
        if word.startswith(beginning) and len(word) > 6:
            yield from forms(word.removeprefix(beginning), language)


@cache
def is_common(word: str, language: str) -> bool:
    from wordfreq import zipf_frequency  # large, and asked here alone

    return any(zipf_frequency(form, language) >= COMMON for form in forms(word, language))


@cache
def glossary(language: str) -> frozenset[str]:
    """The words of the terms that lessons explain."""
    with GLOSSARY.open() as file:
        return frozenset(word for row in csv.DictReader(file) for word in words_of(row[f"term_{language}"]))


@cache
def allowed(language: str) -> dict[str, str]:
    with (WORDS / f"allowed_words_{language}.csv").open() as file:
        return {row["word"]: row["reason"] for row in csv.DictReader(file)}


def rare_words(language: str) -> dict[str, str]:
    """Each word that is neither common nor explained, with a text that has it."""
    return {
        word: text
        for text in texts(language)
        for word in words_of(text)
        if not is_common(word, language) and not set(forms(word, language)) & glossary(language)
    }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_rare_word_is_explained_or_allowed_with_a_reason(language):
    rare = rare_words(language)
    unknown = {word: text for word, text in rare.items() if not set(forms(word, language)) & set(allowed(language))}
    assert unknown == {}, json.dumps(unknown, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_list_of_allowed_words_is_short_and_each_is_needed(language):
    needed = {form for word in rare_words(language) for form in forms(word, language)}
    assert sorted(set(allowed(language)) - needed) == []
    assert [word for word, reason in allowed(language).items() if len(reason) < 10] == []
    assert len(allowed(language)) < 150


def replaced() -> list[tuple[str, str, str]]:
    with (WORDS / "replaced_words.csv").open() as file:
        return [(row["language"], row["old"], row["new"]) for row in csv.DictReader(file)]


@every_case("language, old, new", replaced)
def test_old_words_do_not_come_back_and_each_act_has_one_word(language, old, new):
    pattern = re.compile(rf"(?<![\w’'-])(?:{old})(?!\w)", re.IGNORECASE)
    found = [text for plain, text in with_places_left_out(language) if pattern.search(plain)]
    assert found == [], f"say: {new}"


@pytest.mark.parametrize(
    ("word", "language", "common"),
    [
        ("certificate", "en", True), ("resubmitted", "en", True), ("unsaved", "en", True), ("zymurgy", "en", False),
        ("saisissez", "fr", True), ("enregistrées", "fr", True), ("zymologie", "fr", False),
    ],
)  # fmt: skip
def test_a_form_of_a_common_word_is_common(word, language, common):
    assert is_common(word, language) is common


def test_values_code_and_addresses_are_no_words():
    assert words_of("Hello %(name)s, see https://spoor.example/x and `xyzzy` in {folder}") == ["hello", "see", "and"]

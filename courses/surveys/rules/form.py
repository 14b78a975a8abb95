"""Survey forms: questions with stable keys, their words by language, and the content hash that names a version."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

POINTS = (1, 2, 3, 4, 5)  # of every scale
QUESTIONS_MOST = 20
KEY_MOST = 24  # letters of a key

Words = Mapping[str, str]  # the same text by language


class SurveyPurpose(StrEnum):
    """What a form is for."""

    REACTION = "reaction"  # Kirkpatrick's level 1
    CONFIDENCE = "confidence"  # how sure people are of a task, before a course and after it
    SUPERVISOR = "supervisor"  # Kirkpatrick's level 3


class SurveyQuestionKind(StrEnum):
    """The four plain kinds of question; none has a right answer."""

    SCALE = "scale"
    CHOICE = "choice"
    YES_NO = "yes-no"
    TEXT = "text"


@dataclass(frozen=True)
class SurveyOption:
    """One of the answers among which a question lets choose."""

    key: str
    words: Words


@dataclass(frozen=True)
class SurveyQuestion:
    """A question; its key stays when its words change, so that answers to both can be told apart by version."""

    key: str
    kind: SurveyQuestionKind
    words: Words
    options: tuple[SurveyOption, ...] = ()  # of a choice
    low: Words | None = None  # what the first point of a scale means
    high: Words | None = None  # and the last


@dataclass(frozen=True)
class SurveyContent:
    """A form as it is asked; once it is published it never changes."""

    slug: str
    purpose: SurveyPurpose
    title: Words
    intro: Words
    questions: tuple[SurveyQuestion, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it can be asked, that of its authors first."""
        return tuple(self.title)

    def spoken_in(self, wanted: str) -> str:
        """The wanted language where the form has it, else that of its authors."""
        return wanted if wanted in self.title else self.languages[0]


def from_json(value: Mapping[str, Any]) -> SurveyContent:
    """A form as a file or the database holds it."""
    return SurveyContent(
        slug=value["slug"],
        purpose=SurveyPurpose(value["purpose"]),
        title=value["title"],
        intro=value["intro"],
        questions=tuple(_question(one) for one in value["questions"]),
    )


def _question(value: Mapping[str, Any]) -> SurveyQuestion:
    return SurveyQuestion(
        key=value["key"],
        kind=SurveyQuestionKind(value["kind"]),
        words=value["words"],
        options=tuple(SurveyOption(one["key"], one["words"]) for one in value.get("options", ())),
        low=value.get("low"),
        high=value.get("high"),
    )


def as_json(content: SurveyContent) -> dict[str, Any]:
    """The same as data; what a question does not have is left out."""
    return {
        "slug": content.slug,
        "purpose": str(content.purpose),
        "title": dict(content.title),
        "intro": dict(content.intro),
        "questions": [_as_json(one) for one in content.questions],
    }


def _as_json(one: SurveyQuestion) -> dict[str, Any]:
    more = {
        "options": [{"key": option.key, "words": dict(option.words)} for option in one.options],
        "low": dict(one.low or {}),
        "high": dict(one.high or {}),
    }
    plain = {"key": one.key, "kind": str(one.kind), "words": dict(one.words)}
    return plain | {name: value for name, value in more.items() if value}


def content_hash(content: SurveyContent) -> str:
    """Names a version: the same questions in the same words have the same hash, whatever the order of languages."""
    text = json.dumps(as_json(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def problems(content: SurveyContent) -> list[str]:
    """What keeps a form from being asked, each in a sentence for its author."""
    keys = [one.key for one in content.questions]
    found = [f"The key “{key}” names two questions." for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if not 0 < len(keys) <= QUESTIONS_MOST:
        found.append(f"A form has from 1 to {QUESTIONS_MOST} questions; this one has {len(keys)}.")
    found += [f"A key has at most {KEY_MOST} letters: “{key}”." for key in keys if not 0 < len(key) <= KEY_MOST]
    for one in content.questions:
        found += [f"{one.key}: {words}" for words in _shape(one)]
    for place, texts in _texts(content):
        missing = [code for code in content.languages if not texts.get(code)]
        found += [f"{place}: its words in “{code}” are missing." for code in missing]
    return found


def _shape(one: SurveyQuestion) -> Iterator[str]:
    """Where a question has not what its kind needs, or has more."""
    options = [option.key for option in one.options]
    if one.kind is SurveyQuestionKind.CHOICE and len(set(options)) < 2:
        yield "a choice has at least two options."
    if len(set(options)) < len(options):
        yield "two options have the same key."
    if one.kind is not SurveyQuestionKind.CHOICE and options:
        yield "only a choice has options."
    if (one.kind is SurveyQuestionKind.SCALE) != (one.low is not None and one.high is not None):
        yield "a scale, and only a scale, says what its two ends mean."


def _texts(content: SurveyContent) -> Iterator[tuple[str, Words]]:
    """Every text of a form, with its place."""
    yield "title", content.title
    yield "intro", content.intro
    for one in content.questions:
        yield one.key, one.words
        yield from ((f"{one.key}, {option.key}", option.words) for option in one.options)
        yield from ((f"{one.key}, {end}", words) for end, words in (("low", one.low), ("high", one.high)) if words)

"""Questions as a specialist reads them: every entry of a question file with its key, in lines."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from assessments.items.content.bundle import QUESTIONS, Files, read_entries, said
from assessments.items.parsing.entry import Entry
from assessments.items.parsing.exact import plain
from courses.api import QuestionText, references_in

OWN = frozenset({"id", "kind", "use", "topic", "lesson", "stem", "explain", "sources", "points"})  # said elsewhere
NAMES = ("id", "label", "text")  # of a part of a question, in this order, without their keys


def question_texts(files: Files) -> list[QuestionText]:
    """Every question of a folder that was checked before, in the order of its files."""
    return [
        QuestionText(
            id=said(entry, "id"),
            lesson=said(entry, "lesson"),
            stem=said(entry, "stem"),
            lines=tuple(_lines(entry.data)),
            sources=_sources(entry),
            content=as_json(entry.data),
        )
        for name in sorted(files)
        if QUESTIONS.match(name)
        for entry in read_entries(files, name, [])
    ]


def _sources(entry: Entry) -> tuple[str, ...]:
    """What its list names, and what its explanation points to."""
    return tuple(dict.fromkeys((*entry.texts("sources"), *map(str, references_in(said(entry, "explain"))))))


def _lines(data: Mapping[str, object]) -> Iterator[str]:
    yield str(data.get("stem", ""))
    for key, value in data.items():
        if key not in OWN:
            yield from _said(key, value)
    yield str(data.get("explain", ""))


def _said(key: str, value: Any) -> Iterator[str]:
    """One key of an entry; a list of parts gives a line for each of them."""
    if isinstance(value, dict):
        yield f"{key}: {_part(value)}"
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        yield from (f"{key}: {_part(one) if isinstance(one, dict) else _value(one)}" for one in value)
    elif value is not None:
        yield f"{key}: {_value(value)}"


def _part(part: Mapping[str, Any]) -> str:
    """A part: its name and words, and behind them what its author says of it, such as that it is right."""
    head = " · ".join(str(part[name]) for name in NAMES if part.get(name) not in (None, ""))
    more = [key if value is True else f"{key}: {_value(value)}" for key, value in part.items() if key not in NAMES]
    return f"{head} ({', '.join(more)})" if more else head


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_part(one) if isinstance(one, dict) else _value(one) for one in value)
    if isinstance(value, dict):
        return _part(value)
    if isinstance(value, Fraction):
        return plain(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_json(value: Any) -> Any:
    """A value of a question file as JSON; exact numbers as the text that reads back."""
    if isinstance(value, dict):
        return {str(key): as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return plain(value) if isinstance(value, Fraction) else value

"""Sheets of paper keyed in twice: double data entry, compared question by question."""

from collections.abc import Mapping
from enum import StrEnum

from courses.surveys.rules.answers import NO, YES, Answer, Answers
from courses.surveys.rules.form import SurveyContent


class PaperEnd(StrEnum):
    """What became of a sheet that was keyed in."""

    CHECKED = "checked"  # by a second person: it counts
    SET_ASIDE = "set-aside"  # it does not count, such as one that was keyed in twice
    UNCOMPARED = "uncompared"  # counted before a second person was asked for


def differing(content: SurveyContent, first: Answers, second: Answers) -> tuple[str, ...]:
    """The keys of the questions to which two people copied something else, in the order of the form.

    Of what was written, spaces and capitals do not matter: both copied the same words.
    """
    return tuple(one.key for one in content.questions if _plain(first.get(one.key)) != _plain(second.get(one.key)))


def _plain(answer: Answer | None) -> Answer | None:
    return " ".join(answer.split()).casefold() if isinstance(answer, str) else answer


def as_typed(answers: Answers) -> Mapping[str, str]:
    """Answers as the fields of a page hold them."""
    return {key: _typed(answer) for key, answer in answers.items()}


def _typed(answer: Answer) -> str:
    if isinstance(answer, bool):
        return YES if answer else NO
    return str(answer)

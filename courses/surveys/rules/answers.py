"""Answers to a survey form, judged: which question, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from courses.surveys.rules.form import POINTS, SurveyContent, SurveyQuestion, SurveyQuestionKind

TEXT_MOST = 1000  # letters of an answer in words
YES, NO = "yes", "no"

Answer = int | str | bool
Answers = Mapping[str, Answer]  # by the key of the question; what was left blank is not there


class WrongAnswer(StrEnum):
    """What can be wrong with an answer."""

    NO_POINT = "no-point"
    NO_OPTION = "no-option"
    NO_YES_OR_NO = "no-yes-or-no"
    TOO_LONG = "too-long"
    NOT_ASKED = "not-asked"
    BLANK = "blank"  # of the whole sheet


@dataclass(frozen=True)
class AnswerFault:
    """One thing that is wrong; without a question it is about the whole sheet."""

    question: str
    wrong: WrongAnswer


def judge(content: SurveyContent, raw: Mapping[str, str]) -> tuple[Answers, tuple[AnswerFault, ...]]:
    """The answers that can be taken, and the faults; any question may stay blank, all of them together may not."""
    asked = {one.key: one for one in content.questions}
    taken: dict[str, Answer] = {}
    faults = [AnswerFault(key, WrongAnswer.NOT_ASKED) for key in raw if key not in asked]
    for key, question in asked.items():
        said = raw.get(key, "").strip()
        if not said:
            continue
        found = _one(question, said)
        if isinstance(found, WrongAnswer):
            faults.append(AnswerFault(key, found))
        else:
            taken[key] = found
    if not taken and not faults:
        faults.append(AnswerFault("", WrongAnswer.BLANK))
    return taken, tuple(faults)


def _one(question: SurveyQuestion, said: str) -> Answer | WrongAnswer:
    """One answer in the form in which it is kept, or what is wrong with it."""
    match question.kind:
        case SurveyQuestionKind.SCALE:
            return int(said) if said in map(str, POINTS) else WrongAnswer.NO_POINT
        case SurveyQuestionKind.CHOICE:
            return said if said in {one.key for one in question.options} else WrongAnswer.NO_OPTION
        case SurveyQuestionKind.YES_NO:
            return said == YES if said in {YES, NO} else WrongAnswer.NO_YES_OR_NO
        case SurveyQuestionKind.TEXT:
            return said if len(said) <= TEXT_MOST else WrongAnswer.TOO_LONG

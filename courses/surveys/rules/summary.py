"""What many answers to a form say together; nothing at all about fewer than five."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from courses.surveys.rules.answers import Answer, Answers
from courses.surveys.rules.form import POINTS, SurveyContent, SurveyQuestion, SurveyQuestionKind
from courses.surveys.rules.suppression import LEAST, suppressed


@dataclass(frozen=True)
class QuestionSummary:
    """One question: how many answered it, and what they said; all of it is empty where fewer than five did."""

    key: str
    kind: SurveyQuestionKind
    number: int | None = None
    mean: float | None = None  # of a scale
    cells: tuple[int | None, ...] = ()  # by point, by option, or yes and no; none for what is left out
    texts: tuple[str, ...] = ()  # in an order that says nothing about who wrote first

    @property
    def is_shown(self) -> bool:
        """Whether enough people answered it."""
        return self.number is not None


@dataclass(frozen=True)
class SurveySummary:
    """A form with all its answers."""

    number: int
    questions: tuple[QuestionSummary, ...]


def summarize(
    content: SurveyContent, sheets: Sequence[Answers], *, seed: str, least: int = LEAST
) -> SurveySummary | None:
    """What these sheets say question by question; none where there are fewer than `least`."""
    if len(sheets) < least:
        return None
    every = tuple(
        _question(one, [sheet[one.key] for sheet in sheets if one.key in sheet], seed=seed, least=least)
        for one in content.questions
    )
    return SurveySummary(len(sheets), every)


def _question(question: SurveyQuestion, said: Sequence[Answer], *, seed: str, least: int) -> QuestionSummary:
    number = len(said)
    if number < least:
        return QuestionSummary(question.key, question.kind)
    if question.kind is SurveyQuestionKind.TEXT:
        return QuestionSummary(question.key, question.kind, number, texts=shuffled(map(str, said), seed))
    found = suppressed([sum(1 for one in said if one == cell) for cell in cells_of(question)], least)
    if question.kind is not SurveyQuestionKind.SCALE:
        return QuestionSummary(question.key, question.kind, number, cells=found.cells)
    # the mean is a second sum over the same cells: together with some of them it would give away the others
    cells = found.cells if found.is_whole else (None,) * len(POINTS)
    return QuestionSummary(question.key, question.kind, number, mean=fmean(map(int, said)), cells=cells)


def cells_of(question: SurveyQuestion) -> tuple[Answer, ...]:
    """The answers that are counted apart."""
    match question.kind:
        case SurveyQuestionKind.SCALE:
            return POINTS
        case SurveyQuestionKind.CHOICE:
            return tuple(one.key for one in question.options)
        case SurveyQuestionKind.YES_NO:
            return (True, False)
        case SurveyQuestionKind.TEXT:
            return ()


def shuffled(texts: Iterable[str], seed: str) -> tuple[str, ...]:
    """The texts in an order that depends on this seed and on them alone, not on when they came."""
    return tuple(sorted(texts, key=lambda text: (hashlib.sha256(f"{seed}\0{text}".encode()).digest(), text)))


def change(before: QuestionSummary, after: QuestionSummary) -> float | None:
    """By how much the mean of a scale differs between two groups of answers; none where one of them is too small."""
    return None if before.mean is None or after.mean is None else after.mean - before.mean

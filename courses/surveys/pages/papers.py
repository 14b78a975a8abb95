"""Sheets of paper on the pages of who checks them: which wait, and where two people copied something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from courses.surveys.models import SurveyPaper
from courses.surveys.pages.sheets import options_of
from courses.surveys.queries.forms import OpenedForm
from courses.surveys.queries.papers import papers_waiting
from courses.surveys.rules.answers import Answers
from courses.surveys.rules.form import SurveyQuestion
from courses.surveys.rules.paper import as_typed, differing
from lms.access import Viewer
from lms.people.api import people_named


@dataclass(frozen=True)
class PaperLine:
    """A sheet that waits."""

    no: int
    keyed_by: str
    keyed_on: date
    is_own: bool  # the viewer keyed it in, so somebody else checks it


@dataclass(frozen=True)
class Difference:
    """A question to which two people copied something else."""

    text: str
    first: str
    second: str


def paper_lines(session: Session, viewer: Viewer, opened: OpenedForm) -> list[PaperLine]:
    """The sheets of a code that wait for a second person."""
    papers = papers_waiting(session, opened.row.id)
    names = people_named(session, (one.keyed_by_id for one in papers))
    return [
        PaperLine(one.no, names[one.keyed_by_id], one.keyed_on, one.keyed_by_id == viewer.id) for one in papers
    ]  # fmt: skip


def differences(opened: OpenedForm, paper: SurveyPaper, language: str) -> Sequence[Difference]:
    """Where a sheet was copied in two ways, with what each of the two copied."""
    second, spoken = paper.second or {}, opened.content.spoken_in(language)
    found = set(differing(opened.content, paper.answers, second))
    return [
        Difference(one.words[spoken], said(one, paper.answers, spoken), said(one, second, spoken))
        for one in opened.content.questions
        if one.key in found
    ]


def said(question: SurveyQuestion, answers: Answers, language: str) -> str:
    """An answer in the words of its form; empty for what was left blank."""
    typed = as_typed(answers).get(question.key)
    if typed is None:
        return ""
    labels = {option.value: option.label for option in options_of(question, language)}
    return labels.get(typed, typed)

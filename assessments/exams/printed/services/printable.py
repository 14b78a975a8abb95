"""Which quizzes can be printed: those whose every question can be answered on paper, in signs that our fonts have."""

from sqlalchemy.orm import Session

from assessments.exams.printed.ports import PRINTED_PAPERS
from assessments.exams.printed.rules.inline import plain_text
from assessments.exams.printed.rules.kinds import ON_PAPER
from assessments.exams.queries.exams import ExamInForce, pool
from assessments.exams.rules.paper import fits
from assessments.items.queries.definitions import Stored, definitions
from lms.errors import RuleBroken
from lms.i18n import _


def demand_printable(session: Session, quiz: ExamInForce, language: str) -> None:
    """Refuse a quiz that may ask what cannot be printed, and name the question."""
    fault = print_fault(session, quiz, language)
    if fault:
        raise RuleBroken(fault)


def print_fault(session: Session, quiz: ExamInForce, language: str) -> str:
    """Why a quiz cannot be printed; empty where it can. Any question that a paper may ask is looked at."""
    cells = quiz.blueprint.cells
    asked = (one.version for one in pool(session, quiz) if any(fits(cell, one) for cell in cells))
    stored = definitions(session, asked, language)
    for one in stored.values():
        question = plain_text(one.stem)
        if one.kind not in ON_PAPER:
            return _(
                "The question “%(question)s” works only on a screen. This quiz cannot be printed.",
                question=question,
            )
        missing = PRINTED_PAPERS.provider().unprintable(_texts(one))
        if missing:
            signs = ", ".join(missing)
            return _(
                "The question “%(question)s” has characters that cannot be printed: %(signs)s",
                question=question,
                signs=signs,
            )
    return ""


def _texts(one: Stored) -> str:
    """All that is shown of a question."""

    def inside(value: object) -> str:
        if isinstance(value, dict):
            return "".join(inside(each) for each in value.values())
        if isinstance(value, list | tuple):
            return "".join(inside(each) for each in value)
        return value if isinstance(value, str) else ""

    return "".join(sign for sign in plain_text(one.stem) + inside(dict(one.body)) if sign.isprintable())

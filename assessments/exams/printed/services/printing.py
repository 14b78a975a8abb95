"""Printing a quiz: for each officer an attempt with its paper, drawn and frozen, and a sheet with a code."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.exams.events import AttemptStarted
from assessments.exams.printed.events import SheetPrinted
from assessments.exams.printed.labels import REFUSED
from assessments.exams.printed.models import PrintedSheet
from assessments.exams.printed.queries import codes_taken
from assessments.exams.printed.rules.codes import draw_sheet_code
from assessments.exams.printed.services.admitting import refusals
from assessments.exams.printed.services.printable import demand_printable
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries import exams as exam_queries
from assessments.exams.queries.cuts import is_set_by_oneself
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.services.starting import Draw, drawn, freeze
from assessments.items.item import Use
from courses.api import Run, demand_open
from lms import events
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.people.api import people_named

MOST = 60  # sheets in one step


@dataclass(frozen=True)
class PrintOrder:
    """Which quiz is printed for which officers of a cohort, in which language."""

    cohort_id: int
    quiz: ExamInForce
    runs: Sequence[Run]
    language: str
    batch: str


@dataclass(frozen=True)
class Chance:
    """Where seeds and the signs of codes come from; nobody must be able to foresee them."""

    seed: Callable[[], int]
    sign: Callable[[str], str]


def print_quiz(session: Session, order: PrintOrder, chance: Chance, *, actor_id: int, now: datetime) -> int:
    """Draw the papers and make their sheets; answers how many. One officer who may not begin stops all, by name."""
    _demand_quiz(order)
    demand_printable(session, order.quiz, order.language)
    _demand_admitted(session, order, actor_id, now)
    cut = exam_queries.cut_score_in_force(session, order.quiz.exam_id)
    found = attempt_queries.attempts_at(session, order.quiz.exam_id, [run.id for run in order.runs])
    codes = _codes(session, len(order.runs), chance.sign)
    for run, code in zip(order.runs, codes, strict=True):
        demand_open(run)
        if is_set_by_oneself(session, cut, run.person_id):
            raise RuleBroken(_("One of these officers set the pass mark of this quiz. Somebody else must set it."))
        draw = Draw(len(found[run.id]) + 1, chance.seed(), on_paper=True)
        try:
            paper = drawn(session, order.quiz, run, draw.seed, now=now)
            attempt = freeze(session, order.quiz, run, paper, draw, cut=cut, now=now)
        except IntegrityError as fault:  # begun on a phone at the same moment
            raise Conflict(_("One of these officers started the quiz a moment ago. Load the page again.")) from fault
        started = AttemptStarted(
            subject=f"attempt:{attempt.id}", actor_id=actor_id, at=now, exam_id=attempt.exam_id, number=attempt.no
        )
        events.publish(session, started)
        _sheet(session, order, attempt.id, code, actor_id=actor_id, now=now)
    return len(order.runs)


def _demand_quiz(order: PrintOrder) -> None:
    if order.quiz.use is not Use.CHECKPOINT:
        raise NotFound
    if not order.runs:
        raise BadInput("who", _("Tick at least one officer."))
    if len(order.runs) > MOST:
        raise BadInput("who", _("Print at most %(most)s sheets in one step.", most=MOST))


def _demand_admitted(session: Session, order: PrintOrder, actor_id: int, now: datetime) -> None:
    """A sentence that names each officer for whom no sheet can be made, with why."""
    refused = refusals(session, order.quiz, order.runs, now)
    names = people_named(session, [run.person_id for run in order.runs])
    said = [f"{names[run.person_id]}: {REFUSED[refused[run.id].reason]}." for run in order.runs if run.id in refused]
    said += [_("You cannot print a sheet for yourself.") for run in order.runs if run.person_id == actor_id]
    if said:
        raise BadInput("who", " ".join(said))


def _codes(session: Session, many: int, choose: Callable[[str], str]) -> list[str]:
    codes: set[str] = set()
    while len(codes) < many:
        drawn = {draw_sheet_code(choose) for _each in range(many - len(codes))}
        codes |= drawn - codes_taken(session, drawn)
    return sorted(codes)


def _sheet(session: Session, order: PrintOrder, attempt_id: int, code: str, *, actor_id: int, now: datetime) -> None:
    row = PrintedSheet(
        attempt_id=attempt_id,
        cohort_id=order.cohort_id,
        batch=order.batch,
        code=code,
        language=order.language,
        printed_by_id=actor_id,
        printed_at=now,
    )
    session.add(row)
    session.flush()
    happened = SheetPrinted(
        subject=f"attempt:{attempt_id}", actor_id=actor_id, at=now, sheet_id=row.id, cohort_id=order.cohort_id
    )
    events.publish(session, happened)

"""A cohort that takes a quiz on paper, and two trainers who key it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

from sqlalchemy.orm import Session

from assessments.exams.printed.models import PrintedSheet
from assessments.exams.printed.queries import FoundSheet, sheets_where
from assessments.exams.printed.rules.squares import Squares
from assessments.exams.printed.services import keying
from assessments.exams.printed.services.printing import Chance, PrintOrder, print_quiz
from assessments.exams.queries.exams import ExamInForce
from assessments.items.kinds.registry import kind
from assessments.items.queries.definitions import Stored
from courses.api import FoundCohort, Run, newest_runs
from courses.catalogue.models import CourseVersion
from lms.people.models import Person
from lms.text.codes import CODE_LETTERS
from tests.builders import assessments as make
from tests.builders import kinds
from tests.builders.kind_names import KindName
from tests.builders.people import viewer

ENDINGS = make.ENDINGS | kinds.ENDINGS


def load_printable(session: Session, folder: Path, now: datetime, version: str = "1.0") -> CourseVersion:
    """The small course whose quiz asks one question of every kind that can be printed."""
    return make.load_folder(session, make.write_exam_course(folder, endings=ENDINGS, version=version), now)


_signs = count()


def chance(seed: int = 5) -> Chance:
    """Seeds and signs that are never the same for two codes."""
    return Chance(lambda: seed, lambda letters: letters[(next(_signs) * 7 + 3) % len(CODE_LETTERS)])


def run_of(session: Session, officer: Person, course_id: int) -> Run:
    """The newest run of an officer."""
    return newest_runs(session, [officer.id], course_id)[officer.id]


def printed(
    session: Session,
    cohort: FoundCohort,
    quiz: ExamInForce,
    officers: Sequence[Person],
    trainer: Person,
    now: datetime,
    batch: str = "batch",
) -> list[FoundSheet]:
    """Sheets of a quiz for these officers, in their order."""
    runs = [run_of(session, one, quiz.course_id) for one in officers]
    order = PrintOrder(cohort.id, quiz, runs, "en", batch)
    print_quiz(session, order, chance(), actor_id=trainer.id, now=now)
    session.flush()
    return sheets_where(session, PrintedSheet.batch == batch)


def again(session: Session, sheet: FoundSheet) -> FoundSheet:
    """The sheet as it stands now."""
    session.expire_all()
    return sheets_where(session, PrintedSheet.id == sheet.row.id)[0]


def right_answers(session: Session, sheet: FoundSheet) -> dict[str, object]:
    """What earns all points, by position."""
    paper, stored = keying.asked_of(session, sheet, "en")
    return {str(one.position): _right(stored[one.item_version_id]) for one in paper}


def _right(stored: Stored) -> object:
    name = KindName(stored.kind)
    if name is KindName.SPOT:
        return Squares(640, 300).middles("P8 C3")
    raw = make.RIGHT[name] if name in make.RIGHT else kinds.right(name, stored.definition)
    return kind(stored.kind).check_answer(stored.definition, raw)


def forms(session: Session, sheet: FoundSheet) -> dict[int, Mapping[str, Sequence[str]]]:
    """The same as the fields of each question hold it."""
    paper, stored = keying.asked_of(session, sheet, "en")
    found: dict[int, Mapping[str, Sequence[str]]] = {}
    for one in paper:
        known = stored[one.item_version_id]
        name = KindName(known.kind)
        if name is KindName.SPOT:
            found[one.position] = {"squares": ["P8 C3"]}
            continue
        found[one.position] = make.FORMS[name] if name in make.FORMS else kinds.form(name, known.definition)
    return found


def key_in(session: Session, sheet: FoundSheet, answers: dict[str, object], who: Person, now: datetime) -> FoundSheet:
    """Key a sheet in as this person; answers how it stands then."""
    keying.key_in(session, again(session, sheet), answers, actor=viewer(session, who), now=now)
    return again(session, sheet)

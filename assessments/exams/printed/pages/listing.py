"""The quizzes of a cohort that can be printed, for whom, and the sheets that were."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.exams.printed import queries
from assessments.exams.printed.labels import REFUSED, STATES
from assessments.exams.printed.queries import FoundSheet
from assessments.exams.printed.rules.sheets import NEXT, SheetState
from assessments.exams.printed.services.admitting import refusals
from assessments.exams.printed.services.printable import print_fault
from assessments.exams.queries.exams import ExamInForce, exam_by_version_id, exam_of_version, exams_of_version
from assessments.items.item import Use
from courses.api import FoundCohort, Run, runs_by_id, runs_in_group
from lms.access import Viewer
from lms.errors import NotFound
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.people.api import PersonInfo, people_info
from lms.tables.writing.columns import OutputColumn, OutputKind
from lms.text.codes import shown_code


@dataclass(frozen=True)
class QuizLine:
    """A checkpoint quiz of the course, and why it cannot be printed, if it cannot."""

    slug: str
    title: str
    fault: str


@dataclass(frozen=True)
class SheetLine:
    """A printed sheet in the list of a cohort."""

    sheet: FoundSheet
    code: str
    person: PersonInfo
    quiz: str
    chip: tuple[Any, str]
    keyed_by: str  # the first person, where the second is still to come
    waits: bool  # for somebody to key it in
    lost: bool  # somebody said so, and nobody has decided


@dataclass(frozen=True)
class PrintedList:
    """Quizzes and sheets of a cohort."""

    quizzes: Sequence[QuizLine]
    sheets: Sequence[SheetLine]


def printed_list(session: Session, viewer: Viewer, cohort: FoundCohort) -> PrintedList:
    """What may be printed and what was; the number of queries does not grow with sheets."""
    quizzes = [
        QuizLine(one.slug, one.title_in(language()), print_fault(session, one, language()))
        for one in exams_of_version(session, cohort.row.course_version_id)
        if one.use is Use.CHECKPOINT
    ]
    return PrintedList(quizzes, sheet_lines(session, viewer, cohort))


def sheet_lines(session: Session, viewer: Viewer, cohort: FoundCohort) -> list[SheetLine]:
    """The sheets of a cohort, those that wait for somebody first."""
    sheets = queries.sheets_of_cohort(session, viewer, cohort.id)
    wanted = {one.attempt.person_id for one in sheets} | {one.first_by for one in sheets if one.first_by is not None}
    people = people_info(session, wanted)
    lines = [_line(session, one, people) for one in sheets]
    return sorted(lines, key=lambda one: (not one.waits, one.quiz.casefold(), one.person.name.casefold()))


def _line(session: Session, sheet: FoundSheet, people: dict[int, PersonInfo]) -> SheetLine:
    exam = exam_by_version_id(session, sheet.attempt.exam_version_id)  # remembered
    first = sheet.first_by
    loss = sheet.loss
    return SheetLine(
        sheet=sheet,
        code=shown_code(sheet.row.code),
        person=people[sheet.attempt.person_id],
        quiz=exam.title_in(language()),
        chip=STATES[sheet.state],
        keyed_by=people[first].name if first is not None and sheet.state is not SheetState.HANDED_IN else "",
        waits=sheet.state in NEXT,
        lost=loss is not None and loss.agreed is None,
    )


COLUMNS = (
    OutputColumn("code", _l("Code")),
    OutputColumn("officer", _l("Officer")),
    OutputColumn("quiz", _l("Quiz")),
    OutputColumn("state", _l("Status")),
    OutputColumn("keyed_by", _l("Entered by")),
    OutputColumn("printed_at", _l("Printed"), OutputKind.MOMENT),
)


def sheet_rows(lines: Iterable[SheetLine]) -> Iterator[tuple[Any, ...]]:
    """Sheets as rows of `COLUMNS`."""
    for one in lines:
        yield one.code, one.person.name, one.quiz, one.chip[0], one.keyed_by, one.sheet.row.printed_at


@dataclass(frozen=True)
class OfficerLine:
    """An officer of a cohort, and why no sheet can be made for them now, if none can."""

    person: PersonInfo
    run: Run
    why_not: Any
    opens_at: datetime | None


@dataclass(frozen=True)
class QuizPage:
    """A quiz and the officers for whom it may be printed."""

    quiz: ExamInForce
    title: str
    fault: str
    officers: Sequence[OfficerLine]

    @property
    def ready(self) -> list[OfficerLine]:
        """Those for whom a sheet can be made."""
        return [one for one in self.officers if not one.why_not]


def quiz_page(session: Session, viewer: Viewer, cohort: FoundCohort, slug: str, now: datetime) -> QuizPage:
    """For whom a quiz may be printed; officers who go on in another version of the course are named too."""
    quiz = exam_of_version(session, cohort.row.course_version_id, slug)
    if quiz.use is not Use.CHECKPOINT:
        raise NotFound
    seen = queries.people_seen(session, viewer, cohort.id)
    found = runs_by_id(session, runs_in_group(cohort.group)).values()
    runs = [run for run in found if run.person_id in seen and run.is_open]
    refused = refusals(session, quiz, [run for run in runs if run.version_id == quiz.course_version_id], now)
    people = people_info(session, [run.person_id for run in runs])
    lines = []
    for run in runs:
        refusal = refused.get(run.id)
        why: Any = REFUSED[refusal.reason] if refusal else ""
        if run.version_id != quiz.course_version_id:
            why = _("continues in another version of the course")
        elif run.person_id == viewer.id:
            why = _("is you")
        lines.append(OfficerLine(people[run.person_id], run, why, refusal.opens_at if refusal else None))
    fault = print_fault(session, quiz, language())
    officers = sorted(lines, key=lambda one: one.person.name.casefold())
    return QuizPage(quiz, quiz.title_in(language()), fault, officers)

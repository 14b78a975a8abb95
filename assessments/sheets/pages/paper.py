"""Paper sheets of a workshop: the list, the sheets as they are printed, and the page on which one keys them in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.candidate_files.queries import photographs_drawn
from assessments.ports import PaperCriterion, PaperMarkingSheet
from assessments.rubrics.pages.sheet_fields import GivenRatings, SheetFields, sheet_fields
from assessments.sheets.pages.marking import SheetNames, names_for
from assessments.sheets.queries.paper import FoundPaper, papers_of, workshops_run
from assessments.sheets.queries.performances import people_of_workshop
from assessments.sheets.rules.aliases import assessor_letter
from assessments.sheets.rules.paper import PaperState, differing_fields
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import PaperStep
from assessments.sheets.services.paper import why_not_key
from assessments.workshops.models import Workshop
from lms.access import Viewer
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn

COLUMNS = (
    OutputColumn("candidate", _l("Candidate")),
    OutputColumn("exercise", _l("Exercise")),
    OutputColumn("assessor", _l("Assessor")),
    OutputColumn("code", _l("Code")),
    OutputColumn("state", _l("Status")),
)
STATES: Mapping[PaperState, tuple[Any, str]] = {
    PaperState.PRINTED: (_l("printed"), ""),
    PaperState.KEYED: (_l("entered once"), "warn"),
    PaperState.DIFFERS: (_l("two people read it differently"), "bad"),
    PaperState.DONE: (_l("entered and checked"), "ok"),
}


@dataclass(frozen=True)
class PrintedRatingLine:
    """A sheet of a workshop, with its paper where it was printed."""

    candidate: str
    exercise: str
    assessor: str
    code: str  # empty: not printed
    state: Any
    tone: str


@dataclass(frozen=True)
class WorkshopPapersPage:
    """The sheets of a workshop."""

    uuid: str
    title: str
    lines: tuple[PrintedRatingLine, ...]
    to_print: int  # open sheets without a paper
    printed: int


@dataclass(frozen=True)
class KeyingPage:
    """A paper to be keyed in."""

    code: str
    workshop: str
    line: PrintedRatingLine
    fields: SheetFields
    barrier: str  # why the viewer does not key it in now
    settles: bool
    differs: frozenset[str]


def paper_page(
    session: Session, viewer: Viewer, workshop: Workshop, now: datetime, language: str
) -> WorkshopPapersPage:
    """The sheets of a workshop that the viewer runs."""
    found = papers_of(session, viewer, workshop.id)
    return WorkshopPapersPage(
        workshop.uuid,
        workshop.title,
        lines_of_papers(session, workshop, found, now, language),
        sum(one.row is None and not one.sheet.standing.sealed for one in found),
        sum(one.row is not None for one in found),
    )


def runs(session: Session, viewer: Viewer) -> list[tuple[str, str]]:
    """Uuid and title of the workshops that the viewer runs."""
    return [(one.uuid, one.title) for one in workshops_run(session, viewer)]


def lines_of_papers(
    session: Session, workshop: Workshop, found: Sequence[FoundPaper], now: datetime, language: str
) -> tuple[PrintedRatingLine, ...]:
    """These sheets as a list shows them."""
    names = names_for(session, [one.sheet for one in found])
    letters = people_of_workshop(session, workshop.id).assessors
    called = people_named(session, {one.sheet.row.assessor_id for one in found})
    return tuple(paper_line(one, names, letters, called, now, language) for one in found)


def paper_line(
    found: FoundPaper, names: SheetNames, letters: Mapping[int, int], called: Mapping[int, str],
    now: datetime, language: str,
) -> PrintedRatingLine:  # fmt: skip
    """One sheet."""
    line, assessor_id = names.line(found.sheet, now, language), found.sheet.row.assessor_id
    letter = f"{assessor_letter(letters[assessor_id])} " if assessor_id in letters else ""
    if found.row is None:
        said: tuple[Any, str] = (_("sealed"), "ok") if line.sealed_at else (_("not printed"), "")
    else:
        said = STATES[found.state]
    code = found.row.code if found.row else ""
    return PrintedRatingLine(line.candidate, line.exercise, letter + called.get(assessor_id, ""), code, *said)


def paper_rows(page: WorkshopPapersPage) -> list[tuple[object, ...]]:
    """The list as rows of `COLUMNS`."""
    return [(one.candidate, one.exercise, one.assessor, one.code, one.state) for one in page.lines]


def printed_sheets(session: Session, viewer: Viewer, workshop: Workshop, now: datetime) -> list[PaperMarkingSheet]:
    """The papers of a workshop that are still to be filled in, as they are printed."""
    found = [one for one in papers_of(session, viewer, workshop.id) if one.row and not one.sheet.standing.sealed]
    lines = lines_of_papers(session, workshop, found, now, language())
    shown = {one.sheet.performance.person_id or 0 for one in found if not one.sheet.performance.written}
    drawn = photographs_drawn(session, viewer, [(workshop.id, one) for one in shown])
    return [printed_sheet(one, line, workshop, now, drawn) for one, line in zip(found, lines, strict=True)]


def printed_sheet(
    found: FoundPaper, line: PrintedRatingLine, workshop: Workshop, now: datetime, drawn: Mapping[int, bytes]
) -> PaperMarkingSheet:
    """One paper; face to face it shows the photograph of who performs beside their code, of written work neither."""
    row = found.sheet.performance
    picture = None if row.written else drawn.get(row.person_id or 0)
    fields = sheet_fields(found.sheet.definition, GivenRatings(), language())
    return PaperMarkingSheet(
        title=f"{line.exercise} · {line.candidate}",
        code=line.code,
        language=language(),
        words=paper_words(),
        facts=((_("Workshop"), workshop.title), (_("Assessor"), line.assessor)),
        criteria=[
            PaperCriterion(
                one.title,
                _("critical: level %(level)s passes", level=one.pass_level) if one.critical else "",
                [(f"{level.value} {level.title}", level.words) for level in one.levels],
            )
            for one in fields.criteria
        ],
        grades=[one.title for one in fields.grades],
        offers_flag=fields.offers_flag,
        made_at=now,
        picture=(picture, _("Photograph of %(code)s", code=line.candidate)) if picture else None,
    )


def paper_words() -> Mapping[str, str]:
    """The fixed words of a paper sheet."""
    return {
        "heading": _("Marking sheet"),
        "code": _("Code"),
        "how": _("Tick one level for each criterion. Give the global grade before you add anything up. Then sign."),
        "seen": _("What you saw"),
        "grade": _("Global grade: your impression of the whole"),
        "before": _("Tick one. Do not add up the levels first."),
        "flag": _("Borderline: somebody should check carefully"),
        "whole": _("Overall"),
        "signature": _("Signature"),
        "when": _("Day and time"),
    }


def keying_page(
    session: Session, viewer: Viewer, found: FoundPaper, workshop: Workshop, now: datetime, given: GivenRatings | None
) -> KeyingPage:
    """The page on which a paper is keyed in; the second person finds it empty, and a third both readings."""
    contents = found.contents
    settles = found.state is PaperState.DIFFERS
    start = given or (as_given(contents[PaperStep.SECOND]) if settles else GivenRatings())
    return KeyingPage(
        code=found.row.code if found.row else "",
        workshop=workshop.uuid,
        line=lines_of_papers(session, workshop, [found], now, language())[0],
        fields=sheet_fields(found.sheet.definition, start, language()),
        barrier=why_not_key(found, viewer.id),
        settles=settles,
        differs=frozenset(differing_fields(contents[PaperStep.FIRST], contents[PaperStep.SECOND]) if settles else ()),
    )


def as_given(content: SheetContent) -> GivenRatings:
    """A content as the fields of a sheet take it."""
    return GivenRatings(content.ratings, content.comments, content.grade, content.flagged)

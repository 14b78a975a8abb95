"""What the pages of an import show: each row with what becomes of it, and what was left as it was."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.labels import KEPT_BECAUSE, ROW_STATES
from courses.cohorts.models.imports import CohortAccountProposal, CohortImport
from courses.cohorts.queries import imports as queries
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.imports import WorkDone
from courses.cohorts.rules.import_undo import KeptBecause
from courses.cohorts.rules.imports import (
    AS_WRITTEN,
    CORRECTED,
    JOINING,
    SAME,
    SOMEBODY_ELSE,
    TO_ANSWER,
    ImportState,
    Remark,
    RowState,
)
from courses.cohorts.services.import_judging import JudgedRow, answers_of, judge_import
from courses.cohorts.services.import_reading import TITLES
from lms.access import Viewer
from lms.i18n import _
from lms.paging import page_of
from lms.people.api import OfficerRow, all_administrations, newcomers_among, people_named
from lms.tables.sentences import Sentence
from lms.tables.verdicts import RowReport, RowVerdict
from lms.web.api import languages, own_name

SIZE = 100  # rows on one page


def written_languages() -> dict[str, str]:
    """The codes of the languages of the platform, by what people write for them."""
    return {text.casefold(): code for code in languages() for text in (code, own_name(code))}


@dataclass(frozen=True)
class ImportLine:
    """A row of the file on the page."""

    judged: JudgedRow
    state: tuple[object, str]  # words and tone of a chip
    said: Sequence[str]
    choices: Sequence[tuple[str, str]]  # what may be answered, with its words
    answer: str

    @property
    def name(self) -> str:
        """Who it is, as the file says."""
        row = self.judged.row
        return row.name or row.email or row.username or _("no name")


def line_of(one: JudgedRow, answers: Mapping[int, str]) -> ImportLine:
    """A row in words."""
    said = tuple(sentence_of(one))
    answer = answers.get(one.row.number, "")
    return ImportLine(one, ROW_STATES[one.state], [str(each) for each in said], choices_of(one, answer), answer)


def sentence_of(one: JudgedRow) -> list[Sentence]:
    """What is said of a row, each problem with its column."""
    told = [Sentence(said.text, said.values) for said in one.matched.said]
    if not one.row.problems:
        return told
    return [_with_column(column, said) for column, said in one.row.problems]


def _with_column(column: str, said: Remark) -> Sentence:
    return Sentence("%(column)s: %(words)s", {"column": str(TITLES[column]), "words": str(_(said.text, **said.values))})


def choices_of(one: JudgedRow, answer: str) -> list[tuple[str, str]]:
    """What somebody may say of a row: of a similar name who it is, of a mistyped address what is right."""
    if one.matched.meant or answer in (AS_WRITTEN, CORRECTED):
        meant = one.matched.meant
        corrected = _("Use %(email)s", email=meant) if meant else _("Use the corrected address")
        return [(CORRECTED, corrected), (AS_WRITTEN, _("The address is right as it is"))]
    if one.matched.similar or answer == SOMEBODY_ELSE or answer.startswith(SAME):
        same = [
            (
                f"{SAME}{other.id}",
                _("The same person as %(name)s", name=", ".join(filter(None, (other.name, other.unit)))),
            )
            for other in one.matched.similar
        ]
        return [*same, (SOMEBODY_ELSE, _("Somebody else"))]
    return []


@dataclass(frozen=True)
class ProposalLine:
    """Accounts that an import proposes to one administration."""

    row: CohortAccountProposal
    place: str
    decided_by: str
    newcomers: Sequence[OfficerRow]  # who of the made ones has never signed in


@dataclass(frozen=True)
class ImportPage:
    """A file of officers, as whoever leads the cohort sees it."""

    row: CohortImport
    lines: Sequence[ImportLine]
    counts: Mapping[RowState, int]
    shown: str
    number: int
    pages: int
    joining: int
    proposing: int
    to_answer: int
    before: CohortImport | None  # the same file, applied already
    work: WorkDone | None
    proposals: Sequence[ProposalLine]
    came: int
    kept: Sequence[tuple[str, object]]  # who, and why something is not as before
    permitted: bool  # to make the accounts by oneself

    @property
    def changes(self) -> int:
        """How many rows would change something."""
        return self.joining + self.proposing

    @property
    def notes(self) -> list[str]:
        """How the file was understood."""
        return [str(Sentence.from_data(one)) for one in self.row.notes]


def report_of(judged: Sequence[JudgedRow]) -> RowReport[RowState]:
    """The report as it is exported."""
    verdicts = [RowVerdict(one.row.number, one.state, tuple(sentence_of(one))) for one in judged]
    return RowReport(verdicts, {state: words for state, (words, _tone) in ROW_STATES.items()})


def import_page(
    session: Session, viewer: Viewer, cohort: FoundCohort, row: CohortImport, shown: str, number: int, *, now: datetime
) -> ImportPage:
    """The page; the number of queries does not grow with rows."""
    waits = row.state == ImportState.CHECKED
    judged = judge_import(session, cohort, row, languages=written_languages(), now=now) if waits else []
    counted = Counter(one.state for one in judged)
    kept = [one for one in judged if not shown or one.state == shown]
    number, pages = page_of(len(kept), number, SIZE)
    answers = answers_of(row)
    done = row.state in (ImportState.APPLIED, ImportState.UNDONE)
    permitted = done and queries.permit_for(session, viewer, cohort.id) is not None
    proposals = queries.proposals_of(session, row.id) if done else []
    names = people_named(session, [one["person_id"] for one in row.kept]) if row.kept else {}
    return ImportPage(
        row=row,
        lines=[line_of(one, answers) for one in kept[(number - 1) * SIZE : number * SIZE]],
        counts={state: counted[state] for state in ROW_STATES if counted[state]},
        shown=shown,
        number=number,
        pages=pages,
        joining=sum(counted[state] for state in JOINING),
        proposing=counted[RowState.NEW],
        to_answer=sum(bool(one.matched.similar or one.matched.meant) and one.state in TO_ANSWER for one in judged),
        before=queries.applied_before(session, row) if waits else None,
        work=queries.work_of(session, row) if row.state == ImportState.APPLYING else None,
        proposals=proposal_lines(session, viewer, proposals, permitted=permitted),
        came=queries.came_count(session, row.id) if done else 0,
        kept=[(names[one["person_id"]], KEPT_BECAUSE[KeptBecause(one["why"])]) for one in row.kept],
        permitted=permitted,
    )


def proposal_lines(
    session: Session,
    viewer: Viewer,
    rows: Sequence[CohortAccountProposal],
    *,
    managed: bool = False,
    permitted: bool = False,
) -> list[ProposalLine]:
    """Proposed accounts, each with who may still be given a slip.

    By who manages their people, or by a permit, for those that were made by one.
    """
    if not rows:
        return []
    places = {one.id: one.name for one in all_administrations(session)}
    names = people_named(session, [one.decided_by_id for one in rows if one.decided_by_id is not None])
    found = []
    for one in rows:
        prints = managed or (permitted and one.permit_id is not None)
        made = queries.made_by(session, one.id) if one.approved and prints else []
        newcomers = newcomers_among(session, viewer, made, managed=managed) if made else []
        found.append(ProposalLine(one, places[one.administration_id], names.get(one.decided_by_id or 0, ""), newcomers))
    return found

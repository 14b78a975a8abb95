"""What the pages of complaints show, what waits on the start page, and what `lms doctor` says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import format_date
from sqlalchemy.orm import Session

from certificates.complaints import queries
from certificates.complaints.labels import ACTS, FINDINGS, STATES, TOPICS
from certificates.complaints.models import Complaint, ComplaintStep
from certificates.complaints.queries import FoundComplaint
from certificates.complaints.rules import ComplaintAct, ComplaintState
from certificates.permissions import SchemePermission
from lms.access import Viewer
from lms.i18n import _, ngettext
from lms.i18n import lazy as _l
from lms.paging import page_of
from lms.people.api import holders_everywhere, people_named
from lms.ports import Finding, Health, NextStep, StepGroup
from lms.tables.writing.columns import OutputColumn, OutputKind

ORDER = 3  # before any lesson
SIZE = 50
COMPLAINT_COLUMNS = (
    OutputColumn("complaint", _l("Complaint")),
    OutputColumn("topic", _l("What it is about")),
    OutputColumn("reference", _l("Number or name")),
    OutputColumn("received_at", _l("Received"), OutputKind.MOMENT),
    OutputColumn("state", _l("Status")),
    OutputColumn("due_at", _l("Due"), OutputKind.MOMENT),
    OutputColumn("finding", _l("What was found")),
    OutputColumn("action", _l("What is done about it")),
)  # as a list is exported: without what was said, and without who said it


@dataclass(frozen=True)
class ComplaintStepLine:
    """One step, as its reader sees it."""

    title: Any
    words: str
    by: str
    at: datetime
    finding: Any = None
    action: str | None = None
    inside: bool = False  # for quality officers alone


@dataclass(frozen=True)
class ComplaintPage:
    """One complaint with what was done about it."""

    row: Complaint
    topic: Any
    state: Any
    tone: str
    steps: Sequence[ComplaintStepLine]
    overdue: bool
    may: Mapping[str, bool]  # which acts are possible now
    who: str = ""  # for quality officers
    concerned: Sequence[str] = ()


@dataclass(frozen=True)
class ComplaintsPage:
    """Complaints that are open, or those that are closed."""

    rows: Sequence[Complaint]
    answers: Mapping[int, ComplaintStep]
    count: int
    number: int
    pages: int


def followed_page(found: FoundComplaint, now: datetime) -> ComplaintPage:
    """For who complained: everything but the notes of quality officers; officers stay without a name."""
    steps = [_line(step, _author(step)) for step in found.steps if step.act != ComplaintAct.NOTED]
    return _page(found, steps, now)


def handled_page(session: Session, found: FoundComplaint, now: datetime) -> ComplaintPage:
    """For a quality officer: everything, with the names of those who did it."""
    concerned = queries.concerned_by(session, found.row.id)
    wanted = queries.names_wanted(found.steps) | concerned
    names = people_named(session, wanted | ({found.row.person_id} if found.row.person_id else set()))
    steps = [_line(step, names.get(step.by_id or 0, "") or _author(step)) for step in found.steps]
    known = names.get(found.row.person_id or 0) or found.row.name
    who = ", ".join(part for part in (known, found.row.email) if part) or _("No name was given.")
    return _page(found, steps, now, who=who, concerned=sorted(names[one] for one in concerned if one in names))


def complaints_page(
    session: Session, viewer: Viewer, *, closed: bool, number: int = 1, size: int = SIZE
) -> ComplaintsPage:
    """The list, as far as this quality officer handles what is in it."""
    _rows, count = queries.complaints_listed(session, viewer, closed=closed, limit=0)
    number, pages = page_of(count, number, size)
    rows, count = queries.complaints_listed(session, viewer, closed=closed, offset=(number - 1) * size, limit=size)
    answers = queries.closings(session, [row.id for row in rows])
    return ComplaintsPage(rows, answers, count, number, pages)


def complaint_rows(page: ComplaintsPage) -> Iterator[tuple[Any, ...]]:
    """Complaints as rows of `COMPLAINT_COLUMNS`."""
    for row in page.rows:
        answer = page.answers.get(row.id) if row.state == ComplaintState.CLOSED else None
        yield (
            row.uuid,
            TOPICS[row.topic],
            row.reference or None,
            row.received_at,
            STATES[row.state][0],
            row.due_at,
            FINDINGS[answer.finding] if answer and answer.finding else None,
            answer.action if answer else None,
        )


def what_next(session: Session, person: Viewer, now: datetime, told: Sequence[Any]) -> list[NextStep]:
    """That complaints wait, for quality officers."""
    [(count, due_at)] = told[0]
    if not count or due_at is None:
        return []
    words = ngettext(
        "%(num)s is open, due on %(day)s.", "%(num)s are open, the first is due on %(day)s.", count,
        day=format_date(due_at, "long"),
    )  # fmt: skip
    url = url_for("complaints.all_of_them")
    return [NextStep(_("Complaints"), words, _("Answer complaints"), url, ORDER, group=StepGroup.DUTY)]


def check_complaints(session: Session, now: datetime) -> list[Finding]:
    """What `lms doctor` says: complaints that are overdue, and that nobody is there to read them."""
    count, since = queries.overdue(session, now)
    if count and since is not None:
        return [Finding("complaints", Health.WARN, f"{count} overdue, the first since {since:%Y-%m-%d}. Answer them.")]
    if not holders_everywhere(session, SchemePermission.COMPLAINT_HANDLE):
        advice = "Nobody reads complaints. Give somebody the role quality-officer."
        return [Finding("complaints", Health.WARN, advice)]
    return [Finding("complaints", Health.OK, "none is overdue")]


def _page(found: FoundComplaint, steps: Sequence[ComplaintStepLine], now: datetime, **more: Any) -> ComplaintPage:
    row = found.row
    state, tone = STATES[row.state]
    may = {
        "acknowledge": row.state == ComplaintState.RECEIVED,
        "close": row.state == ComplaintState.ACKNOWLEDGED,
    }
    overdue = row.due_at is not None and now > row.due_at
    return ComplaintPage(row, TOPICS[row.topic], state, tone, steps, overdue, may, **more)


def _line(step: ComplaintStep, by: str) -> ComplaintStepLine:
    finding = FINDINGS[step.finding] if step.finding else None
    return ComplaintStepLine(
        ACTS[step.act], step.words, by, step.at, finding, step.action, step.act == ComplaintAct.NOTED
    )


def _author(step: ComplaintStep) -> str:
    own = step.act in (ComplaintAct.ADDED, ComplaintAct.REOPENED)
    return _("Who complained") if own else _("Quality officer")

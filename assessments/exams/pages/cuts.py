"""Cut scores of an exam, in words: those that were in force, and one that waits for others to agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.exams.models import CutProposal, CutScore, ExamVersion
from assessments.exams.pages.percentages import percent_words
from assessments.exams.policy import may_decide_content
from assessments.exams.queries.cuts import (
    OpenProposal,
    barrier_of,
    could_agree,
    open_proposals,
    proposals_to_agree,
    proposals_told,
)
from assessments.exams.services.cuts import barrier_words
from assessments.items.item import Use
from lms.access import Viewer
from lms.i18n import _, language, ngettext
from lms.people.api import circle_told, people_named
from lms.ports import Finding, Health, NextStep, StepGroup

TO_AGREE = 3  # of what waits on the start page: before any lesson


@dataclass(frozen=True)
class CutLine:
    """A cut score that is or was in force, or was refused."""

    percent: str
    at: datetime
    text: str
    provisional: bool
    in_force: bool = False


@dataclass(frozen=True)
class WaitingCut:
    """A proposed cut score, and what the viewer may do about it."""

    id: int
    percent: str
    at: datetime
    text: str
    provisional: bool
    proposer: str
    agreed: Sequence[str]
    missing: str
    barrier: str  # why the viewer may not agree; empty where they may
    nobody: bool  # nobody is there who could agree


@dataclass(frozen=True)
class CutsPage:
    """What the page of an exam says about its cut scores."""

    cuts: Sequence[CutLine]
    waiting: WaitingCut | None
    refused: Sequence[CutLine]
    needs_others: bool  # a change comes into force when somebody else agrees
    may_decide: bool


def cuts_page(
    session: Session, viewer: Viewer, version: ExamVersion, scores: Sequence[CutScore], now: datetime
) -> CutsPage:
    """One query where nothing waits; `scores` are those of the exam, the newest first, `version` is its newest."""
    waiting, refused = proposals_told(session, version.exam_id)
    return CutsPage(
        cuts=[_line(one, in_force=at == 0) for at, one in enumerate(scores)],
        waiting=_waiting(session, viewer, waiting, now) if waiting else None,
        refused=[_refused(one) for one in refused],
        needs_others=version.use == Use.EXAM,
        may_decide=may_decide_content(viewer),
    )


def _line(cut: CutScore, *, in_force: bool) -> CutLine:
    return CutLine(percent_words(cut.percent), cut.at, f"{cut.set_by} · {cut.method}", cut.provisional, in_force)


def _refused(row: CutProposal) -> CutLine:
    return CutLine(percent_words(row.percent), row.ended_at or row.at, row.reason or "", row.provisional)


def _waiting(session: Session, viewer: Viewer, proposal: OpenProposal, now: datetime) -> WaitingCut:
    row = proposal.row
    people = [one for one in (row.proposer_id, *proposal.agreed) if one is not None]
    names = people_named(session, people)
    barred = barrier_of(session, proposal, viewer.id, now)
    return WaitingCut(
        id=row.id,
        percent=percent_words(row.percent),
        at=row.at,
        text=f"{row.set_by} · {row.method}",
        provisional=row.provisional,
        proposer=_("a course that was loaded by a command") if row.proposer_id is None else names[row.proposer_id],
        agreed=[names[one] for one in proposal.agreed],
        missing=missing_words(proposal),
        barrier=barrier_words(barred) if barred else "",
        nobody=len(could_agree(session, proposal, now)) < proposal.missing,
    )


def missing_words(proposal: OpenProposal) -> str:
    """How many must still agree."""
    return ngettext("%(num)d person has to agree", "%(num)d people have to agree", proposal.missing)


def cuts_to_agree(session: Session, person: Viewer, now: datetime, told: Sequence[Any]) -> list[NextStep]:
    """What waits for this person to agree; two queries, none where nothing waits."""
    waits, above, below = told
    circle = circle_told(above) | circle_told(below)
    mine = proposals_to_agree(session, person.id, circle, language(), now) if waits else []
    if not mine:
        return []
    exam, title = mine[0]
    words = ngettext("%(num)d pass mark waits for you.", "%(num)d pass marks wait for you.", len(mine))
    heading = _("Proposed pass mark: %(exam)s", exam=title)
    return [NextStep(heading, words, _("Decide"), f"/manage/exams/{exam.uuid}", TO_AGREE, group=StepGroup.DUTY)]


def check_proposals(session: Session, now: datetime) -> list[Finding]:
    """What `lms doctor` says about cut scores that wait: whom to appoint where nobody is there who could agree."""
    told = []
    for proposal, _exam, title in open_proposals(session):
        since = f"a cut score of “{title}” waits since {proposal.row.at:%Y-%m-%d} for {proposal.missing} to agree"
        if len(could_agree(session, proposal, now)) < proposal.missing:
            advice = (
                "Too few are there who could. Give somebody the role of programme manager everywhere who neither"
                " proposed it, nor has their rights from who did, nor takes the course."
            )
            told.append(Finding("cut scores", Health.WARN, f"{since}. {advice}"))
        else:
            told.append(Finding("cut scores", Health.OK, since))
    return told

"""Judging reports of mistakes: each step is appended, and whoever reported it is told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.catalogue.review.rules.standing import PieceKind
from courses.mistakes import policy
from courses.mistakes.events import MistakeJudged
from courses.mistakes.models import MistakeStep
from courses.mistakes.ports import REPORTED_QUESTIONS
from courses.mistakes.queries.reports import FoundMistake, duplicates_of, report_judged, versions_after
from courses.mistakes.rules import FOLLOWING, REASON_MOST, MistakeState, tidied
from courses.permissions import CoursePermission
from lms import events
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _, lazy
from lms.inserts import insert_missing
from lms.messages.kinds import MessageKind, Params, PerPerson, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages


@dataclass(frozen=True)
class MistakeJudgement:
    """What somebody says became of a report; `seen` is how many steps their page showed."""

    state: MistakeState
    reason: str
    seen: int
    mended_in: int | None = None  # number of the version
    duplicate_of: str | None = None  # public id of the report that came before


def judged_said(params: Params, _language: str) -> Said:
    """About what it was, and what became of it; the reason is in the words of who judged it."""
    title = params["title"]
    about = {
        PieceKind.LESSON: _("Your report about the lesson “%(title)s”", title=title),
        PieceKind.QUESTION: _("Your report about a question of “%(title)s”", title=title),
        PieceKind.WORD: _("Your report about the word “%(title)s”", title=title),
    }[PieceKind(params["piece"])]
    became = {
        MistakeState.LOOKED_AT: _("Somebody is looking at it."),
        MistakeState.MENDED: _("It is corrected in version %(no)s of the course. Thank you.", no=params["version"]),
        MistakeState.NO_MISTAKE: _("It is not a mistake."),
        MistakeState.DUPLICATE: _("It was reported before. You will be told what becomes of it."),
    }[MistakeState(params["state"])]
    return Said(about, became, f"/mistakes/mine#report-{params['report']}", _("See your reports"))


MISTAKE_JUDGED = MessageKind(
    "mistakes.judged",
    lazy("What became of mistakes that you reported"),
    judged_said,
    {"report": str, "piece": str, "title": str, "state": str, "version": int, "reason": str},
    Channel.DAILY,
    free_words="reason",
    permission=CoursePermission.COURSE_TAKE,
)


def demand_readable(session: Session, viewer: Viewer, found: FoundMistake) -> None:
    """Who may not read a question of an exam does not judge what is said about it."""
    row, ask = found.row, REPORTED_QUESTIONS.provider()
    if found.is_of_exam and not ask.may_read(session, viewer, found.note.course_version_id, row.exam):
        raise RuleBroken(_("Look at the question in its exam first. Then you can read and judge this report."))


def demand_not_own(viewer: Viewer, found: FoundMistake) -> None:
    """Nobody decides alone what becomes of their own report."""
    if policy.is_own(viewer, found.row):
        raise RuleBroken(_("You cannot decide about your own report. Another manager must do it."))


def judge(session: Session, viewer: Viewer, found: FoundMistake, judgement: MistakeJudgement, *, now: datetime) -> None:
    """Say what became of a report, and tell whoever reported it, and those who reported the same after them."""
    demand_not_own(viewer, found)
    demand_readable(session, viewer, found)
    reason = _demand_reason(judgement)
    if judgement.seen != found.step.no:
        raise Conflict(_other_was_faster())
    if judgement.state not in FOLLOWING[found.state]:
        raise BadInput("state", _("Choose from the list."))
    mended_in = _demand_version(session, found, judgement)
    before = _demand_before(session, viewer, found, judgement)
    same_as = before.row.id if before else None
    step = {"state": judgement.state, "reason": reason, "mended_in_id": mended_in, "duplicate_of_id": same_as}
    follows = {"report_id": found.row.id, "no": found.step.no + 1, "by_id": viewer.id, "at": now}
    if not insert_missing(session, MistakeStep, **follows, **step):
        raise Conflict(_other_was_faster())
    tell(session, found, judgement, reason, by_id=viewer.id, now=now)
    happened = MistakeJudged(
        subject=f"course:{found.row.course_id}", actor_id=viewer.id, at=now, report_id=found.row.id,
        before=found.state, after=judgement.state, mended_in_id=mended_in, duplicate_of_id=same_as,
    )  # fmt: skip
    events.publish(session, happened)


def tell(
    session: Session, found: FoundMistake, judgement: MistakeJudgement, reason: str, *, by_id: int | None, now: datetime
) -> None:
    """Tell whoever reported it, and those whose reports say the same, each about their own; an older message that they
    have not opened gives way."""
    same = duplicates_of(session, found.row.id) if judgement.state is not MistakeState.DUPLICATE else []
    told = {"state": judgement.state.value, "version": judgement.mended_in or 0, "reason": reason}
    for one in (found, *same):
        params = {**told, "report": one.row.uuid, "piece": one.row.piece, "title": one.row.title}
        send_messages(
            session, MISTAKE_JUDGED, [one.row.person_id], PerPerson({one.row.person_id: params}),
            by_id=by_id, now=now, replace_key=f"mistake:{one.row.uuid}",
        )  # fmt: skip


def _demand_reason(judgement: MistakeJudgement) -> str:
    reason = tidied(judgement.reason)
    if judgement.state is MistakeState.NO_MISTAKE and not reason:
        raise BadInput("reason", _("Say why it is not a mistake. The person who reported it can read this."))
    if len(reason) > REASON_MOST:
        raise BadInput("reason", _("Use at most %(most)s characters.", most=REASON_MOST))
    return reason


def _demand_version(session: Session, found: FoundMistake, judgement: MistakeJudgement) -> int | None:
    if judgement.state is not MistakeState.MENDED:
        return None
    later = versions_after(session, found.row.course_id, found.read_in)
    version_id = later.get(judgement.mended_in or 0)
    if version_id is None:
        raise BadInput("version", _("Choose a version of the course that came after the one that was read."))
    return version_id


def _demand_before(
    session: Session, viewer: Viewer, found: FoundMistake, judgement: MistakeJudgement
) -> FoundMistake | None:
    """The report that came before: of the same course, and no duplicate itself, so that none leads in a circle."""
    if judgement.state is not MistakeState.DUPLICATE:
        return None
    if not judgement.duplicate_of or judgement.duplicate_of == found.row.uuid:
        raise BadInput("before", _("Choose the report that came before."))
    before = report_judged(session, viewer, judgement.duplicate_of)
    if before.row.course_id != found.row.course_id or before.state is MistakeState.DUPLICATE:
        raise BadInput("before", _("Choose the report that came before."))
    if duplicates_of(session, found.row.id):
        raise BadInput("before", _("Other reports say the same as this one, so it stays the first of them."))
    return before


def _other_was_faster() -> str:
    return _("Somebody else has just changed this report. Read it again.")

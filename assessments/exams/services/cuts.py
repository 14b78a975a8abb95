"""Cut scores: one of an exam that certifies comes into force when others agree to what somebody proposed."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.events import CutScoreAgreed, CutScoreProposed, CutScoreRefused, CutScoreSet
from assessments.exams.models import CutAgreement, CutProposal, CutScore, ExamVersion
from assessments.exams.queries.cuts import OpenProposal, barrier_of, open_proposal
from assessments.exams.queries.exams import newest_cut_score
from assessments.exams.rules.blueprint import restore_blueprint
from assessments.exams.rules.cuts import Barrier, ProposalState
from assessments.items.item import Use
from courses.api import version_of_number, versions_published
from courses.events import CourseVersionPublished
from lms import events
from lms.access import Viewer
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _

LONGEST_PERCENT = 40  # signs, as the column holds them


def propose_cut_score(
    session: Session,
    *,
    exam_id: int,
    percent: Fraction,
    set_by: str,
    method: str,
    provisional: bool,
    proposer_id: int | None,
    now: datetime,
) -> CutScore | None:
    """A cut score that is in force at once where nobody has to agree; nothing where it waits for others.

    The first cut of an exam that certifies came with its course, and is provisional: nobody has agreed to it.
    An older proposal that still waits gives way.
    """
    demand_percent(percent)
    said = {"exam_id": exam_id, "percent": str(percent), "set_by": set_by, "method": method}
    before = newest_cut_score(session, exam_id)
    certified = certifies(session, exam_id)
    if before is None or not certified or is_same(before, percent, provisional=provisional):
        is_provisional = provisional or (before is None and certified)
        return _in_force(session, CutScore(**said, provisional=is_provisional, actor_id=proposer_id, at=now))
    older = open_proposal(session, exam_id, lock=True)
    if older is not None:
        _end(older.row, ProposalState.REPLACED, by=proposer_id, now=now)
        session.flush()
    made = CutProposal(
        **said, provisional=provisional, proposer_id=proposer_id, at=now, state=ProposalState.OPEN,
        ended_at=None, ended_by_id=None, reason=None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    events.publish(
        session,
        CutScoreProposed(
            subject=f"exam:{exam_id}", actor_id=proposer_id, at=now, proposal_id=made.id, percent=made.percent,
            method=method,
        ),
    )  # fmt: skip
    return None


def course_version_published(session: Session, event: CourseVersionPublished) -> None:
    """Listener: a cut score that differs from that of the version published before is proposed now, and not before.

    A version that waits for signatures changes nothing for who takes the course.
    """
    published = version_of_number(session, int(event.subject.partition(":")[2]), event.no)
    assert published is not None, event.subject  # the event was told in the transaction that published it
    loaded = select(ExamVersion).where(ExamVersion.course_version_id == published.id).order_by(ExamVersion.id)
    for version in session.scalars(loaded).all():
        _propose_cut(session, version, event)


def _propose_cut(session: Session, version: ExamVersion, event: CourseVersionPublished) -> None:
    """Propose what the folder says, unless the exam's version of the course published before said the same."""
    cut = restore_blueprint(version.blueprint).cut
    if cut is None:
        return
    earlier = (
        select(ExamVersion)
        .where(
            ExamVersion.exam_id == version.exam_id,
            ExamVersion.id < version.id,
            ExamVersion.course_version_id.in_(versions_published()),
        )
        .order_by(ExamVersion.id.desc())
        .limit(1)
    )
    before = session.scalars(earlier).one_or_none()
    if before is not None and before.blueprint["cut"] == version.blueprint["cut"]:
        return
    propose_cut_score(
        session,
        exam_id=version.exam_id,
        percent=cut.percent,
        set_by=cut.set_by,
        method=cut.method,
        provisional=cut.provisional,
        proposer_id=event.actor_id,
        now=event.at,
    )


def agree_to_cut_score(
    session: Session, *, exam_id: int, proposal_id: int, actor: Viewer, now: datetime
) -> CutScore | None:
    """Agree to what somebody else proposed; the cut score that came into force by it, if enough have agreed now."""
    proposal = _demand_open(session, exam_id, proposal_id)
    barred = barrier_of(session, proposal, actor.id, now)
    if barred is not None:
        raise RuleBroken(barrier_words(barred))
    session.add(CutAgreement(proposal_id=proposal_id, person_id=actor.id, at=now))
    session.flush()
    events.publish(
        session, CutScoreAgreed(subject=f"exam:{exam_id}", actor_id=actor.id, at=now, proposal_id=proposal_id)
    )
    if proposal.missing > 1:
        return None
    row = proposal.row
    _end(row, ProposalState.AGREED, by=actor.id, now=now)
    return _in_force(
        session,
        CutScore(
            exam_id=exam_id, percent=row.percent, set_by=row.set_by, method=row.method, provisional=row.provisional,
            actor_id=row.proposer_id, proposal_id=row.id, at=now,
        ),
    )  # fmt: skip


def refuse_cut_score(
    session: Session, *, exam_id: int, proposal_id: int, reason: str, actor: Viewer, now: datetime
) -> None:
    """Say no to what was proposed, or take one's own proposal back; the cut before stays in force."""
    proposal = _demand_open(session, exam_id, proposal_id)
    _end(proposal.row, ProposalState.REFUSED, by=actor.id, now=now, reason=reason)
    events.publish(
        session,
        CutScoreRefused(subject=f"exam:{exam_id}", actor_id=actor.id, at=now, proposal_id=proposal_id, reason=reason),
    )


def certifies(session: Session, exam_id: int) -> bool:
    """Whether this is an exam, by which something can be certified, and no quiz."""
    published = ExamVersion.course_version_id.in_(versions_published())
    wanted = select(ExamVersion.use).where(ExamVersion.exam_id == exam_id, published)
    return session.scalars(wanted.order_by(ExamVersion.id.desc()).limit(1)).one() == Use.EXAM


def is_same(before: CutScore, percent: Fraction, *, provisional: bool) -> bool:
    """Whether nobody passes or fails by it who did not before, and nothing is called settled that was not."""
    return Fraction(before.percent) == percent and (provisional or not before.provisional)


def demand_percent(percent: Fraction) -> None:
    """Refuse what is no cut score."""
    if not 0 < percent <= 100:
        raise BadInput("percent", _("A pass mark is more than 0 and at most 100 percent."))
    if len(str(percent)) > LONGEST_PERCENT:
        raise BadInput("percent", _("Use fewer digits after the point."))


def barrier_words(barred: Barrier) -> str:
    """Why a person may not agree, in words for them."""
    if barred is Barrier.PROPOSED:
        return _("You proposed this pass mark. Somebody else has to agree.")
    if barred is Barrier.AGREED:
        return _("You have agreed already. One more person has to agree.")
    if barred is Barrier.APPOINTED:
        return _(
            "The rights of one of you come from the other. Somebody whose rights come from elsewhere has to agree."
        )
    return _("You take this course, or took it in the last 12 months. Somebody else has to agree.")


def _demand_open(session: Session, exam_id: int, proposal_id: int) -> OpenProposal:
    """The proposal that the person saw, if it still waits."""
    found = open_proposal(session, exam_id, lock=True)
    if found is None or found.row.id != proposal_id:
        if session.get(CutProposal, proposal_id) is None:
            raise NotFound
        raise Conflict(_("This proposal was already decided, or replaced by another one. Load the page again."))
    return found


def _end(row: CutProposal, state: ProposalState, *, by: int | None, now: datetime, reason: str | None = None) -> None:
    row.state, row.ended_at, row.ended_by_id, row.reason = state, now, by, reason


def _in_force(session: Session, cut: CutScore) -> CutScore:
    """Record a cut score for attempts that start from now on; those under way keep the one they started with."""
    before = newest_cut_score(session, cut.exam_id)
    session.add(cut)
    session.flush()
    events.publish(
        session,
        CutScoreSet(
            subject=f"exam:{cut.exam_id}",
            actor_id=cut.actor_id,
            at=cut.at,
            before=before.percent if before else None,
            after=cut.percent,
            method=cut.method,
            provisional=cut.provisional,
        ),
    )
    return cut

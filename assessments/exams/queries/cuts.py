"""Proposed cut scores, who may agree to them, and whom they concern."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, CutAgreement, CutProposal, CutScore, Exam, ExamVersion
from assessments.exams.rules.cuts import Barrier, ProposalState, Stake, agreements_needed, barrier, is_decided_by
from assessments.exams.rules.states import AttemptState
from assessments.permissions import ExamPermission
from courses.api import runs_of
from lms.people.api import appointed_by, bound_by_rights, holders_everywhere


@dataclass(frozen=True)
class OpenProposal:
    """A cut score that waits for others to agree."""

    row: CutProposal
    agreed: tuple[int, ...]  # who agreed so far

    @property
    def missing(self) -> int:
        """How many must still agree."""
        return agreements_needed(self.row.proposer_id) - len(self.agreed)


def open_proposal(session: Session, exam_id: int, *, lock: bool = False) -> OpenProposal | None:
    """The proposal that waits for this exam; locked, nobody else decides about it until the commit."""
    wanted = select(CutProposal).where(CutProposal.exam_id == exam_id, CutProposal.state == ProposalState.OPEN)
    row = session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()
    if row is None:
        return None
    agreed = session.scalars(
        select(CutAgreement.person_id).where(CutAgreement.proposal_id == row.id).order_by(CutAgreement.id)
    )
    return OpenProposal(row, tuple(agreed))


def open_proposals(session: Session) -> list[tuple[OpenProposal, str]]:
    """Everything that waits, each with the title of its exam; three queries, one where nothing waits."""
    rows = session.scalars(
        select(CutProposal).where(CutProposal.state == ProposalState.OPEN).order_by(CutProposal.id)
    ).all()
    if not rows:
        return []
    agreed: dict[int, list[int]] = {row.id: [] for row in rows}
    for proposal_id, person_id in session.execute(
        select(CutAgreement.proposal_id, CutAgreement.person_id).where(CutAgreement.proposal_id.in_(agreed))
    ):
        agreed[proposal_id].append(person_id)
    titles = dict(
        session.execute(
            select(ExamVersion.exam_id, ExamVersion.title)
            .where(ExamVersion.exam_id.in_([row.exam_id for row in rows]))
            .order_by(ExamVersion.id)
        ).all()
    )
    return [(OpenProposal(row, tuple(agreed[row.id])), titles[row.exam_id]) for row in rows]


def proposals_to_agree(session: Session, person_id: int, now: datetime) -> list[Exam]:
    """The exams whose proposed cut score this person may agree to; as many queries for all as for one."""
    found = open_proposals(session)
    if not found:
        return []
    numbers = [proposal.row.exam_id for proposal, _title in found]
    exams = {row.id: row for row in session.scalars(select(Exam).where(Exam.id.in_(numbers)))}
    stakes: dict[int, list[Stake]] = {number: [] for number in numbers}
    runs = runs_of(session, [person_id]).get(person_id, [])
    for number, exam in exams.items():
        stakes[number] += [Stake(one.begun_at, one.ended_at is None) for one in runs if one.course_id == exam.course_id]
    for attempt in session.scalars(select(Attempt).where(Attempt.exam_id.in_(numbers), Attempt.person_id == person_id)):
        stakes[attempt.exam_id].append(_stake(attempt))
    circle = bound_by_rights(session, [person_id])
    able = []
    for proposal, _title in found:
        number, first_id = proposal.row.exam_id, proposal.row.proposer_id
        near = [person_id] if circle & {first_id, *proposal.agreed} else []
        if barrier(person_id, first_id, proposal.agreed, stakes[number], now, near) is None:
            able.append(exams[number])
    return able


def refused_proposals(session: Session, exam_id: int, limit: int = 10) -> list[CutProposal]:
    """Proposals to which somebody said no, newest first."""
    wanted = select(CutProposal).where(CutProposal.exam_id == exam_id, CutProposal.state == ProposalState.REFUSED)
    return list(session.scalars(wanted.order_by(CutProposal.id.desc()).limit(limit)))


def stakes_of(session: Session, exam_id: int, people: Collection[int]) -> Mapping[int, list[Stake]]:
    """The runs of these people in the course of an exam, and their attempts at it; three queries for all."""
    course_id = session.scalars(select(Exam.course_id).where(Exam.id == exam_id)).one()
    found = {
        person_id: [Stake(run.begun_at, run.ended_at is None) for run in runs]
        for person_id, runs in runs_of(session, list(people), course_id).items()
    }
    for attempt in session.scalars(select(Attempt).where(Attempt.exam_id == exam_id, Attempt.person_id.in_(people))):
        found.setdefault(attempt.person_id, []).append(_stake(attempt))
    return found


def stakes_in(
    session: Session, course_ids: Collection[int], people: Collection[int]
) -> Mapping[tuple[int, int], list[Stake]]:
    """By course and person: the runs of these people in these courses, and their attempts at any exam; two queries."""
    found: dict[tuple[int, int], list[Stake]] = {(course, person): [] for course in course_ids for person in people}
    for person_id, runs in runs_of(session, list(people)).items():
        for run in runs:
            if run.course_id in course_ids:
                found[run.course_id, person_id].append(Stake(run.begun_at, run.ended_at is None))
    attempts = select(Attempt, Exam.course_id).join(Exam, Exam.id == Attempt.exam_id)
    concerned = attempts.where(Exam.course_id.in_(course_ids), Attempt.person_id.in_(people))
    for attempt, course_id in session.execute(concerned):
        found[course_id, attempt.person_id].append(_stake(attempt))
    return found


def _stake(attempt: Attempt) -> Stake:
    return Stake(attempt.started_at, attempt.state == AttemptState.IN_PROGRESS)


def barrier_of(session: Session, proposal: OpenProposal, person_id: int, now: datetime) -> Barrier | None:
    """What keeps this person from agreeing."""
    stakes = stakes_of(session, proposal.row.exam_id, [person_id]).get(person_id, [])
    near = near_deciders(session, proposal)
    return barrier(person_id, proposal.row.proposer_id, proposal.agreed, stakes, now, near)


def near_deciders(session: Session, proposal: OpenProposal) -> frozenset[int]:
    """From whom the rights of those who decided so far come, and whose come from them."""
    deciders = [one for one in (proposal.row.proposer_id, *proposal.agreed) if one is not None]
    return bound_by_rights(session, deciders)


def is_set_by_oneself(session: Session, cut: CutScore, person_id: int) -> bool:
    """Whether a cut score was decided by this person and people whose rights come from them, and by nobody else."""
    if cut.proposal_id is None:
        return False
    proposal = session.get_one(CutProposal, cut.proposal_id)
    agreed = session.scalars(select(CutAgreement.person_id).where(CutAgreement.proposal_id == proposal.id)).all()
    return is_decided_by({person_id, *appointed_by(session, [person_id])}, proposal.proposer_id, agreed)


def could_agree(session: Session, proposal: OpenProposal, now: datetime) -> list[int]:
    """Everybody who decides on the content of exams and may agree to this."""
    people = holders_everywhere(session, ExamPermission.EXAM_CONTENT)
    stakes = stakes_of(session, proposal.row.exam_id, people)
    asked, near = (proposal.row.proposer_id, proposal.agreed), near_deciders(session, proposal)
    return [one for one in people if barrier(one, *asked, stakes.get(one, []), now, near) is None]

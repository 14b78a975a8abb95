"""Proposed cut scores, who may agree to them, and whom they concern."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select, union_all
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, CutAgreement, CutProposal, CutScore, Exam, ExamVersion
from assessments.exams.queries.exams import title_in
from assessments.exams.queries.newest import is_published
from assessments.exams.rules.cuts import Barrier, ProposalState, Stake, agreements_needed, barrier, is_decided_by
from assessments.exams.rules.states import AttemptState
from assessments.permissions import ExamPermission
from courses.api import runs_within
from lms.people.api import appointed_by, bound_by_rights, holders_everywhere

SITS = case((Attempt.state == AttemptState.IN_PROGRESS, 1), else_=0)  # beside the columns of `runs_within`


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


def open_proposals(session: Session, language: str = "") -> list[tuple[OpenProposal, Exam, str]]:
    """Everything that waits, each with its exam and what that is called in a language; one query.

    Nothing of an exam of which no version is published yet.
    """
    newest = select(title_in(language)).where(ExamVersion.exam_id == Exam.id, is_published())
    newest = newest.order_by(ExamVersion.id.desc()).limit(1)
    rows = session.execute(
        select(CutProposal, Exam, newest.correlate(Exam).scalar_subquery(), CutAgreement.person_id)
        .join(Exam, Exam.id == CutProposal.exam_id)
        .outerjoin(CutAgreement, CutAgreement.proposal_id == CutProposal.id)
        .where(CutProposal.state == ProposalState.OPEN, Exam.id.in_(select(ExamVersion.exam_id).where(is_published())))
        .order_by(CutProposal.id, CutAgreement.id)
    )
    found: dict[int, tuple[CutProposal, Exam, str]] = {}
    agreed: dict[int, list[int]] = defaultdict(list)
    for row, exam, title, person_id in rows:
        found[row.id] = row, exam, title
        if person_id is not None:
            agreed[row.id].append(person_id)
    return [(OpenProposal(row, tuple(agreed[row.id])), exam, title) for row, exam, title in found.values()]


def proposals_to_agree(
    session: Session, person_id: int, circle: Collection[int], language: str, now: datetime
) -> list[tuple[Exam, str]]:
    """The exams, with what they are called, whose proposed cut score this person may agree to; two queries at most.

    `circle` are those from whom their rights come, and whose rights come from them.
    """
    found = open_proposals(session, language)
    stakes = stakes_at(session, {exam.id for _one, exam, _title in found}, [person_id]) if found else {}
    able = []
    for proposal, exam, title in found:
        first_id = proposal.row.proposer_id
        near = [person_id] if {first_id, *proposal.agreed} & {*circle} else []
        if barrier(person_id, first_id, proposal.agreed, stakes.get((exam.id, person_id), []), now, near) is None:
            able.append((exam, title))
    return able


def proposals_told(session: Session, exam_id: int, refused: int = 10) -> tuple[OpenProposal | None, list[CutProposal]]:
    """The proposal that waits for an exam, and the last ones to which somebody said no, newest first; one query."""
    rows = session.execute(
        select(CutProposal, CutAgreement.person_id)
        .outerjoin(CutAgreement, CutAgreement.proposal_id == CutProposal.id)
        .where(CutProposal.exam_id == exam_id, CutProposal.state.in_((ProposalState.OPEN, ProposalState.REFUSED)))
        .order_by(CutProposal.id.desc(), CutAgreement.id)
    ).all()
    every = {row.id: row for row, _person_id in rows}.values()
    agreed = tuple(who for row, who in rows if row.state == ProposalState.OPEN and who is not None)
    waiting = next((OpenProposal(row, agreed) for row in every if row.state == ProposalState.OPEN), None)
    return waiting, [row for row in every if row.state == ProposalState.REFUSED][:refused]


def stakes_of(session: Session, exam_id: int, people: Collection[int]) -> Mapping[int, list[Stake]]:
    """The runs of these people in the course of an exam, and their attempts at it; one query for all."""
    return {person_id: each for (_exam, person_id), each in stakes_at(session, [exam_id], people).items()}


def stakes_at(
    session: Session, exam_ids: Collection[int], people: Collection[int]
) -> Mapping[tuple[int, int], list[Stake]]:
    """By exam and person: the runs of these people in the course of an exam, and their attempts at it; one query."""
    courses = select(Exam.course_id).where(Exam.id.in_(exam_ids))
    runs = runs_within(courses, people).subquery()
    course_id, person_id, at, is_open = runs.c
    taken = select(Exam.id, person_id, at, is_open).join(Exam, Exam.course_id == course_id).where(Exam.id.in_(exam_ids))
    sat = select(Attempt.exam_id, Attempt.person_id, Attempt.started_at, SITS)
    sat = sat.where(Attempt.exam_id.in_(exam_ids), Attempt.person_id.in_(people))
    found: dict[tuple[int, int], list[Stake]] = defaultdict(list)
    for exam_id, whose, begun_at, goes_on in session.execute(union_all(taken, sat)):
        found[exam_id, whose].append(Stake(begun_at, bool(goes_on)))
    return found


def stakes_in(
    session: Session, course_ids: Collection[int], people: Collection[int]
) -> Mapping[tuple[int, int], list[Stake]]:
    """By course and person: the runs of these people in these courses, and their attempts at any exam; one query."""
    found: dict[tuple[int, int], list[Stake]] = {(course, person): [] for course in course_ids for person in people}
    attempts = (
        select(Exam.course_id, Attempt.person_id, Attempt.started_at, SITS)
        .join(Exam, Exam.id == Attempt.exam_id)
        .where(Exam.course_id.in_(course_ids), Attempt.person_id.in_(people))
    )
    for course_id, person_id, at, is_open in session.execute(union_all(runs_within(course_ids, people), attempts)):
        found[course_id, person_id].append(Stake(at, bool(is_open)))
    return found


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

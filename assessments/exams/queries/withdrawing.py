"""Who could be the second person of a withdrawal, and the results that hung on its question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, AttemptItem, CutScore, Result, Score
from assessments.exams.policy import managed_by
from assessments.exams.queries.cuts import stakes_in
from assessments.exams.queries.newest import NEWEST_RESULT, NEWEST_SCORE
from assessments.exams.queries.withdrawn import Withdrawal
from assessments.exams.rules.cuts import Stake
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.withdrawing import Hang, hangs, may_agree
from assessments.items.models import ItemVersion
from assessments.permissions import ExamPermission
from lms.access import Viewer
from lms.people.api import appointers_of, bound_by_rights, holders_everywhere

Waiting = Sequence[tuple[int, Withdrawal]]  # withdrawals with their courses


def near(session: Session, person_id: int | None) -> frozenset[int]:
    """From whom the rights of this person come, and whose come from them: none of these is a second person."""
    if person_id is None:
        return frozenset()
    return bound_by_rights(session, [person_id])


def stakes_above(session: Session, course_id: int, person_id: int) -> list[Stake]:
    """What those have open or had in a course from whom the rights of this person come; three queries."""
    above = appointers_of(session, [person_id])
    return [stake for each in stakes_in(session, [course_id], above).values() for stake in each]


def could_agree(session: Session, waiting: Waiting, now: datetime) -> list[list[int]]:
    """For each withdrawal: who of all who decide on content may be the second.

    Three queries for all, and two for each person who did a first step.
    """
    people = holders_everywhere(session, ExamPermission.EXAM_CONTENT)
    firsts = {one.first_id(now) for _course, one in waiting}
    return _able(session, waiting, now, people, {each: near(session, each) for each in firsts})


def may_be_second(
    session: Session, waiting: Waiting, person_id: int, circle: Collection[int], now: datetime
) -> list[bool]:
    """For each withdrawal: whether this person may be the second; one query.

    `circle` are those from whom their rights come, and whose rights come from them.
    """
    firsts = {one.first_id(now) for _course, one in waiting}
    close = {each: frozenset({person_id}) if each in circle else frozenset() for each in firsts}
    return [bool(second) for second in _able(session, waiting, now, [person_id], close)]


def _able(
    session: Session,
    waiting: Waiting,
    now: datetime,
    people: Sequence[int],
    close: Mapping[int | None, Collection[int]],
) -> list[list[int]]:
    stakes = stakes_in(session, {course_id for course_id, _one in waiting}, people)
    return [
        [
            each
            for each in people
            if may_agree(each, one.first_id(now), stakes[course_id, each], now, close[one.first_id(now)]) is None
        ]
        for course_id, one in waiting
    ]


@dataclass(frozen=True)
class HungResult:
    """A result that would be on the other side of the cut if one question had been judged otherwise."""

    attempt_uuid: str
    person_id: int
    percent: str  # exact
    cut: str  # exact
    closed_at: datetime | None
    hang: Hang


@dataclass(frozen=True)
class HungResults:
    """The results that hung on a question, those that passed first, and how many others asked it."""

    found: Sequence[HungResult]
    others: int


def results_that_hung_on(session: Session, viewer: Viewer, item_id: int) -> HungResults:
    """The results in force, of people for whom the viewer decides, whose papers asked any version of this question.

    One query, however many they are.
    """
    rows = session.execute(
        select(
            Attempt.uuid,
            Attempt.person_id,
            Attempt.closed_at,
            Result.points,
            Result.most,
            Result.percent,
            CutScore.percent,
            AttemptItem.points,
            Score.exact,
        )
        .select_from(AttemptItem)
        .join(ItemVersion, ItemVersion.id == AttemptItem.item_version_id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(Result, Result.id == NEWEST_RESULT)
        .join(CutScore, CutScore.id == Result.cut_score_id)
        .join(Score, Score.id == NEWEST_SCORE)
        .where(ItemVersion.item_id == item_id, Attempt.state == AttemptState.PUBLISHED, managed_by(viewer))
        .order_by(Attempt.id.desc())
    ).all()
    found = []
    for uuid, person_id, closed_at, points, most, percent, cut, worth, exact in rows:
        hang = hangs(Fraction(points), most, Fraction(exact) * worth, worth, Fraction(cut))
        if hang is not None:
            found.append(HungResult(uuid, person_id, percent, cut, closed_at, hang))
    found.sort(key=lambda one: one.hang is not Hang.PASSED)
    return HungResults(found, len(rows) - len(found))

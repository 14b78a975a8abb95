"""Questions that were withdrawn from new papers, and what was done about that."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, exists, literal, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import aggregate_strings

from assessments.exams.rules.withdrawing import (
    WithdrawalStanding,
    WithdrawalStep,
    open_return,
    standing,
)
from assessments.items.item import ENDINGS, Use, WithdrawalAct
from assessments.items.models import Item, ItemWithdrawal, ItemWithdrawalStep
from lms.people.api import appointed


@dataclass(frozen=True)
class Withdrawal:
    """One withdrawal of a question, with everything that was done about it, in order."""

    id: int
    uuid: str
    item_id: int
    reason: str
    actor_id: int
    at: datetime
    lapses_at: datetime
    steps: tuple[WithdrawalStep, ...]

    def standing(self, now: datetime) -> WithdrawalStanding:
        """How it stands at this moment."""
        return standing(self.lapses_at, self.steps, now)

    @property
    def return_asked(self) -> WithdrawalStep | None:
        """The proposal to bring the question back that waits for a second person."""
        return open_return(self.steps)

    @property
    def was_confirmed(self) -> bool:
        """Whether a second person agreed to it."""
        return any(step.act is WithdrawalAct.CONFIRMED for step in self.steps)

    @property
    def has_ended(self) -> bool:
        """Whether it was written down that it is over; it can be over by the clock before that."""
        return any(step.act in ENDINGS for step in self.steps)

    def first_id(self, now: datetime) -> int | None:
        """Who did what waits for a second person now; nobody where nothing waits."""
        if self.standing(now) is WithdrawalStanding.AWAITING:
            return self.actor_id
        return self.return_asked.actor_id if self.return_asked else None


@dataclass(frozen=True)
class WithdrawnItem:
    """A question that new papers do not ask."""

    item_id: int
    key: str
    course_id: int
    use: Use
    withdrawal: Withdrawal


def _with_step(*acts: WithdrawalAct) -> ColumnElement[bool]:
    return exists(
        select(ItemWithdrawalStep.id).where(
            ItemWithdrawalStep.withdrawal_id == ItemWithdrawal.id, ItemWithdrawalStep.act.in_(acts)
        )
    )


def is_out(now: datetime) -> ColumnElement[bool]:
    """The rule of standing as a filter on `ItemWithdrawal`: those by which a question is not asked at this moment."""
    return ~_with_step(*ENDINGS) & (_with_step(WithdrawalAct.CONFIRMED) | (ItemWithdrawal.lapses_at > now))


def any_for_second(now: datetime) -> ColumnElement[bool]:
    """As SQL: whether a withdrawal, or a return that was proposed, may wait for a second person."""
    waits = ~_with_step(WithdrawalAct.CONFIRMED) | _with_step(WithdrawalAct.RETURN_PROPOSED)
    return select(ItemWithdrawal.id).where(is_out(now), waits).exists()


def withdrawn_keys(session: Session, course_ids: Collection[int], now: datetime) -> dict[int, frozenset[str]]:
    """The names of the questions of each course that new papers do not ask; one query for all."""
    found: dict[int, set[str]] = {number: set() for number in course_ids}
    rows = session.execute(
        select(Item.course_id, Item.key)
        .join(ItemWithdrawal, ItemWithdrawal.item_id == Item.id)
        .where(Item.course_id.in_(course_ids), is_out(now))
    )
    for course_id, key in rows:
        if course_id is not None:
            found[course_id].add(key)
    return {course_id: frozenset(keys) for course_id, keys in found.items()}


def names_withdrawn(course_id: int, person_id: int, now: datetime) -> ScalarSelect[str]:
    """The same of one course as a column, names with spaces between, for a statement that asks for more.

    For a paper of this person: what they withdrew themselves, or people whose rights come from them, counts once
    somebody else has had a part in it, or else who withdraws questions and then enrols would shape their own exam.
    """
    own = select(literal(person_id)).union(appointed([person_id]))
    keys = select(aggregate_strings(Item.key, " ")).join(ItemWithdrawal, ItemWithdrawal.item_id == Item.id)
    confirmed_by_others = exists(
        select(ItemWithdrawalStep.id).where(
            ItemWithdrawalStep.withdrawal_id == ItemWithdrawal.id,
            ItemWithdrawalStep.act == WithdrawalAct.CONFIRMED,
            ItemWithdrawalStep.actor_id.not_in(own),
        )
    )
    by_others = ItemWithdrawal.actor_id.not_in(own) | confirmed_by_others
    return keys.where(Item.course_id == course_id, is_out(now), by_others).scalar_subquery()


def courses_with_withdrawals(session: Session, now: datetime) -> set[int]:
    """The courses of which a question is withdrawn."""
    wanted = select(Item.course_id).join(ItemWithdrawal, ItemWithdrawal.item_id == Item.id).where(is_out(now))
    return {number for number in session.scalars(wanted.distinct()) if number is not None}


def withdrawals_of(session: Session, item_ids: Collection[int]) -> dict[int, list[Withdrawal]]:
    """Every withdrawal of each of these questions, the newest first; two queries for all."""
    found: dict[int, list[Withdrawal]] = {number: [] for number in item_ids}
    for one in _with_steps(session, ItemWithdrawal.item_id.in_(item_ids)):
        found[one.item_id].append(one)
    return found


def withdrawn_now(session: Session, now: datetime) -> list[WithdrawnItem]:
    """Every question that new papers do not ask, the longest withdrawn first; three queries for all."""
    out = _with_steps(session, is_out(now))
    if not out:
        return []
    items = {row.id: row for row in session.scalars(select(Item).where(Item.id.in_([one.item_id for one in out])))}
    return [
        WithdrawnItem(item.id, item.key, item.course_id, Use(item.use), one)
        for one in reversed(out)
        if (item := items[one.item_id]).course_id is not None
    ]


def lapsed(session: Session, now: datetime, limit: int = 200) -> list[int]:
    """Withdrawals that ran out, of which nobody has noted it yet."""
    wanted = select(ItemWithdrawal.id).where(
        ItemWithdrawal.lapses_at <= now, ~_with_step(WithdrawalAct.CONFIRMED, *ENDINGS)
    )
    return list(session.scalars(wanted.order_by(ItemWithdrawal.id).limit(limit)))


def _with_steps(session: Session, which: ColumnElement[bool]) -> list[Withdrawal]:
    """Withdrawals, the newest first, with their steps."""
    rows = session.scalars(select(ItemWithdrawal).where(which).order_by(ItemWithdrawal.id.desc())).all()
    steps: dict[int, list[WithdrawalStep]] = defaultdict(list)
    done = select(ItemWithdrawalStep).where(ItemWithdrawalStep.withdrawal_id.in_([row.id for row in rows]))
    for step in session.scalars(done.order_by(ItemWithdrawalStep.id)) if rows else ():
        steps[step.withdrawal_id].append(WithdrawalStep(WithdrawalAct(step.act), step.at, step.actor_id, step.reason))
    return [
        Withdrawal(row.id, row.uuid, row.item_id, row.reason, row.actor_id, row.at, row.lapses_at, tuple(steps[row.id]))
        for row in rows
    ]

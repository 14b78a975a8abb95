"""Questions that were withdrawn from new papers, and what was done about that."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, literal, select
from sqlalchemy.orm import Session, aliased
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


@cache
def _with_step(*acts: WithdrawalAct) -> ColumnElement[bool]:
    step = aliased(ItemWithdrawalStep)  # of its own, whatever else a statement joins
    return exists(select(step.id).where(step.withdrawal_id == ItemWithdrawal.id, step.act.in_(acts)))


def is_out(now: datetime) -> ColumnElement[bool]:
    """The rule of standing as a filter on `ItemWithdrawal`: those by which a question is not asked at this moment."""
    return ~_with_step(*ENDINGS) & (_with_step(WithdrawalAct.CONFIRMED) | (ItemWithdrawal.lapses_at > now))


def any_for_second(now: datetime) -> ColumnElement[bool]:
    """As SQL: whether a withdrawal, or a return that was proposed, may wait for a second person."""
    waits = ~_with_step(WithdrawalAct.CONFIRMED) | _with_step(WithdrawalAct.RETURN_PROPOSED)
    return select(ItemWithdrawal.id).where(is_out(now), waits).exists()


def withdrawn_keys(session: Session, course_id: int, now: datetime) -> frozenset[str]:
    """The names of the questions of a course that new papers do not ask; one query."""
    rows = select(Item.key).join(ItemWithdrawal, ItemWithdrawal.item_id == Item.id)
    return frozenset(session.scalars(rows.where(Item.course_id == course_id, is_out(now))))


def keys_withdrawn(course_id: ColumnElement[int], now: datetime) -> ScalarSelect[str | None]:
    """As SQL beside a course: the names of its questions that new papers do not ask, with spaces between."""
    keys = select(aggregate_strings(Item.key, " ")).join(ItemWithdrawal, ItemWithdrawal.item_id == Item.id)
    return keys.where(Item.course_id == course_id, is_out(now)).scalar_subquery()


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


def courses_with_withdrawals(now: datetime) -> Select[int | None]:
    """As SQL: the courses of which a question is withdrawn."""
    return select(Item.course_id).join(ItemWithdrawal, ItemWithdrawal.item_id == Item.id).where(is_out(now))


def withdrawals_in(session: Session, course_id: int) -> dict[str, list[Withdrawal]]:
    """Every withdrawal of a question of this course by the question's name, the newest first; one query for all."""
    found: dict[str, list[Withdrawal]] = defaultdict(list)
    for one, item in _with_steps(session, Item.course_id == course_id):
        found[item.key].append(one)
    return found


def withdrawals_of(session: Session, item_ids: Collection[int]) -> dict[int, list[Withdrawal]]:
    """Every withdrawal of each of these questions, the newest first; one query for all."""
    found: dict[int, list[Withdrawal]] = {number: [] for number in item_ids}
    for one, _item in _with_steps(session, ItemWithdrawal.item_id.in_(item_ids)):
        found[one.item_id].append(one)
    return found


def withdrawn_now(session: Session, now: datetime) -> list[WithdrawnItem]:
    """Every question that new papers do not ask, the longest withdrawn first; one query for all."""
    return [
        WithdrawnItem(item.id, item.key, item.course_id, Use(item.use), one)
        for one, item in reversed(_with_steps(session, is_out(now)))
        if item.course_id is not None
    ]


def lapsed(session: Session, now: datetime, limit: int = 200) -> list[int]:
    """Withdrawals that ran out, of which nobody has noted it yet."""
    wanted = select(ItemWithdrawal.id).where(
        ItemWithdrawal.lapses_at <= now, ~_with_step(WithdrawalAct.CONFIRMED, *ENDINGS)
    )
    return list(session.scalars(wanted.order_by(ItemWithdrawal.id).limit(limit)))


def _with_steps(session: Session, which: ColumnElement[bool]) -> list[tuple[Withdrawal, Item]]:
    """Withdrawals, the newest first, with their steps, and the questions; one query."""
    wanted = (
        select(ItemWithdrawal, Item, ItemWithdrawalStep)
        .join(Item, Item.id == ItemWithdrawal.item_id)
        .outerjoin(ItemWithdrawalStep, ItemWithdrawalStep.withdrawal_id == ItemWithdrawal.id)
        .where(which)
        .order_by(ItemWithdrawal.id.desc(), ItemWithdrawalStep.id)
    )
    rows: dict[int, tuple[ItemWithdrawal, Item]] = {}
    steps: dict[int, list[WithdrawalStep]] = defaultdict(list)
    for row, item, step in session.execute(wanted):
        rows[row.id] = row, item
        if step is not None:
            steps[row.id].append(WithdrawalStep(WithdrawalAct(step.act), step.at, step.actor_id, step.reason))
    return [
        (
            Withdrawal(
                row.id, row.uuid, row.item_id, row.reason, row.actor_id, row.at, row.lapses_at, tuple(steps[row.id])
            ),
            item,
        )
        for row, item in rows.values()
    ]

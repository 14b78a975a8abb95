"""Questions withdrawn from new papers by one person at once, and for good when a second one agrees."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.exams.events import (
    ItemReturned,
    ItemReturnProposed,
    ItemReturnRefused,
    ItemWithdrawalConfirmed,
    ItemWithdrawalLapsed,
    ItemWithdrawalRefused,
    ItemWithdrawn,
)
from assessments.exams.queries.cuts import stakes_in
from assessments.exams.queries.withdrawing import near, stakes_above
from assessments.exams.queries.withdrawn import Withdrawal, lapsed, withdrawals_of
from assessments.exams.rules.cuts import Stake
from assessments.exams.rules.withdrawing import (
    WINDOW,
    WithdrawalBarrier,
    WithdrawalStanding,
    may_agree,
    may_begin,
    may_refuse,
    takes_course,
)
from assessments.items.item import WithdrawalAct
from assessments.items.models import Item, ItemWithdrawal, ItemWithdrawalStep
from lms import events, ids
from lms.access import Viewer
from lms.errors import Conflict, NotFound, RuleBroken
from lms.events import Event
from lms.i18n import _


def withdraw_item(
    session: Session, *, item_id: int, reason: str, key: str, actor: Viewer, now: datetime
) -> ItemWithdrawal:
    """Take a question out of papers that are drawn from now on; the same `key` withdraws only once.

    Papers under way keep it. It comes back after a week unless somebody else confirms.
    """
    item = _locked(session, item_id)
    given = session.scalars(select(ItemWithdrawal).where(ItemWithdrawal.key == key)).one_or_none()
    if given is not None and (given.item_id, given.actor_id) == (item_id, actor.id):
        return given
    before = withdrawals_of(session, [item_id])[item_id]
    if any(one.standing(now) is not WithdrawalStanding.OVER for one in before):
        raise Conflict(_("This question is withdrawn already. Load the page again."))
    unconfirmed = [one.at for one in before if one.actor_id == actor.id and not one.was_confirmed]
    barred = may_begin(_stakes(session, item, actor), unconfirmed, now)
    if barred is not None:
        raise RuleBroken(barrier_words(barred))
    made = ItemWithdrawal(
        uuid=ids.new_uuid(), item_id=item_id, reason=reason, key=key, actor_id=actor.id, at=now, lapses_at=now + WINDOW
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as fault:  # the key of another form
        raise Conflict(_("This form was sent already. Load the page again and fill it in again.")) from fault
    said = {"withdrawal_id": made.id, "reason": reason, "lapses_at": made.lapses_at.isoformat()}
    _tell(session, ItemWithdrawn, item_id, actor.id, now, **said)
    return made


def confirm_withdrawal(session: Session, *, uuid: str, actor: Viewer, now: datetime) -> None:
    """Agree that a question stays out of new papers."""
    item, found = _found(session, uuid)
    _demand_awaiting(found, now)
    _demand_second(session, item, actor, found.actor_id, now)
    _add(session, found, WithdrawalAct.CONFIRMED, actor.id, None, now)
    _tell(session, ItemWithdrawalConfirmed, item.id, actor.id, now, withdrawal_id=found.id)


def refuse_withdrawal(session: Session, *, uuid: str, reason: str, actor: Viewer, now: datetime) -> None:
    """Say that a question is right, or take one's own withdrawal back: new papers ask it again at once."""
    item, found = _found(session, uuid)
    _demand_awaiting(found, now)
    _demand_may_refuse(session, item, actor, found.actor_id)
    _add(session, found, WithdrawalAct.REFUSED, actor.id, reason, now)
    _tell(session, ItemWithdrawalRefused, item.id, actor.id, now, withdrawal_id=found.id, reason=reason)


def propose_return(session: Session, *, uuid: str, reason: str, actor: Viewer, now: datetime) -> None:
    """Propose that a question whose withdrawal was confirmed is asked again; it stays out until somebody agrees."""
    item, found = _found(session, uuid)
    if found.standing(now) is not WithdrawalStanding.CONFIRMED or found.return_asked is not None:
        raise Conflict(changed_words())
    _demand_untaken(session, item, actor)
    _add(session, found, WithdrawalAct.RETURN_PROPOSED, actor.id, reason, now)
    _tell(session, ItemReturnProposed, item.id, actor.id, now, withdrawal_id=found.id, reason=reason)


def confirm_return(session: Session, *, uuid: str, actor: Viewer, now: datetime) -> None:
    """Agree that new papers ask a question again."""
    item, found = _found(session, uuid)
    _demand_second(session, item, actor, _demand_return(found), now)
    _add(session, found, WithdrawalAct.RETURNED, actor.id, None, now)
    _tell(session, ItemReturned, item.id, actor.id, now, withdrawal_id=found.id)


def refuse_return(session: Session, *, uuid: str, reason: str, actor: Viewer, now: datetime) -> None:
    """Say no to having a question back, or take one's own proposal back; it stays out."""
    item, found = _found(session, uuid)
    _demand_may_refuse(session, item, actor, _demand_return(found))
    _add(session, found, WithdrawalAct.RETURN_REFUSED, actor.id, reason, now)
    _tell(session, ItemReturnRefused, item.id, actor.id, now, withdrawal_id=found.id, reason=reason)


def note_lapsed(session: Session, now: datetime) -> int:
    """Write down which withdrawals nobody confirmed in time; how many. Their questions came back by the clock."""
    noted = 0
    for number in lapsed(session, now):
        uuid = session.get_one(ItemWithdrawal, number).uuid
        item, found = _found(session, uuid)
        if found.was_confirmed or found.has_ended:  # by somebody who was a moment faster
            continue
        _add(session, found, WithdrawalAct.LAPSED, None, None, now)
        _tell(session, ItemWithdrawalLapsed, item.id, None, now, withdrawal_id=number)
        noted += 1
    return noted


def barrier_words(barred: WithdrawalBarrier) -> str:
    """Why a person may not act on a question, in words for them."""
    if barred is WithdrawalBarrier.TAKES:
        return _("You take this course. Somebody who does not take it has to decide about its questions.")
    if barred is WithdrawalBarrier.TOOK:
        return _("You take this course, or took it in the last 12 months. Somebody else has to agree.")
    if barred is WithdrawalBarrier.OWN:
        return _("You did the first step yourself. Somebody else has to agree.")
    if barred is WithdrawalBarrier.APPOINTED:
        return _(
            "The rights of one of you come from the other. Somebody whose rights come from elsewhere has to agree."
        )
    if barred is WithdrawalBarrier.DEPENDENT:
        return _(
            "Your rights come from somebody who takes this course. Somebody whose rights come "
            "from elsewhere has to refuse."
        )
    return _(
        "You withdrew this question in the last 12 months, and nobody confirmed it. Ask somebody else to withdraw it."
    )


def changed_words() -> str:
    """What is said where the page that somebody saw is no longer true."""
    return _("Somebody else has decided about this question, or the time is up. Load the page again.")


def _locked(session: Session, item_id: int) -> Item:
    """The item; nobody else decides about it until the commit."""
    return session.get_one(Item, item_id, with_for_update=True)


def _found(session: Session, uuid: str) -> tuple[Item, Withdrawal]:
    """The withdrawal of this name and its item, locked before its steps are read."""
    item_id = session.scalars(select(ItemWithdrawal.item_id).where(ItemWithdrawal.uuid == uuid)).one_or_none()
    if item_id is None:
        raise NotFound
    item = _locked(session, item_id)
    return item, next(one for one in withdrawals_of(session, [item_id])[item_id] if one.uuid == uuid)


def _stakes(session: Session, item: Item, actor: Viewer) -> list[Stake]:
    """What the actor has open, or had, in the course of the item; an item of no course is nobody's."""
    if item.course_id is None:
        return []
    return stakes_in(session, [item.course_id], [actor.id])[item.course_id, actor.id]


def _demand_awaiting(found: Withdrawal, now: datetime) -> None:
    if found.standing(now) is not WithdrawalStanding.AWAITING:
        raise Conflict(changed_words())


def _demand_return(found: Withdrawal) -> int | None:
    """Who proposed to bring it back, where that waits; a withdrawal that ended has no step after its end."""
    if found.return_asked is None:
        raise Conflict(changed_words())
    return found.return_asked.actor_id


def _demand_second(session: Session, item: Item, actor: Viewer, first_id: int | None, now: datetime) -> None:
    barred = may_agree(actor.id, first_id, _stakes(session, item, actor), now, near(session, first_id))
    if barred is not None:
        raise RuleBroken(barrier_words(barred))


def _demand_may_refuse(session: Session, item: Item, actor: Viewer, first_id: int | None) -> None:
    above = stakes_above(session, item.course_id, actor.id) if item.course_id is not None else []
    barred = may_refuse(actor.id, first_id, _stakes(session, item, actor), above)
    if barred is not None:
        raise RuleBroken(barrier_words(barred))


def _demand_untaken(session: Session, item: Item, actor: Viewer) -> None:
    if takes_course(_stakes(session, item, actor)):
        raise RuleBroken(barrier_words(WithdrawalBarrier.TAKES))


def _add(
    session: Session, found: Withdrawal, act: WithdrawalAct, actor_id: int | None, reason: str | None, now: datetime
) -> None:
    session.add(ItemWithdrawalStep(withdrawal_id=found.id, act=act, reason=reason, actor_id=actor_id, at=now))
    session.flush()


def _tell(session: Session, event: type[Event], item_id: int, actor_id: int | None, now: datetime, **said: Any) -> None:
    events.publish(session, event(subject=f"item:{item_id}", actor_id=actor_id, at=now, **said))

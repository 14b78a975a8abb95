"""Who may start another attempt, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from assessments.decisions.rules import SittingBar
from assessments.exams.rules.states import AttemptState


@dataclass(frozen=True)
class PreviousAttempt:
    """What counts of an earlier attempt; `passed` is None until there is a result."""

    state: AttemptState
    started_at: datetime
    closed_at: datetime | None = None
    passed: bool | None = None


class RefusalReason(StrEnum):
    """Why no attempt may start now."""

    OPEN = "open"  # one is running: go on with that
    BARRED = "barred"  # a decision keeps them from it
    NOT_OPEN = "not open"  # lessons are to be read or quizzes to be passed first
    PASSED = "passed"
    HELD = "held"  # what it certifies is held or waits, and this is not the time or the run to renew it
    NONE_LEFT = "none left"
    TOO_SOON = "too soon"


@dataclass(frozen=True)
class Refusal:
    """The reason; for `too soon` the moment from which an attempt may start, for `barred` what the decision says."""

    reason: RefusalReason
    opens_at: datetime | None = None
    bar: SittingBar | None = None


def next_opens_at(
    no: int, closed_at: datetime | None, passed: bool | None, attempts_allowed: int | None, wait_hours: int
) -> datetime | None:
    """After the attempt of this number failed: when the next one may begin; none where there is no wait, or no next."""
    if closed_at is None or passed is not False or not wait_hours:
        return None
    has_next = attempts_allowed is None or no < attempts_allowed
    return closed_at + timedelta(hours=wait_hours) if has_next else None


def may_start(
    previous: Sequence[PreviousAttempt],
    now: datetime,
    attempts_allowed: int | None,
    wait_hours: int,
    *,
    granted: int = 0,
    bar: SittingBar | None = None,
    is_open: bool = True,
) -> Refusal | None:
    """None when an attempt may start. Voided attempts do not count; the wait runs from the end of the last one.

    Where attempts are limited, a passed one is the last; without a limit one may try again for practice. Attempts that
    were `granted` come after those allowed, and for them there is no wait. An exam that is not open is so for who never
    began it: whoever has, even an attempt that was voided, is not shut out.
    """
    counted = [one for one in previous if one.state is not AttemptState.VOIDED]
    if any(one.state is AttemptState.IN_PROGRESS for one in counted):
        return Refusal(RefusalReason.OPEN)
    if bar is not None:
        return Refusal(RefusalReason.BARRED, bar=bar)
    if not is_open and not previous:
        return Refusal(RefusalReason.NOT_OPEN)
    if attempts_allowed is not None:
        if any(one.passed for one in counted):
            return Refusal(RefusalReason.PASSED)
        if len(counted) >= attempts_allowed:
            return None if len(counted) < attempts_allowed + granted else Refusal(RefusalReason.NONE_LEFT)
    ends = [one.closed_at or one.started_at for one in counted]
    opens_at = max(ends) + timedelta(hours=wait_hours) if ends else now
    return Refusal(RefusalReason.TOO_SOON, opens_at) if now < opens_at else None

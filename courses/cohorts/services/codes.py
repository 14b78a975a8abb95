"""Join codes are made and ended; guesses at them are counted."""

from datetime import datetime, timedelta
from secrets import choice

from sqlalchemy.orm import Session

from courses.cohorts.events import CohortCodeEnded, CohortCodeMade
from courses.cohorts.models.cohort import CohortCode
from courses.cohorts.queries.codes import code_named, code_of
from courses.cohorts.queries.cohorts import FoundCohort, cohort_by_id, lock
from courses.cohorts.rules.codes import code_holds, draw_code, normal_join_code
from courses.cohorts.rules.states import CohortState
from lms import events
from lms.errors import BadInput, RuleBroken, TooMany
from lms.i18n import _, ngettext
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait

LIFE = timedelta(days=14)
WRONG_CODES = 20  # of one person within the window of `lms.rate_limits`; a right one always works: 29 ** 8 signs


def make_code(session: Session, cohort: FoundCohort, *, by: int | None, now: datetime) -> CohortCode:
    """A new join code; the one before works no more."""
    lock(session, cohort.id)
    if cohort.state is not CohortState.OPEN:
        raise RuleBroken(_("Nobody can join this cohort now, so it has no code."))
    end_code(session, cohort.id, by=by, now=now)
    code = draw_code(choice)
    while code_named(session, code) is not None:
        code = draw_code(choice)
    row = CohortCode(cohort_id=cohort.id, code=code, made_at=now, made_by_id=by, until=now + LIFE)
    session.add(row)
    session.flush()
    happened = CohortCodeMade(
        subject=f"cohort:{cohort.id}", actor_id=by, at=now, code_id=row.id, until=row.until.isoformat()
    )
    events.publish(session, happened)
    return row


def end_code(session: Session, cohort_id: int, *, by: int | None, now: datetime) -> bool:
    """Let the code of a cohort work no more; answers whether there was one."""
    row = code_of(session, cohort_id)
    if row is None:
        return False
    row.ended_at, row.ended_by_id = now, by
    session.flush()
    events.publish(session, CohortCodeEnded(subject=f"cohort:{cohort_id}", actor_id=by, at=now, code_id=row.id))
    return True


def cohort_of_code(session: Session, typed: str, now: datetime) -> FoundCohort | None:
    """The cohort that somebody may join by what they typed; nothing for a code that opens none now."""
    row = code_named(session, normal_join_code(typed))
    if row is None or not code_holds(row.until, row.ended_at, now):
        return None
    cohort = cohort_by_id(session, row.cohort_id)
    return cohort if cohort.state is CohortState.OPEN else None


def count_wrong_code(session: Session, person_uuid: str, *, now: datetime) -> None:
    """Count a code that opens nothing, or say that there were too many; after the look, so a right code works."""
    limit = RateLimit(bucket("join code", person_uuid), WRONG_CODES)
    seconds = seconds_to_wait(session, [limit], now=now)
    if seconds is not None:
        minutes = -(-seconds // 60)
        words = _("Too many wrong codes. The right code still works: ask your trainer to show it again.")
        wait = ngettext(
            "Wait %(num)s minute before you try again.", "Wait %(num)s minutes before you try again.", minutes
        )
        raise TooMany(f"{words} {wait}", seconds)
    count_try(session, [limit.bucket], now=now)


def refuse_code() -> BadInput:
    """What is said of a code that opens nothing, whatever the cause."""
    return BadInput(
        "code",
        _(
            "No cohort has this code. Perhaps it was typed wrong, or it no longer works. Ask "
            "your trainer for the current code."
        ),
    )

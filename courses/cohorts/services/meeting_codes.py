"""Codes of meetings: their secret is made, tries are counted, and who types the code of now is on the roll."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.models.meeting import MeetingSeed
from courses.cohorts.queries.cohorts import cohort_by_id
from courses.cohorts.queries.meeting_seeds import seed_of
from courses.cohorts.queries.meetings import FoundMeeting
from courses.cohorts.queries.rolls import rolls_of
from courses.cohorts.rules.meeting_codes import (
    ROOM_TRIES,
    SEED_LENGTH,
    TRIES,
    CodeVerdict,
    judge_code,
    meeting_secret,
    typed_code,
)
from courses.cohorts.rules.rolls import LineSource, Presence
from courses.cohorts.services.roll_taking import RollEntry, enter
from lms.access import Viewer
from lms.errors import RuleBroken, TooMany
from lms.i18n import _, ngettext
from lms.inserts import insert_missing
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait, take_back


def make_seed(session: Session, cohort_id: int, *, now: datetime) -> None:
    """Make the seed of a cohort, once, whoever comes first."""
    if seed_of(session, cohort_id) is None:
        insert_missing(
            session, MeetingSeed, cohort_id=cohort_id, seed=secrets.token_bytes(SEED_LENGTH).hex(), made_at=now
        )


def secret_of(session: Session, meeting: FoundMeeting) -> str | None:
    """The secret of a meeting's codes, for the devices of its trainers; nothing where no code was ever shown."""
    seed = seed_of(session, meeting.cohort_id)
    if seed is None:
        return None
    return meeting_secret(seed, cohort=cohort_by_id(session, meeting.cohort_id).row.uuid, meeting=meeting.uuid)


def count_code_try(session: Session, meeting: FoundMeeting, *, by: Viewer, now: datetime) -> str:
    """Count a try before it is judged, of this person and of the room, or refuse it; answers its name."""
    limits = [
        RateLimit(bucket("meeting code", meeting.uuid, by.uuid), TRIES),
        RateLimit(bucket("meeting code", meeting.uuid), ROOM_TRIES),
    ]
    seconds = seconds_to_wait(session, limits, now=now)
    if seconds is not None:
        minutes = -(-seconds // 60)
        words = _("Too many wrong codes. Ask your trainer to record your attendance.")
        wait = ngettext("Or try again in %(num)s minute.", "Or try again in %(num)s minutes.", minutes)
        raise TooMany(f"{words} {wait}", seconds)
    return count_try(session, [one.bucket for one in limits], now=now)


def take_code(
    session: Session, meeting: FoundMeeting, typed: str, tried: str, *, by: Viewer, now: datetime
) -> CodeVerdict:
    """Judge what somebody typed, whose try was counted; the code of now is kept on the roll, once.

    It is kept beside what trainers said too, though their word counts.
    """
    if not meeting.code_is_open(now):
        raise RuleBroken(_("The code of this meeting works from two hours before it starts to two hours after it."))
    code, secret = typed_code(typed), secret_of(session, meeting)
    if code is None or secret is None:
        return CodeVerdict.WRONG
    verdict = judge_code(code, secret, now=now)
    if verdict is CodeVerdict.TAKEN:
        take_back(session, tried)
        said = rolls_of(session, [meeting.id])[meeting.id]
        if not any(line.by_id == by.id and line.source is LineSource.CODE for line in said):
            enter(session, meeting, [RollEntry(by.id, Presence.PRESENT, LineSource.CODE)], by=by, now=now)
    return verdict

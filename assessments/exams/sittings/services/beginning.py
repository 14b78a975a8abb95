"""Beginning an exam in a room: the code of now, typed by somebody who sits there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.models import Attempt
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.services.starting import start_attempt
from assessments.exams.sittings.events import SittingAttemptBegun
from assessments.exams.sittings.queries.candidates import attempts_begun
from assessments.exams.sittings.queries.sittings import FoundSitting, hold, open_at, sitting_by_id
from assessments.exams.sittings.rules.networks import is_in
from assessments.exams.sittings.rules.start_codes import ROOM_TRIES, START_CODE, TRIES, start_secret
from courses.api import Run, group_of
from lms import events
from lms.errors import BadInput, RuleBroken, TooMany
from lms.i18n import _, ngettext
from lms.people.api import demand_independent, person_of
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait
from lms.room_codes import CodeVerdict


@dataclass(frozen=True)
class RoomEntry:
    """What somebody typed, and the address from which it came."""

    code: str
    address: str


def count_entry(session: Session, exam: ExamInForce, run: Run, *, now: datetime) -> None:
    """Rate limiter for start codes: of one person, and of each room in which they might begin; asked before judging."""
    limits = [RateLimit(bucket("start code", str(run.person_id)), TRIES)]
    limits += [
        RateLimit(bucket("start code room", one.row.uuid), ROOM_TRIES) for one in rooms_for(session, exam, run, now)
    ]
    seconds = seconds_to_wait(session, limits, now=now)
    if seconds is not None:
        words = ngettext(
            "Too many codes were tried. Wait %(num)s minute, then try again.",
            "Too many codes were tried. Wait %(num)s minutes, then try again.",
            -(-seconds // 60),
        )
        raise TooMany(words, seconds)
    count_try(session, [one.bucket for one in limits], now=now)


def rooms_for(session: Session, exam: ExamInForce, run: Run, now: datetime) -> list[FoundSitting]:
    """The open rooms of an exam that are for this person."""
    rooms = open_at(session, exam.exam_id, now)
    place = person_of(session, run.person_id).administration_id if rooms else None
    return [one for one in rooms if is_for(one, run, place)]


def is_for(sitting: FoundSitting, run: Run, administration_id: int | None) -> bool:
    """Whether a room is for somebody: with their cohort, with their administration, or for everybody."""
    row = sitting.row
    if row.cohort_id is not None:
        return run.group == group_of(row.cohort_id)
    return row.administration_id is None or row.administration_id == administration_id


def begin_in_room(
    session: Session, exam: ExamInForce, run: Run, entry: RoomEntry, *, seed: int, now: datetime
) -> Attempt:
    """Begin the exam in the room whose code was typed; the code is that of now, or the one before."""
    code = START_CODE.typed(entry.code)
    if code is None:
        raise BadInput(
            "code",
            _("A code has %(digits)s digits. Type the one on the supervisor’s screen.", digits=START_CODE.digits),
        )
    sitting = _room_of(session, exam, run, code, now)
    hold(session, sitting.id)
    sitting = sitting_by_id(session, sitting.id)
    if sitting.row.cancelled_at is not None:  # a moment ago
        raise RuleBroken(_("This session was cancelled."))
    _demand_candidate(session, sitting, run.person_id)
    if not is_in(entry.address, sitting.row.networks):
        raise BadInput(
            "code",
            _("This device is not in the network of the room. Connect it to the room’s network, then try again."),
        )
    before = attempts_begun(session, sitting.id).get(run.person_id)
    attempt = start_attempt(session, exam, run, seed=seed, now=now, sitting_id=sitting.id)
    if attempt.sitting_id != sitting.id:
        raise RuleBroken(
            _("You have started this exam outside the room already. Tell the supervisor, or continue where you are.")
        )
    if before is None or before[0].id != attempt.id:
        happened = SittingAttemptBegun(
            subject=f"sitting:{sitting.id}",
            actor_id=run.person_id,
            at=now,
            attempt_id=attempt.id,
            person_id=run.person_id,
        )
        events.publish(session, happened)
    return attempt


def _room_of(session: Session, exam: ExamInForce, run: Run, code: str, now: datetime) -> FoundSitting:
    rooms = rooms_for(session, exam, run, now)
    verdicts = {one.id: START_CODE.judge(code, start_secret(one.row.seed, one.row.uuid), now=now) for one in rooms}
    for one in rooms:
        if verdicts[one.id] is CodeVerdict.TAKEN:
            return one
    if CodeVerdict.LATE in verdicts.values():
        raise BadInput("code", _("This code has expired. Type the one that is on the screen now."))
    raise BadInput("code", _("No open room of yours has this code. Type the one on the supervisor’s screen."))


def _demand_candidate(session: Session, sitting: FoundSitting, person_id: int) -> None:
    """Nobody sits in a room that they opened or supervise, nor with an account that they made."""
    if person_id in {sitting.row.opened_by_id, *(one.person_id for one in sitting.watching)}:
        raise RuleBroken(_("You supervise this room or opened it, so you cannot sit the exam in it. Use another room."))
    demand_independent(session, sitting.row.opened_by_id, person_id)

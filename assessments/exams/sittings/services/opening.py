"""Opening a sitting, and cancelling it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Exam, ExamVersion
from assessments.exams.sittings.events import SittingCancelled, SittingOpened
from assessments.exams.sittings.models import Sitting
from assessments.exams.sittings.queries.candidates import has_begun
from assessments.exams.sittings.queries.sittings import FoundSitting, lock, sitting_by_id
from assessments.exams.sittings.rules.room import LONGEST
from assessments.exams.sittings.rules.start_codes import SEED_BYTES
from assessments.items.item import Use
from courses.api import cohorts_by_id
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, RuleBroken
from lms.i18n import _


@dataclass(frozen=True)
class SittingDraft:
    """What was said of a room; for whom it is was offered to who opens it."""

    exam_id: int
    cohort_id: int | None
    administration_id: int | None
    title: str
    place: str
    time_zone: str
    begins_at: datetime
    ends_at: datetime
    networks: tuple[str, ...]


def open_sitting(session: Session, draft: SittingDraft, *, viewer: Viewer, now: datetime) -> FoundSitting:
    """Plan an exam for a room; officers begin in it with its code."""
    _demand_exam(session, draft)
    if draft.ends_at <= draft.begins_at:
        raise BadInput("ends", _("The end must be after the start."))
    if draft.ends_at - draft.begins_at > LONGEST:
        raise BadInput("ends", _("A room is open for at most %(hours)s hours.", hours=LONGEST.seconds // 3600))
    if draft.ends_at <= now:
        raise BadInput("day", _("This time is over. Choose a later time."))
    row = Sitting(
        **vars(draft) | {"networks": list(draft.networks)},
        uuid=ids.new_uuid(),
        seed=ids.new_token(SEED_BYTES),
        opened_by_id=viewer.id,
        opened_at=now,
    )
    session.add(row)
    session.flush()
    happened = SittingOpened(
        subject=f"sitting:{row.id}",
        actor_id=viewer.id,
        at=now,
        exam_id=row.exam_id,
        begins_at=row.begins_at.isoformat(),
        ends_at=row.ends_at.isoformat(),
    )
    events.publish(session, happened)
    return sitting_by_id(session, row.id)


def _demand_exam(session: Session, draft: SittingDraft) -> None:
    """An exam that certifies, and of the course that the cohort takes."""
    exam = session.get_one(Exam, draft.exam_id)
    certifies = select(ExamVersion.id).where(ExamVersion.exam_id == exam.id, ExamVersion.use == Use.EXAM)
    if session.scalars(certifies.limit(1)).first() is None:
        raise BadInput("exam", _("This is a quiz. Rooms are only for final exams."))
    if draft.cohort_id is None:
        return
    if cohorts_by_id(session, [draft.cohort_id])[draft.cohort_id].row.course_id != exam.course_id:
        raise BadInput("exam", _("This cohort takes another course. Choose the exam of its course."))


def cancel_sitting(session: Session, sitting: FoundSitting, reason: str, *, by: int, now: datetime) -> None:
    """A room does not open; once somebody has begun in it, it is no longer cancelled."""
    lock(session, sitting.id)
    row = session.get_one(Sitting, sitting.id, populate_existing=True)
    words = reason.strip()
    if not words:
        raise BadInput("reason", _("Give the reason. It is saved with the decision."))
    if row.cancelled_at is not None:
        raise RuleBroken(_("This session was cancelled already."))
    if now >= row.ends_at:
        raise RuleBroken(_("This session is over. Write in the record what happened."))
    if has_begun(session, row.id):
        raise RuleBroken(_("Somebody has started the exam in this room. Write in the record what happened."))
    row.cancelled_at, row.cancelled_by_id, row.cancelled_reason = now, by, words
    session.flush()
    happened = SittingCancelled(subject=f"sitting:{row.id}", actor_id=by, at=now, reason=words)
    events.publish(session, happened)

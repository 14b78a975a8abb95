"""Withdrawing a course: nobody begins it any more, and who is under way goes on to the end."""

from datetime import datetime

from sqlalchemy.orm import Session

from courses.catalogue.models import Course, CourseWithdrawal
from courses.catalogue.queries import course_of, withdrawn_reasons
from courses.events import CourseWithdrawn
from lms import events
from lms.errors import RuleBroken
from lms.i18n import _


def withdraw_course(
    session: Session, slug: str, *, withdrawn: bool, reason: str, actor_id: int | None, now: datetime
) -> bool:
    """Take a course from offer, or offer it again; answers whether anything changed."""
    course = _course(session, slug)
    if withdrawn and not reason.strip():
        raise RuleBroken("Say with --reason why this course is withdrawn: whoever wants to begin it reads that.")
    if (course.id in withdrawn_reasons(session, [course.id])) == withdrawn:
        return False
    session.add(
        CourseWithdrawal(course_id=course.id, withdrawn=withdrawn, reason=reason.strip(), by_id=actor_id, at=now)
    )
    session.flush()
    happened = CourseWithdrawn(
        subject=f"course:{course.id}", actor_id=actor_id, at=now, withdrawn=withdrawn, reason=reason.strip()
    )
    events.publish(session, happened)
    return True


def demand_offered(session: Session, course_id: int) -> None:
    """Refuse to begin a course that was withdrawn, with the reason."""
    reason = withdrawn_reasons(session, [course_id]).get(course_id)
    if reason is not None:
        raise RuleBroken(
            _("This course was withdrawn, so nobody can start it any more. People who take it can continue to the end.")
            + " "
            + _("The reason: %(reason)s", reason=reason)
        )


def _course(session: Session, slug: str) -> Course:
    found = course_of(session, slug)
    if found is None:
        raise RuleBroken(f"There is no course “{slug}”.")
    return found

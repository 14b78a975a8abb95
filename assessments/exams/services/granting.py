"""One more attempt: given by one person, with a reason, to somebody who has used theirs."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.exams.events import AttemptGranted
from assessments.exams.models import AttemptGrant
from assessments.exams.queries.attempts import History, history
from assessments.exams.queries.exams import exam_of_version
from assessments.exams.rules.admission import Refusal, RefusalReason
from assessments.exams.services.adjudication import refuse_own_file
from assessments.exams.services.starting import admission
from courses.api import newest_runs
from lms import events
from lms.access import Viewer
from lms.batch import one
from lms.errors import Conflict, RuleBroken
from lms.i18n import _
from lms.people.api import demand_independent


def grant_attempt(
    session: Session,
    *,
    course_id: int,
    exam_slug: str,
    person_id: int,
    reason: str,
    key: str | None = None,
    actor: Viewer,
    now: datetime,
) -> AttemptGrant:
    """Give one more attempt in the run that a person has open; the same `key` gives only once.

    There is no wait before it. Refused where the person may sit anyway, has passed, or is kept from the exam.
    """
    refuse_own_file(person_id, actor)
    demand_independent(session, actor.id, person_id)
    given = session.scalars(select(AttemptGrant).where(AttemptGrant.key == key)).one_or_none() if key else None
    if given is not None:
        if given.person_id != person_id:
            raise Conflict(
                _("This form was sent already, for somebody else. Load the page again and fill it in again.")
            )
        return given
    # locked: of two managers who give at once the second sees what the first gave
    run = newest_runs(session, [person_id], course_id, lock=True).get(person_id)
    if run is None or not run.is_open:
        raise RuleBroken(_("This person does not take the course now. They have to start it first."))
    exam = exam_of_version(session, run.version_id, exam_slug)
    found = one(history(session, exam.exam_id, [run.id]))
    refuse_needless(admission(session, exam, run, found, now).refusal, found)
    grant = AttemptGrant(
        exam_id=exam.exam_id,
        enrolment_id=run.id,
        person_id=person_id,
        reason=reason,
        key=key,
        actor_id=actor.id,
        at=now,
    )
    try:
        with session.begin_nested():
            session.add(grant)
    except IntegrityError as fault:  # pressed twice: the other request was faster
        raise Conflict(_("This form was sent already. Look at the list below it.")) from fault
    happened = AttemptGranted(
        subject=f"person:{person_id}", actor_id=actor.id, at=now, exam_id=exam.exam_id, enrolment_id=run.id,
        reason=reason,
    )  # fmt: skip
    events.publish(session, happened)
    return grant


def refuse_needless(refusal: Refusal | None, found: History) -> None:
    """One more attempt is for who has used all of theirs, and knows how the last one went."""
    if refusal is None or refusal.reason in {RefusalReason.TOO_SOON, RefusalReason.NOT_OPEN, RefusalReason.HELD}:
        raise RuleBroken(_("This person still has attempts and needs no more."))
    if refusal.reason is RefusalReason.OPEN:
        raise RuleBroken(_("This person has an attempt in progress. Wait for its result."))
    if refusal.reason is RefusalReason.BARRED:
        raise RuleBroken(_("A decision does not let this person sit this exam now. Look at that decision first."))
    if refusal.reason is RefusalReason.PASSED:
        raise RuleBroken(_("This person has passed this exam."))
    if any(result is None for _attempt, result in found):
        raise RuleBroken(_("The last attempt of this person is being marked. Wait for its result."))

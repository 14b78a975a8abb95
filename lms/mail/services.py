"""Letters: written with their cause, sent again by hand; addresses that are refused, noted and forgotten."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from lms import ids
from lms.calendars import Invitation
from lms.mail.models import RefusedAddress
from lms.mail.queries import LANE_NAME
from lms.mail.rules import WAITS
from lms.queue.breakers import open_lane
from lms.queue.jobs import enqueue
from lms.queue.models import Job, JobState

KIND = "mail"


def send_letter(
    session: Session, *, to: str, subject: str, text: str, now: datetime, invitation: Invitation | None = None
) -> None:
    """Send this letter once the surrounding transaction is committed; with an invitation for the reader's calendar."""
    letter: dict[str, Any] = {"to": to, "subject": subject, "text": text, "id": ids.new_uuid()}
    if invitation is not None:
        letter["invitation"] = {"method": invitation.method, "text": invitation.text}
    enqueue(session, KIND, letter, now=now)


def retry_letters(session: Session, *, now: datetime) -> int:
    """Let every letter that waits, or was given up while its text is kept, be tried at once; answers how many."""
    open_lane(session, LANE_NAME)
    letters = update(Job).where(Job.lane == LANE_NAME)
    waiting = letters.where(Job.state == JobState.QUEUED).values(run_after=now).returning(Job.id)
    given_up = (
        letters.where(Job.state == JobState.FAILED, Job.created_at > now - WAITS)
        .values(state=JobState.QUEUED, run_after=now, finished_at=None)
        .returning(Job.id)
    )
    return len(session.execute(waiting).all()) + len(session.execute(given_up).all())


def note_refusal(session: Session, address: str, words: str, *, now: datetime) -> None:
    """Remember that the mail server refused this address for good."""
    session.merge(RefusedAddress(address=address, words=words, at=now))
    session.flush()


def forget_refusal(session: Session, address: str | None) -> None:
    """A letter arrived at this address, or nobody has it any more."""
    session.execute(delete(RefusedAddress).where(RefusedAddress.address == address))

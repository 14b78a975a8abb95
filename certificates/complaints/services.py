"""Complaints made, and what is done about them; each step once, whoever else is at it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from certificates.complaints import queries
from certificates.complaints.events import ComplaintConcernNamed, ComplaintReceived, ComplaintStepTaken
from certificates.complaints.labels import BARRIERS
from certificates.complaints.models import Complaint, ComplaintConcern, ComplaintStep
from certificates.complaints.rules import (
    ANSWER_LEAST,
    WORDS_LEAST,
    ComplaintAct,
    ComplaintFinding,
    ComplaintState,
    ComplaintTopic,
    barrier_to_handle,
    contact_is_due,
    standing,
)
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken, TooMany
from lms.i18n import _, ngettext
from lms.people.api import appointers_of, normal_login
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait

COMPLAINTS_NETWORK = 10  # complaints of one network within the window of rate limits; a class sits behind one
LETTERS_ADDRESS = 3  # letters to one address that was typed, within the same window


@dataclass(frozen=True)
class ComplaintDraft:
    """What somebody says; `person` where it is sent under an account."""

    key: str
    topic: ComplaintTopic
    words: str
    language: str
    reference: str = ""
    name: str = ""
    email: str = ""
    person: Viewer | None = None


@dataclass(frozen=True)
class ComplaintAnswer:
    """What a quality officer found, and what is done about it."""

    finding: ComplaintFinding
    action: str


def complain(session: Session, draft: ComplaintDraft, *, now: datetime) -> Complaint:
    """Keep what somebody says; the same form sent twice is one complaint."""
    known = queries.of_key(session, draft.key)
    if known is not None:
        return known
    if len(draft.words) < WORDS_LEAST:
        raise BadInput("words", _("Say what happened, in a sentence or two."))
    row = Complaint(
        uuid=ids.new_uuid(),
        key=draft.key,
        topic=draft.topic,
        reference=draft.reference,
        words=draft.words,
        person_id=draft.person.id if draft.person else None,
        name="" if draft.person else draft.name,
        email="" if draft.person else normal_login(draft.email),
        language=draft.language,
        received_at=now,
        state=ComplaintState.RECEIVED,
        due_at=standing(now, ()).due_at,
        steps=0,
    )
    session.add(row)
    session.flush()
    told = ComplaintReceived(subject=subject_of(row), actor_id=row.person_id, at=now, topic=row.topic)
    events.publish(session, told)
    return row


def count_complaint(session: Session, network: str, email: str, *, now: datetime) -> bool:
    """Rate limit for complaints of one network, which is a hash; answers whether the typed address may get a letter."""
    limit = RateLimit(bucket("complaint network", network), COMPLAINTS_NETWORK)
    seconds = seconds_to_wait(session, [limit], now=now)
    if seconds is not None:
        words = ngettext(
            "Many complaints came from your network. Wait %(num)s minute, then send yours again.",
            "Many complaints came from your network. Wait %(num)s minutes, then send yours again.",
            -(-seconds // 60),
        )
        raise TooMany(words, seconds)
    letters = RateLimit(bucket("complaint letter", normal_login(email)), LETTERS_ADDRESS)
    may_write = bool(email) and seconds_to_wait(session, [letters], now=now) is None
    count_try(session, [limit.bucket, *([letters.bucket] if may_write else [])], now=now)
    return may_write


def say_more(session: Session, row: Complaint, words: str, *, by: Viewer | None, now: datetime) -> None:
    """Whoever complained adds something; a closed complaint is opened again by that."""
    if len(words) < ANSWER_LEAST:
        raise BadInput("words", _("Write what you want to add."))
    act = ComplaintAct.REOPENED if row.state == ComplaintState.CLOSED else ComplaintAct.ADDED
    _append(session, row, act, words, by=by, now=now)


def acknowledge(session: Session, row: Complaint, words: str, *, by: Viewer, now: datetime) -> None:
    """Tell who complained that somebody looks into it, and what happens next."""
    _demand_free(session, row, by)
    _demand_words(words)
    _append(session, row, ComplaintAct.ACKNOWLEDGED, words, by=by, now=now)


def note(session: Session, row: Complaint, words: str, *, by: Viewer, now: datetime) -> None:
    """Keep something among quality officers."""
    _demand_free(session, row, by)
    _demand_words(words)
    _append(session, row, ComplaintAct.NOTED, words, by=by, now=now)


def close(session: Session, row: Complaint, words: str, answer: ComplaintAnswer, *, by: Viewer, now: datetime) -> None:
    """Tell what was found, and what is done about it."""
    _demand_free(session, row, by)
    _demand_words(words)
    if len(answer.action) < ANSWER_LEAST:
        raise BadInput("action", _("Say what is done about it. If nothing is done, say why."))
    _append(session, row, ComplaintAct.CLOSED, words, answer, by=by, now=now)


def name_concern(session: Session, row: Complaint, person_id: int, *, by: Viewer, now: datetime) -> None:
    """Name whom it is about: that person does not see it, nor handles it; naming them twice changes nothing."""
    _demand_free(session, row, by)
    if person_id == row.person_id:
        raise BadInput("person", _("This person made the complaint."))
    if person_id == by.id:
        raise BadInput(
            "person", _("You cannot name yourself on a complaint that you handle. Leave it to another officer.")
        )
    if person_id in queries.concerned_by(session, row.id):
        return
    session.add(ComplaintConcern(complaint_id=row.id, person_id=person_id, by_id=by.id, at=now))
    session.flush()
    told = ComplaintConcernNamed(subject=subject_of(row), actor_id=by.id, at=now, person_id=person_id)
    events.publish(session, told)


def forget_contacts(session: Session, *, now: datetime) -> int:
    """Drop names and addresses of complaints that were closed a year ago; answers how many."""
    rows = queries.with_contact(session)
    closed = queries.closings(session, [row.id for row in rows])
    due = [row for row in rows if contact_is_due(closed[row.id].at, now)]
    for row in due:
        row.name = row.email = ""
    session.flush()
    return len(due)


def subject_of(row: Complaint) -> str:
    """As the record names it."""
    return f"complaint:{row.id}"


def _demand_words(words: str) -> None:
    if len(words) < ANSWER_LEAST:
        raise BadInput("words", _("Write at least a short sentence."))


def _demand_free(session: Session, row: Complaint, by: Viewer) -> None:
    """Refuse who made it, whom it is about, and whose rights come from one of these."""
    barrier = barrier_to_handle(
        by.id,
        complainant_id=row.person_id,
        concerned=queries.concerned_by(session, row.id),
        appointers=appointers_of(session, [by.id]),
    )
    if barrier is not None:
        raise RuleBroken(BARRIERS[barrier])


def _append(
    session: Session,
    row: Complaint,
    act: ComplaintAct,
    words: str,
    answer: ComplaintAnswer | None = None,
    *,
    by: Viewer | None,
    now: datetime,
) -> None:
    """Append one step; where somebody else was quicker, nothing happens and it is said."""
    acts = [(ComplaintAct(step.act), step.at) for step in queries.steps_of(session, row.id)]
    before = standing(row.received_at, acts)
    if not before.allows(act):
        raise Conflict(_("This complaint has changed. Load the page again."))
    after = standing(row.received_at, [*acts, (act, now)])
    moved = session.execute(
        update(Complaint)
        .where(Complaint.id == row.id, Complaint.steps == len(acts))
        .values(steps=len(acts) + 1, state=after.state, due_at=after.due_at)
        .returning(Complaint.id)
    ).scalar_one_or_none()
    if moved is None:
        raise Conflict(_("Somebody else changed this complaint at the same moment. Load the page again."))
    session.refresh(row)
    finding, action = (answer.finding, answer.action) if answer else (None, None)
    made = ComplaintStep(
        complaint_id=row.id,
        no=len(acts) + 1,
        act=act,
        words=words,
        finding=finding,
        action=action,
        by_id=by.id if by else None,
        at=now,
    )
    session.add(made)
    session.flush()
    told = ComplaintStepTaken(
        subject=subject_of(row), actor_id=made.by_id, at=now, no=made.no, act=act, finding=finding
    )
    events.publish(session, told)

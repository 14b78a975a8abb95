"""Reporting a mistake: what one person says of one piece while it is open is one report, and words count once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.mistakes.events import MistakeReported
from courses.mistakes.models import MistakeNote, MistakeReport, MistakeStep
from courses.mistakes.queries.pieces import FoundPiece
from courses.mistakes.queries.reports import FoundMistake, newest_own, report_of_note
from courses.mistakes.rules import (
    AT_ONCE,
    NOTES_MOST,
    OPEN,
    SENTENCE_MOST,
    TEXT_MOST,
    MistakeSort,
    MistakeState,
    says_something,
    tidied,
)
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, RuleBroken, TooMany
from lms.i18n import _, ngettext
from lms.inserts import insert_missing
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait


@dataclass(frozen=True)
class MistakeDraft:
    """What somebody says is wrong."""

    sort: MistakeSort
    text: str
    sentence: str = ""


@dataclass(frozen=True)
class Reported:
    """What became of it: the report to which it belongs, and whether these words are new."""

    uuid: str
    is_new: bool


def demand_draft(draft: MistakeDraft) -> MistakeDraft:
    """What was typed, tidied; nothing, or too much of it, is refused."""
    text, sentence = tidied(draft.text), tidied(draft.sentence)
    if not says_something(text):
        raise BadInput("text", _("Write what is wrong."))
    for name, words, most in (("text", text, TEXT_MOST), ("sentence", sentence, SENTENCE_MOST)):
        if len(words) > most:
            raise BadInput(name, _("Use at most %(most)s characters.", most=most))
    return MistakeDraft(draft.sort, text, sentence)


def report_mistake(
    session: Session, person: Viewer, found: FoundPiece, draft: MistakeDraft, *, now: datetime
) -> Reported:
    """Report once: the same words about the same piece are there already, others are added while it is open.

    Who reports too often is refused for some minutes; who has said much about one piece until it is decided.
    """
    said = demand_draft(draft)
    key = _key(person, found, said)
    before = report_of_note(session, key)
    if before is not None:
        return Reported(before, is_new=False)
    limit = RateLimit(bucket("mistake report", person.uuid), AT_ONCE)
    _demand_room(session, limit, now)
    last = newest_own(session, person.id, found.course.course_id, found.piece, found.name)
    is_new = last is None or last.state not in OPEN
    if last is not None and not is_new:
        _demand_few(last)
    row = last.row if last is not None and not is_new else _begin(session, person, found, last, now)
    values = {"sort": said.sort, "sentence": said.sentence, "text": said.text, "at": now}
    place = {"course_version_id": found.course.id, "language": found.course.language}
    if not insert_missing(session, MistakeNote, key=key, report_id=row.id, **values, **place):
        return Reported(row.uuid, is_new=False)
    count_try(session, [limit.bucket], now=now)
    happened = MistakeReported(
        subject=f"course:{row.course_id}", actor_id=person.id, at=now,
        report_id=row.id, piece=row.piece, piece_name=row.name, is_new=is_new,
    )  # fmt: skip
    events.publish(session, happened)
    return Reported(row.uuid, is_new=True)


def _key(person: Viewer, found: FoundPiece, said: MistakeDraft) -> str:
    parts = (str(found.course.course_id), found.piece, found.name, said.sort, said.sentence, said.text)
    return ids.digest("\0".join((person.uuid, *parts)))


def _begin(
    session: Session, person: Viewer, found: FoundPiece, last: FoundMistake | None, now: datetime
) -> MistakeReport:
    """A report of its own, or the one that another request of this person began at the same moment."""
    own = {"person_id": person.id, "course_id": found.course.course_id, "piece": found.piece, "name": found.name}
    own["no"] = 1 if last is None else last.row.no + 1
    more = {"lesson": found.lesson, "exam": found.exam, "title": found.title, "at": now}
    made = insert_missing(session, MistakeReport, uuid=ids.new_uuid(), **own, **more)
    row = session.scalars(select(MistakeReport).filter_by(**own)).one()
    if made:
        state = MistakeState.RECEIVED
        session.add(MistakeStep(report_id=row.id, no=1, state=state, reason="", by_id=person.id, at=now))
        session.flush()
    return row


def _demand_few(last: FoundMistake) -> None:
    if last.notes >= NOTES_MOST:
        words = _("You have said a lot about this already. Wait until somebody has looked at it.")
        raise RuleBroken(words)


def _demand_room(session: Session, limit: RateLimit, now: datetime) -> None:
    seconds = seconds_to_wait(session, [limit], now=now)
    if seconds is not None:
        said = ngettext(
            "You reported many mistakes in a short time. Report again in %(num)s minute.",
            "You reported many mistakes in a short time. Report again in %(num)s minutes.",
            -(-seconds // 60),
        )
        raise TooMany(said, seconds)

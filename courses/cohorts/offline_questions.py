"""Offline entries of cohorts: a question under a lesson, asked without a connection; the subject is the course."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.cohorts.models.question import LESSON_LENGTH
from courses.cohorts.queries.questions import own_place
from courses.cohorts.rules.questions import QUESTION_MOST
from courses.cohorts.services.questions import ask, demand_words
from courses.learning.queries import runs
from courses.permissions import CoursePermission
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.offline.kinds import BatchOutcome, EntryOutcome, OfflineBatch, OfflineKind
from lms.offline.rules import Envelope, ReceiptState

QUESTION = "cohorts.question"


@dataclass(frozen=True)
class QuestionTyped:
    """A question, and the lesson under which it was typed."""

    lesson: str
    text: str


def read_body(entry: Envelope) -> QuestionTyped:
    """`{"lesson", "text"}`."""
    body = entry.body if isinstance(entry.body, dict) else {}
    lesson, text = body.get("lesson"), body.get("text")
    if not isinstance(lesson, str) or not 0 < len(lesson) <= LESSON_LENGTH or not lesson.isprintable():
        raise BadInput("body.lesson", _("This is missing, too long, or has characters that are not allowed."))
    if not isinstance(text, str) or "\0" in text:
        raise BadInput("body.text", _("Write your question."))
    return QuestionTyped(lesson, demand_words(text, QUESTION_MOST, _("Write your question.")))


def apply(batch: OfflineBatch[QuestionTyped]) -> BatchOutcome:
    """Ask each question in the cohort in which the person takes the course now."""
    if not batch.entries:
        return BatchOutcome([])
    taken = runs.course_taken(batch.session, batch.person.id, batch.subject)
    place = own_place(batch.session, taken) if taken is not None else None
    if taken is None or place is None:
        raise RuleBroken(_("You are in no cohort of this course now, so nobody would answer."))
    lessons = runs.all_lessons(batch.session, taken.version_id)
    outcomes = []
    for _entry, said in batch.entries:
        if said.lesson not in lessons:
            outcomes.append(EntryOutcome(ReceiptState.REFUSED, {"gone": True}))
            continue
        asked = ask(batch.session, *place, said.lesson, said.text, person_uuid=batch.person.uuid, now=batch.now)
        outcomes.append(EntryOutcome(ReceiptState.TAKEN if asked else ReceiptState.ALREADY))
    return BatchOutcome(outcomes)


def in_words(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """The receipt in a sentence."""
    if receipt.get("gone"):
        return {"message": _("This lesson is no longer in your course, so your question was not sent.")}
    return dict(receipt) or {"message": _("Your question is sent. You get the answer as a message.")}


QUESTION_KIND = OfflineKind(QUESTION, CoursePermission.COURSE_TAKE, read_body, apply, tell=in_words)

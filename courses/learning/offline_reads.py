"""Offline entries of courses: "I have read this lesson", said on a phone, taken once each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.learning import services
from courses.learning.queries import runs as queries
from courses.learning.queries.runs import EnrolledCourse
from courses.learning.rules.progress import Why
from courses.learning.versions.queries import changed_since
from courses.learning.versions.services import record_read_before
from courses.permissions import CoursePermission
from lms.errors import BadInput
from lms.i18n import _
from lms.offline.kinds import BatchOutcome, EntryOutcome, OfflineBatch, OfflineKind
from lms.offline.rules import Envelope, ReceiptState

LONGEST = 64
READ = "courses.read"


@dataclass(frozen=True)
class LessonSaidRead:
    """A lesson that a person says they read, and the version whose page they read; the subject is the course."""

    lesson: str
    version: str


def read_body(entry: Envelope) -> LessonSaidRead:
    """`{"lesson", "version"}`."""
    if not isinstance(entry.body, dict):
        raise BadInput("body", _("This must be an object."))
    return LessonSaidRead(_text(entry.body, "lesson"), _text(entry.body, "version"))


def _text(body: Mapping[str, Any], name: str) -> str:
    text = body.get(name)
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST or not text.isprintable():
        raise BadInput(f"body.{name}", _("This is missing, too long, or has characters that are not allowed."))
    return text


def apply(batch: OfflineBatch[LessonSaidRead]) -> BatchOutcome:
    """Count each lesson as read that stands in the course as the person takes it now."""
    if not batch.entries:
        return BatchOutcome([])
    taken = queries.course_taken(batch.session, batch.person.id, batch.subject)
    if taken is None or taken.run is None or not taken.run.is_open:
        refused = [_outcome(ReceiptState.REFUSED, said, Why.NOT_TAKEN) for _entry, said in batch.entries]
        return BatchOutcome(refused)
    lessons = queries.all_lessons(batch.session, taken.version_id)
    others = {said.version for _entry, said in batch.entries} - {taken.version_uuid}
    changed = changed_since(batch.session, taken.run, others) if others else {}
    return BatchOutcome([_count(batch, taken, lessons, changed, said) for _entry, said in batch.entries])


def _count(
    batch: OfflineBatch[LessonSaidRead],
    taken: EnrolledCourse,
    lessons: list[str],
    changed: Mapping[str, Mapping[str, int]],
    said: LessonSaidRead,
) -> EntryOutcome:
    if said.lesson not in lessons:
        return _outcome(ReceiptState.REFUSED, said, Why.GONE)
    if said.lesson in changed.get(said.version, {}):
        record_read_before(batch.session, taken.run_id, said.lesson, changed[said.version][said.lesson], now=batch.now)
        return _outcome(ReceiptState.REFUSED, said, Why.CHANGED)
    new = services.record_read(batch.session, batch.person.id, taken.course_id, said.lesson, now=batch.now)
    renewed = Why.NOTHING if said.version == taken.version_uuid else Why.RENEWED
    return _outcome(ReceiptState.TAKEN if new else ReceiptState.ALREADY, said, renewed)


def _outcome(state: ReceiptState, said: LessonSaidRead, why: Why) -> EntryOutcome:
    return EntryOutcome(state, {"lesson": said.lesson, "first": state, "why": why})


def in_words(receipt: Mapping[str, Any]) -> dict[str, str]:
    """The receipt in a sentence."""
    if "why" not in receipt:
        return dict(receipt)
    why = receipt["why"]
    if why == Why.GONE:
        said = _("This lesson is no longer in your course. Open the course to see what replaced it.")
    elif why == Why.CHANGED:
        said = _("The text of this lesson has changed since you saved it. Open it and read it again. Then it counts.")
    elif why == Why.NOT_TAKEN:
        said = _("You do not take this course. Start it, then read the lesson again.")
    elif why == Why.RENEWED:
        said = _("There is a newer version of the course. What you marked as read counts there too.")
    elif receipt["first"] == ReceiptState.ALREADY:
        said = _("This lesson was marked as read before.")
    else:
        said = _("Marked as read.")
    return {"message": said}


READ_KIND = OfflineKind(READ, CoursePermission.COURSE_TAKE, read_body, apply, tell=in_words)

"""Offline entries of mistakes: what somebody found while they had no connection; the subject is the course."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.mistakes.models import NAME_LENGTH
from courses.mistakes.queries.pieces import NamedPiece, find_piece
from courses.mistakes.rules import MistakeSort
from courses.mistakes.services.reporting import MistakeDraft, demand_draft, report_mistake
from courses.permissions import CoursePermission
from lms.errors import BadInput, Conflict, NotFound
from lms.i18n import _, language
from lms.offline.kinds import BatchOutcome, EntryOutcome, OfflineBatch, OfflineKind
from lms.offline.rules import Envelope, ReceiptState

MISTAKE = "courses.mistake"
LARGEST = 20_000  # signs of a body: the most that may be said, escaped as JSON, with room to spare


@dataclass(frozen=True)
class MistakeTyped:
    """What is wrong, and in what."""

    piece: NamedPiece
    draft: MistakeDraft


def read_body(entry: Envelope) -> MistakeTyped:
    """`{"sort", "text", "sentence"}`, and what names the piece: those parts of `NamedPiece` that are there."""
    body = entry.body if isinstance(entry.body, dict) else {}
    piece = NamedPiece(**{name: _name(body, name) for name in NamedPiece.__dataclass_fields__})
    sort = next((one for one in MistakeSort if one == body.get("sort")), None)
    if sort is None:
        raise BadInput("body.sort", _("Choose from the list."))
    text, sentence = body.get("text"), body.get("sentence", "")
    if not isinstance(text, str) or not isinstance(sentence, str):
        raise BadInput("body.text", _("Write what is wrong."))
    return MistakeTyped(piece, demand_draft(MistakeDraft(sort, text, sentence)))


def _name(body: Mapping[str, Any], name: str) -> str:
    text = body.get(name, "")
    if not isinstance(text, str) or len(text) > NAME_LENGTH or not text.isprintable():
        raise BadInput(f"body.{name}", _("This is missing, too long, or has characters that are not allowed."))
    return text


def apply(batch: OfflineBatch[MistakeTyped]) -> BatchOutcome:
    """Report each mistake in a piece that the person may still read; the others are refused, and told why."""
    return BatchOutcome([_report(batch, said) for _entry, said in batch.entries])


def _report(batch: OfflineBatch[MistakeTyped], said: MistakeTyped) -> EntryOutcome:
    try:
        found = find_piece(batch.session, batch.person, said.piece, language())
    except (NotFound, Conflict):
        return EntryOutcome(ReceiptState.REFUSED, {"gone": True})
    done = report_mistake(batch.session, batch.person, found, said.draft, now=batch.now)
    return EntryOutcome(ReceiptState.TAKEN if done.is_new else ReceiptState.ALREADY)


def in_words(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """The receipt in a sentence."""
    if receipt.get("gone"):
        return {"message": _("This is no longer in your course, so your report was not sent.")}
    return dict(receipt) or {"message": _("Your report is sent. You will get a message about what becomes of it.")}


MISTAKE_KIND = OfflineKind(MISTAKE, CoursePermission.COURSE_TAKE, read_body, apply, tell=in_words, largest=LARGEST)

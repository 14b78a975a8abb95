"""Offline entries of exams: an answer as the paper kept it, saved by the rules of saving."""

from assessments.exams.offline.payloads import read_answer
from assessments.exams.queries.attempts import attempt_of
from assessments.exams.rules.saving import SaveVerdict
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.timing import remaining_seconds
from assessments.exams.services.saving import CLOSED, SaveResult, Sent, save_answers
from assessments.permissions import ExamPermission
from lms.errors import NotFound, RuleBroken
from lms.i18n import _, decimal_sign
from lms.offline.kinds import BatchOutcome, EntryOutcome, OfflineBatch, OfflineKind
from lms.offline.rules import ReceiptState

ANSWER = "exams.answer"
NOTHING_TO_DO = frozenset({SaveVerdict.REPEATED, SaveVerdict.OVERTAKEN})


def apply(batch: OfflineBatch[Sent]) -> BatchOutcome:
    """Save the answers of one attempt together; each receipt says besides how the attempt stands."""
    attempt = attempt_of(batch.session, batch.person, batch.subject, lock=True)
    sent = [answer for _entry, answer in batch.entries]
    try:
        taken = save_answers(batch.session, attempt, sent, decimal=decimal_sign(), now=batch.now) if sent else []
    except NotFound as fault:
        raise RuleBroken(_("The exam has no question with this number.")) from fault
    is_open = attempt.state == AttemptState.IN_PROGRESS
    standing = {"attempt": attempt.state, "remaining": remaining_seconds(batch.now, attempt.deadline_at)}
    return BatchOutcome([EntryOutcome(state_of(one, is_open), one.as_json()) for one in taken], standing)


def state_of(taken: SaveResult, is_open: bool) -> ReceiptState:
    """What the outbox is told: the person decides about a stale answer, and corrects one that cannot be read."""
    if taken.verdict == CLOSED:
        return ReceiptState.REFUSED
    if taken.verdict == "invalid":
        return ReceiptState.LATER if is_open else ReceiptState.REFUSED
    if taken.verdict == SaveVerdict.STALE:
        return ReceiptState.LATER
    return ReceiptState.ALREADY if taken.verdict in NOTHING_TO_DO else ReceiptState.TAKEN


# A step is the receipt of its answer, by page and counter: a second row would make every save a fifth slower.
ANSWER_KIND = OfflineKind(ANSWER, ExamPermission.ATTEMPT_SIT, read_answer, apply, own_receipts=True)

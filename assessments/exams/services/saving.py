"""Saving answers as they change: each is a step of its own, in the order in which the server took them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from assessments.exams.models import AnswerRevision, Attempt, AttemptItem, RevisionKind
from assessments.exams.rules.late import Closure, LateRefusal, refuse_late
from assessments.exams.rules.saving import Save, SavedStep, SaveVerdict, judge_save, repeated_step
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.timing import is_late
from assessments.exams.services.closing import demand_screen
from assessments.items.kinds.registry import kind
from assessments.items.queries.definitions import Stored, definitions
from assessments.items.scoring.answers import BadAnswer
from lms.errors import NotFound
from lms.i18n import N_, _, language
from lms.inserts import insert_many

HELD = (  # put together once: every save asks it
    select(
        AttemptItem.position,
        AttemptItem.id,
        AttemptItem.item_version_id,
        AnswerRevision.seq,
        AnswerRevision.kind,
        AnswerRevision.page,
        AnswerRevision.client_seq,
        AnswerRevision.answer,
    )
    .outerjoin(AnswerRevision, AnswerRevision.attempt_item_id == AttemptItem.id)
    .where(
        AttemptItem.attempt_id == bindparam("attempt_id"),
        AttemptItem.position.in_(bindparam("positions", type_=Integer, expanding=True)),
    )
)


@dataclass(frozen=True)
class Form:
    """An answer as the fields of a page hold it; the question's kind reads it."""

    fields: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Sent:
    """One answer as a page sends it."""

    position: int
    save: Save
    value: Any
    client_time: datetime | None = None


@dataclass(frozen=True)
class SaveResult:
    """What became of one answer; `value` is what the server holds, when that differs from what was sent."""

    position: int
    verdict: str  # taken, repeated, overtaken, stale, late, closed, invalid
    seq: int
    value: Any = None
    message: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The receipt as the page reads it."""
        told: dict[str, Any] = {"verdict": self.verdict, "seq": self.seq}
        if self.verdict == SaveVerdict.STALE:
            told["value"] = self.value
        if self.message is not None:
            told["message"] = self.message
        return told


CLOSED = "closed"  # the verdict on an answer that came after closing and is not kept
REFUSALS = {
    LateRefusal.HANDED_IN: N_("This answer was given after you submitted the exam. It does not count."),
    LateRefusal.EXPIRED: N_("This answer came more than 14 days after the end. It is no longer accepted."),
}
MOST_STEPS = 1000  # of one question: nobody changes an answer so often, a page gone wrong might
LONGEST = 20_000  # signs of one answer, all its fields together


class _HeldStep(NamedTuple):
    """A step that the server holds."""

    seq: int
    kind: str
    page: str | None
    client_seq: int | None
    answer: dict[str, Any]


@dataclass(frozen=True)
class _Held:
    """What the server holds of one question."""

    id: int
    item_version_id: int
    steps: tuple[_HeldStep, ...]

    @property
    def last_seq(self) -> int:
        return max((step.seq for step in self.steps), default=0)

    def saved(self) -> list[SavedStep]:
        return [SavedStep(step.seq, step.page, step.client_seq) for step in self.steps]

    def was_late(self, seq: int) -> bool:
        return any(step.seq == seq and step.kind == RevisionKind.LATE for step in self.steps)

    def current(self) -> Any:
        counted = [step for step in self.steps if step.kind != RevisionKind.LATE]
        return max(counted, key=lambda step: step.seq).answer["value"] if counted else None


def save_answers(
    session: Session, attempt: Attempt, sent: Sequence[Sent], *, decimal: str, now: datetime
) -> list[SaveResult]:
    """Take each answer that can be taken; `attempt` was read with its row locked. One bad answer spoils no other.

    After closing nobody can be asked which of two answers stands: the late one is kept, and a person decides; one that
    was given after handing in is refused.
    """
    demand_screen(attempt)
    late = attempt.state != AttemptState.IN_PROGRESS or is_late(now, attempt.deadline_at)
    closure = _closure(attempt)
    held = _held(session, attempt, {one.position for one in sent})
    stored = definitions(session, (one.item_version_id for one in held.values()), language())
    rows: list[dict[str, Any]] = []
    taken: list[SaveResult] = []
    last: dict[int, int] = {position: one.last_seq for position, one in held.items()}
    for one in sent:
        if one.position not in held:
            raise NotFound
        question = held[one.position]
        known = stored[question.item_version_id]
        steps = question.saved() + _pending(rows, question.id)
        verdict = judge_save(one.save, steps)
        if verdict is not SaveVerdict.TAKEN and not (late and verdict is SaveVerdict.STALE):
            taken.append(_not_taken(one, verdict, question, steps))
            continue
        try:
            if len(steps) >= MOST_STEPS:
                raise BadAnswer(N_("This answer was changed too often. The last saved answer counts."))
            value = _read(known, one.value, decimal)
        except BadAnswer as fault:
            taken.append(SaveResult(one.position, "invalid", last[one.position], message=_said(fault)))
            continue
        refusal = closure and refuse_late(closure, page=one.save.page, given_at=one.client_time, now=now)
        if refusal:
            taken.append(SaveResult(one.position, CLOSED, last[one.position], message=_(REFUSALS[refusal])))
            continue
        last[one.position] += 1
        rows.append(_row(question.id, last[one.position], one, value, late=late, actor_id=attempt.person_id, now=now))
        taken.append(SaveResult(one.position, "late" if late else "taken", last[one.position]))
    if rows:
        insert_many(session, AnswerRevision, rows)
    return taken


def _closure(attempt: Attempt) -> Closure | None:
    """How the attempt was closed; nothing while it is open, though its time may be up."""
    if attempt.closed_at is None:
        return None
    return Closure(attempt.closed_at, attempt.closed_by == "person", attempt.submit_page)


def _said(fault: BadAnswer) -> str:
    """The sentence of a refusal in the language of the page."""
    words = _(fault.template)
    return words % fault.values if fault.values else words


def _not_taken(one: Sent, verdict: SaveVerdict, question: _Held, steps: Sequence[SavedStep]) -> SaveResult:
    """The receipt of what adds no step. Of a repeated save it is that of the first time, late or in time."""
    before = repeated_step(one.save, steps)
    if before is not None:
        return SaveResult(one.position, "late" if question.was_late(before.seq) else verdict, before.seq)
    current = question.current() if verdict is SaveVerdict.STALE else None
    return SaveResult(one.position, verdict, max(step.seq for step in steps), current)


def _read(known: Stored, raw: Any, decimal: str) -> Any:
    """The answer to store; raises BadAnswer for what cannot be taken."""
    of_kind = kind(known.kind)
    if len(str(raw)) > LONGEST:
        raise BadAnswer(N_("This answer is too long. Nothing of it was saved."))
    return of_kind.check_answer(
        known.definition, of_kind.parse_form(raw.fields) if isinstance(raw, Form) else raw, decimal=decimal
    )


def status_code(taken: Sequence[SaveResult]) -> int:
    """409 where another page saved since or somebody had handed in, 422 where an answer cannot be taken, else 200."""
    verdicts = {one.verdict for one in taken}
    return 409 if verdicts & {SaveVerdict.STALE, CLOSED} else 422 if "invalid" in verdicts else 200


def _held(session: Session, attempt: Attempt, positions: set[int]) -> Mapping[int, _Held]:
    steps: dict[tuple[int, int, int], list[_HeldStep]] = {}
    for *question, step_seq, kind_, page, client_seq, answer in session.execute(
        HELD, {"attempt_id": attempt.id, "positions": list(positions)}
    ):
        found = steps.setdefault((question[0], question[1], question[2]), [])
        if step_seq is not None:
            found.append(_HeldStep(step_seq, kind_, page, client_seq, answer))
    return {position: _Held(number, version, tuple(each)) for (position, number, version), each in steps.items()}


def _pending(rows: Sequence[Mapping[str, Any]], attempt_item_id: int) -> list[SavedStep]:
    """Steps of this very request, so that one batch may hold two answers to a question."""
    return [
        SavedStep(row["seq"], row["page"], row["client_seq"])
        for row in rows
        if row["attempt_item_id"] == attempt_item_id
    ]


def _row(
    attempt_item_id: int, seq: int, one: Sent, value: Any, *, late: bool, actor_id: int, now: datetime
) -> dict[str, Any]:
    return {
        "attempt_item_id": attempt_item_id,
        "seq": seq,
        "kind": RevisionKind.LATE if late else RevisionKind.SAVE,
        "answer": {"value": value},
        "page": one.save.page,
        "client_seq": one.save.client_seq,
        "client_time": one.client_time,
        "received_at": now,
        "actor_id": actor_id,
    }

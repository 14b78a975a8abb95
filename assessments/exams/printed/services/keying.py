"""Keying in a sheet: one person, then another blind; where they differ, the paper settles it. Only then it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.exams.models import AnswerRevision, RevisionKind
from assessments.exams.printed.events import SheetKeyed
from assessments.exams.printed.labels import NOT_NOW
from assessments.exams.printed.models import PrintedKeying
from assessments.exams.printed.policy import why_not_key
from assessments.exams.printed.queries import FoundSheet
from assessments.exams.printed.rules.answers import keying_hash
from assessments.exams.printed.rules.sheets import NEXT, KeyingStep, SheetState, differences, settled_answers
from assessments.exams.printed.rules.squares import NoSquare, Squares
from assessments.exams.queries.attempts import AskedQuestion, questions
from assessments.exams.services.closing import close_paper
from assessments.items.kinds.registry import kind
from assessments.items.queries.definitions import Stored, definitions
from assessments.items.scoring.answers import BadAnswer, Form
from lms import events
from lms.access import Viewer
from lms.errors import NotFound, RuleBroken
from lms.i18n import N_, _
from lms.inserts import insert_many
from lms.people.api import demand_independent

SPOT = "spot"  # crosses on a picture, keyed in as squares
LONGEST = 20_000  # signs of one answer, all its fields together


@dataclass(frozen=True)
class ReadAnswers:
    """What was typed for a sheet, question by question: the answers, and what could not be taken, each with why."""

    answers: Mapping[str, Any]  # by position; what has no answer is left out
    faults: Mapping[int, str]


def read_answers(
    paper: Sequence[AskedQuestion], stored: Mapping[int, Stored], forms: Mapping[int, Form], decimal: str
) -> ReadAnswers:
    """Every answer as its kind reads it; one that cannot be taken spoils no other."""
    answers: dict[str, Any] = {}
    faults: dict[int, str] = {}
    for question in paper:
        form = forms.get(question.position, {})
        try:
            value = _read(stored[question.item_version_id], form, decimal)
        except BadAnswer as fault:
            words = _(fault.template)
            faults[question.position] = words % fault.values if fault.values else words
        else:
            if value is not None:
                answers[str(question.position)] = value
    return ReadAnswers(answers, faults)


def _read(known: Stored, form: Form, decimal: str) -> Any:
    if len(str(form)) > LONGEST:
        raise BadAnswer(N_("This answer is too long. Nothing of it was saved."))
    of_kind = kind(known.kind)
    if known.kind == SPOT:
        return of_kind.check_answer(known.definition, _middles(known, form), decimal=decimal)
    return of_kind.check_answer(known.definition, of_kind.parse_form(form), decimal=decimal)


def squares_of(known: Stored) -> Squares:
    """The squares over the picture of a question."""
    picture = known.body["picture"]
    return Squares(picture["width"], picture["height"])


def _middles(known: Stored, form: Form) -> list[list[int]] | None:
    try:
        return squares_of(known).middles(" ".join(form.get("squares", ()))) or None
    except NoSquare as fault:
        raise BadAnswer(
            N_("“%(typed)s” is not a square of this picture. Write a letter and a number, such as C4."),
            typed=str(fault)[:20],
        ) from fault


def key_in(
    session: Session, sheet: FoundSheet, answers: Mapping[str, Any], *, actor: Viewer, now: datetime
) -> SheetState:
    """Take the next keying of a sheet, which was read with its attempt locked; answers where the sheet is then.

    The second person differs from the first and sees nothing of what they keyed in. Where both agree, or once the
    paper has settled what differed, the attempt is handed in; grading comes in a transaction of its own.
    """
    demand_may_key(session, sheet, actor)
    step = NEXT[sheet.state]
    if step is KeyingStep.SETTLED:
        counts = settled_answers(sheet.keyed(KeyingStep.SECOND).answers, answers, differing(sheet))
        _keep(session, sheet, step, counts, actor=actor, now=now)
        return _hand_in(session, sheet, counts, actor=actor, now=now)
    _keep(session, sheet, step, answers, actor=actor, now=now)
    if step is KeyingStep.FIRST:
        return SheetState.KEYED
    if differences(sheet.keyed(KeyingStep.FIRST).answers, answers):
        return SheetState.DIFFERS
    return _hand_in(session, sheet, answers, actor=actor, now=now)


def demand_may_key(session: Session, sheet: FoundSheet, actor: Viewer) -> None:
    """Refuse the officer, the first person where it is the second's turn, and whoever has their rights from either."""
    refusal = why_not_key(actor, sheet.state, sheet.attempt.person_id, sheet.first_by)
    if refusal is not None:
        raise RuleBroken(str(NOT_NOW[refusal]))
    demand_independent(session, actor.id, sheet.attempt.person_id)
    if sheet.first_by is not None:
        demand_independent(session, actor.id, sheet.first_by)
    if sheet.loss is not None:
        raise RuleBroken(_("Somebody said that this sheet cannot be used. First say that the sheet is there."))


def refusal_words(session: Session, sheet: FoundSheet, actor: Viewer) -> str:
    """Why this person may not key a sheet in, said before they type anything; empty where they may, or it is lost."""
    try:
        demand_may_key(session, sheet, actor)
    except RuleBroken as fault:
        return (
            "" if sheet.loss is not None and sheet.state in NEXT and actor.id != sheet.attempt.person_id else str(fault)
        )
    return ""


def differing(sheet: FoundSheet) -> list[int]:
    """The questions for which the two keyings differ."""
    return differences(sheet.keyed(KeyingStep.FIRST).answers, sheet.keyed(KeyingStep.SECOND).answers)


def _keep(
    session: Session, sheet: FoundSheet, step: KeyingStep, answers: Mapping[str, Any], *, actor: Viewer, now: datetime
) -> None:
    row = PrintedKeying(sheet_id=sheet.row.id, step=step, person_id=actor.id, answers=dict(answers), at=now)
    session.add(row)
    session.flush()
    happened = SheetKeyed(
        subject=f"attempt:{sheet.attempt.id}",
        actor_id=actor.id,
        at=now,
        keying_id=row.id,
        step=step.value,
        answers_hash=keying_hash(sheet.row.id, step.value, row.answers),
    )
    events.publish(session, happened)


def _hand_in(
    session: Session, sheet: FoundSheet, answers: Mapping[str, Any], *, actor: Viewer, now: datetime
) -> SheetState:
    """Write the answers as those of the attempt, and close it."""
    rows = [
        {
            "attempt_item_id": question.id,
            "seq": 1,
            "kind": RevisionKind.SAVE,
            "answer": {"value": answers[str(question.position)]},
            "page": None,
            "client_seq": None,
            "client_time": None,
            "received_at": now,
            "actor_id": actor.id,
        }
        for question in questions(session, sheet.attempt.id)
        if str(question.position) in answers
    ]
    if rows:
        insert_many(session, AnswerRevision, rows)
    close_paper(session, sheet.attempt, counts=True, actor_id=actor.id, now=now)
    return SheetState.HANDED_IN


def asked_of(session: Session, sheet: FoundSheet, language: str) -> tuple[list[AskedQuestion], dict[int, Stored]]:
    """The frozen questions of a sheet, in the language in which it was printed."""
    paper = questions(session, sheet.attempt.id)
    stored = definitions(session, (one.item_version_id for one in paper), language)
    if not paper:
        raise NotFound
    return paper, stored

"""The page on which a sheet is keyed in: its questions as printed, with the fields of their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from assessments.exams.pages.paper import fields_of
from assessments.exams.printed.labels import LOSSES, STATES
from assessments.exams.printed.pages.blocks import lettered
from assessments.exams.printed.pages.named_fields import field_prefix, with_names
from assessments.exams.printed.queries import FoundSheet
from assessments.exams.printed.rules.sheets import NEXT, KeyingStep, LossReason, SheetState
from assessments.exams.printed.services.keying import SPOT, asked_of, differing, refusal_words, squares_of
from assessments.exams.queries.attempts import AskedQuestion
from assessments.exams.queries.exams import exam_by_version_id
from assessments.items.queries.definitions import Stored
from assessments.items.rendering.field_cache import cached_fields
from assessments.items.rendering.fields import QuestionFields, filled_from
from courses.api import FoundCohort, VersionTitle, cohorts_by_id, version_titles
from lms.access import Viewer
from lms.i18n import language
from lms.people.api import people_named
from lms.text.codes import shown_code


@dataclass(frozen=True)
class KeyQuestion:
    """A question to be keyed in; where two people differed, with what each keyed in."""

    position: int
    fields: Markup
    error: str
    letters: Sequence[tuple[str, str]]  # letters on the sheet, where it has some, and what they stand for
    first: Markup | None = None
    second: Markup | None = None


@dataclass(frozen=True)
class LossShown:
    """What was said of a sheet that cannot be keyed in."""

    reason: Any
    words: str
    said_by: str
    own: bool  # the viewer said it


@dataclass(frozen=True)
class KeyPage:
    """A sheet, and what the viewer may do with it."""

    sheet: FoundSheet
    cohort: FoundCohort
    title: str
    course: VersionTitle
    code: str
    name: str  # whose sheet it is
    chip: tuple[Any, str]
    step: KeyingStep | None
    why_not: str  # why the viewer may not key it in; empty where they may
    loss: LossShown | None
    questions: Sequence[KeyQuestion]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be keyed in."""
        return self.step is not None


def key_page(
    session: Session,
    viewer: Viewer,
    sheet: FoundSheet,
    sent: Mapping[int, Mapping[str, Sequence[str]]] | None = None,
    faults: Mapping[int, str] | None = None,
) -> KeyPage:
    """The page of a sheet; with what was typed, and what of it could not be taken, where it is shown again."""
    exam = exam_by_version_id(session, sheet.attempt.exam_version_id)
    officer, loss = sheet.attempt.person_id, sheet.loss
    why_not = refusal_words(session, sheet, viewer)
    names = people_named(session, [officer, *([loss.said_by_id] if loss else [])])
    titles = version_titles(session, [exam.course_version_id], language())
    shows = not why_not and loss is None
    shown_loss = None
    if loss is not None:
        own = loss.said_by_id == viewer.id
        shown_loss = LossShown(LOSSES[LossReason(loss.reason)], loss.words, names[loss.said_by_id], own)
    return KeyPage(
        sheet=sheet,
        cohort=cohorts_by_id(session, [sheet.row.cohort_id])[sheet.row.cohort_id],
        title=exam.title_in(language()),
        course=titles[exam.course_version_id],
        code=shown_code(sheet.row.code),
        name=names[officer],
        chip=STATES[sheet.state],
        step=NEXT.get(sheet.state),
        why_not=why_not,
        loss=shown_loss,
        questions=_questions(session, sheet, sent or {}, faults or {}) if shows else (),
    )


def _questions(
    session: Session,
    sheet: FoundSheet,
    sent: Mapping[int, Mapping[str, Sequence[str]]],
    faults: Mapping[int, str],
) -> list[KeyQuestion]:
    """Every question; where two keyings differ, those questions alone."""
    paper, stored = asked_of(session, sheet, sheet.row.language)
    settling = sheet.state is SheetState.DIFFERS
    places = set(differing(sheet)) if settling else {one.position for one in paper}
    found = []
    for question in paper:
        if question.position not in places:
            continue
        known = stored[question.item_version_id]
        typed = sent.get(question.position)
        shown = fields_of(question, known)
        if typed is not None and known.kind != SPOT:
            shown = replace(shown, filled=filled_from(known.kind, typed))
        shown = replace(shown, error=faults.get(question.position, ""))
        fields = with_names(_fields(known, shown, typed), field_prefix(question.position))
        one = KeyQuestion(question.position, fields, shown.error, _letters(known, shown))
        if settling:
            first, second = (_as_keyed(sheet, step, question, known) for step in (KeyingStep.FIRST, KeyingStep.SECOND))
            one = replace(one, first=first, second=second)
        found.append(one)
    return found


def _as_keyed(sheet: FoundSheet, step: KeyingStep, question: AskedQuestion, known: Stored) -> Markup:
    """A question with the answer that somebody keyed in, to be read and not changed."""
    value = sheet.keyed(step).answers.get(str(question.position))
    shown = replace(fields_of(replace(question, value=value), known), prefix=f"{step}{question.position}")
    marked = {"squares": [", ".join(squares_of(known).named(value or []))]} if known.kind == SPOT else None
    return with_names(_fields(known, shown, marked), f"{step}-{question.position}-")


def _fields(known: Stored, shown: QuestionFields, typed: Mapping[str, Sequence[str]] | None) -> Markup:
    """The fields of a question; crosses on a picture are keyed in by their squares."""
    if known.kind != SPOT:
        return cached_fields(known, shown)
    value = " ".join((typed or {}).get("squares", ()))
    values = {"prefix": shown.prefix, "stem": known.stem, "error": shown.error, "value": value, "language": language()}
    return Markup(render_template("printed/_squares.html", **values))  # noqa: S704  # the template has escaped it


def _letters(known: Stored, shown: QuestionFields) -> list[tuple[str, str]]:
    """What the letters on the sheet stand for: those of a matching, and of gaps with lists, list by list."""
    if known.kind == "matching":
        return [(sign, str(Markup(one["html"]).striptags())) for sign, one in lettered(shown.options)]  # noqa: S704
    if known.kind == "gaps":
        return [
            (f"{number}{sign}", one["text"])
            for number, (_html, gap) in enumerate(shown.pieces, 1)
            if gap
            for sign, one in lettered(shown.options_of(gap) if any(o["gap"] == gap for o in shown.options) else ())
        ]
    return []

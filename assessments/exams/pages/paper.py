"""What the pages of a sitting show, put together from queries and rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from flask import flash
from flask_babel import format_decimal
from markupsafe import Markup
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, CutScore, Result
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries import exams as exam_queries
from assessments.exams.queries.attempts import AskedQuestion
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.rules.admission import Refusal, RefusalReason, may_start
from assessments.exams.rules.blueprint import Blueprint
from assessments.exams.rules.dates import questions_asked
from assessments.exams.rules.saving import Save
from assessments.exams.rules.scoring import shown
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.timing import remaining_seconds
from assessments.exams.services import starting
from assessments.exams.services.saving import Form, SaveResult, Sent
from assessments.items.queries.definitions import Stored, definitions
from assessments.items.rendering.field_cache import cached_fields
from assessments.items.rendering.fields import QuestionFields, filled_from, question_fields
from assessments.items.rendering.kind_files import scripts
from courses.api import Run, VersionTitle, version_titles
from lms.access import Viewer
from lms.batch import one
from lms.i18n import _, language


def percent_words(exact: str) -> str:
    """A percentage as people read it, rounded down to one decimal."""
    return f"{format_decimal(shown(Fraction(exact)))} %"


@dataclass(frozen=True)
class PastAttempt:
    """One line of the history of an exam."""

    uuid: str
    no: int
    started_at: datetime
    state: AttemptState
    percent: str | None
    passed: bool | None


@dataclass(frozen=True)
class ExamPage:
    """The way into an exam."""

    cut: CutScore
    cut_words: str
    cut_by: str
    cut_method: str
    asked: int | None  # None where the exam waits for its author: too few questions may be asked today
    minutes: int | None
    extra_minutes: int
    refusal: Refusal | None
    refusal_words: str
    open_uuid: str | None
    past: tuple[PastAttempt, ...]
    left: int | None


def exam_page(session: Session, exam: ExamInForce, run: Run, now: datetime) -> ExamPage:
    """What the exam asks, how it went before, and whether it may start now."""
    found = one(attempt_queries.history(session, exam.exam_id, [run.id]))
    blueprint = exam.blueprint
    refusal = may_start(attempt_queries.as_previous(found), now, blueprint.attempts, blueprint.wait_hours)
    cut = exam_queries.cut_score_in_force(session, exam.exam_id)
    said = cut_in(language(), cut, blueprint)
    counted = [a for a, _result in found if a.state != AttemptState.VOIDED]
    return ExamPage(
        cut=cut,
        cut_words=percent_words(cut.percent),
        cut_by=said["set_by"],
        cut_method=said["method"],
        asked=questions_asked(blueprint, exam_queries.pool_on(session, exam, now.date())),
        minutes=blueprint.minutes,
        extra_minutes=one(attempt_queries.extra_seconds(session, exam.exam_id, [run.person_id])) // 60,
        refusal=refusal,
        refusal_words=starting.refusal_words(refusal) if refusal else "",
        open_uuid=next((a.uuid for a, _result in found if a.state == AttemptState.IN_PROGRESS), None),
        past=tuple(past_attempt(a, result) for a, result in reversed(found)),
        left=None if blueprint.attempts is None else max(0, blueprint.attempts - len(counted)),
    )


def cut_in(code: str, cut: CutScore, blueprint: Blueprint) -> Mapping[str, str]:
    """Who set the cut and how, in a language: only what came with the course is known in others."""
    own = {"set_by": cut.set_by, "method": cut.method}
    with_course = (cut.set_by, cut.method) == (blueprint.cut.set_by, blueprint.cut.method)
    return blueprint.words.get(code, own) if with_course else own


def past_attempt(attempt: Attempt, result: Result | None) -> PastAttempt:
    """An attempt as a line of history."""
    return PastAttempt(
        attempt.uuid,
        attempt.no,
        attempt.started_at,
        AttemptState(attempt.state),
        percent_words(result.percent) if result else None,
        result.passed if result else None,
    )


@dataclass(frozen=True)
class PaperQuestion:
    """One question of an open paper."""

    position: int
    seq: int
    answered: bool
    fields: Markup


@dataclass(frozen=True)
class PaperPage:
    """An open paper with everything that was saved."""

    title: str
    course: VersionTitle
    questions: tuple[PaperQuestion, ...]
    remaining: int | None
    key: str
    scripts: tuple[str, ...]
    error: int | None  # the position of a question whose answer was refused

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(q.answered for q in self.questions)


def fields_of(question: AskedQuestion, stored: Stored) -> QuestionFields:
    """The fields of a question, filled with its current answer."""
    return question_fields(
        stored.kind,
        dict(stored.body),
        question.value,
        prefix=f"a{question.position}",
        stem_html=stored.stem,
        order=question.option_order,
        picture_url=stored.picture_url,
    )


@dataclass(frozen=True)
class Refused:
    """An answer that could not be taken, to be shown again as it was typed, with the reason."""

    position: int
    message: str
    form: Mapping[str, Sequence[str]]


def paper_page(
    session: Session, attempt: Attempt, now: datetime, *, key: str, refused: Refused | None = None
) -> PaperPage:
    """The paper of an attempt that is under way."""
    paper = attempt_queries.questions(session, attempt.id)
    stored = definitions(session, (q.item_version_id for q in paper), language())
    exam = exam_queries.exam_by_version_id(session, attempt.exam_version_id)
    shown_questions = []
    for question in paper:
        item = stored[question.item_version_id]
        fields = fields_of(question, item)
        if refused is not None and refused.position == question.position:
            fields = replace(fields, error=refused.message, filled=filled_from(item.kind, refused.form))
        shown_questions.append(
            PaperQuestion(question.position, question.seq, question.value is not None, cached_fields(item, fields))
        )
    return PaperPage(
        title=exam.title_in(language()),
        course=version_titles(session, [exam.course_version_id], language())[exam.course_version_id],
        questions=tuple(shown_questions),
        remaining=remaining_seconds(now, attempt.deadline_at),
        key=key,
        scripts=scripts(one.kind for one in stored.values()),
        error=refused.position if refused else None,
    )


def sent_from_form(position: int, form: Mapping[str, Sequence[str]], *, page: str) -> Sent:
    """An answer from the form of one question; it follows whatever was saved last."""
    fields = {name: tuple(values) for name, values in form.items() if name != "csrf_token"}
    return Sent(position, Save(page[:40], 1, 2**31 - 1), Form(fields))


def flash_saved(taken: SaveResult) -> None:
    """Say what became of an answer that came from a form."""
    if taken.verdict == "invalid":
        flash(_("Your attempt is closed, and this answer could not be read: %(why)s", why=taken.message), "error")
    elif taken.verdict == "late":
        flash(_("Your time was up when this answer arrived. It is kept, and a person will decide about it."), "warning")
    else:
        flash(_("Your answer to question %(number)s is saved.", number=taken.position), "success")


def decided_words(before: Result, after: Result) -> tuple[str, str]:
    """What a decision about late answers came to, and how to say it."""
    recorded = _("Your decision is recorded.")
    if after is before:
        return recorded, "success"
    score = percent_words(after.percent)
    if before.passed and not after.passed:
        words = _(
            "With these answers the result is %(score)s: not passed, and it was passed before. "
            "A certificate that rests on it stays in force until somebody revokes it.",
            score=score,
        )
        return f"{recorded} {words}", "warning"
    words = _("The result is now %(score)s: passed.", score=score) if after.passed else _(
        "The result is now %(score)s: not passed.", score=score
    )  # fmt: skip
    return f"{recorded} {words}", "success"


@dataclass(frozen=True)
class MyAttempt:
    """A line of the list of one's own attempts."""

    title: str
    attempt: PastAttempt


def my_attempts(session: Session, person: Viewer) -> Sequence[MyAttempt]:
    """Every attempt of a person, newest first; two queries."""
    rows = one(attempt_queries.attempts_of(session, [person.id], language()))
    results = attempt_queries.newest_results(session, [a.id for a, _title in rows])
    return [MyAttempt(title, past_attempt(a, results.get(a.id))) for a, title in rows]


def opens_at(refusal: Refusal | None) -> datetime | None:
    """When the next attempt opens, if that is why it may not start now."""
    return refusal.opens_at if refusal is not None and refusal.reason is RefusalReason.TOO_SOON else None

"""What the pages of a sitting show, put together from queries and rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from flask import flash
from flask_babel import format_decimal
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, CutScore, ExamVersion, Result
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries import exams as exam_queries
from assessments.exams.queries.attempts import Question
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.queries.late import late_steps
from assessments.exams.rules.admission import Reason, Refusal, may_start
from assessments.exams.rules.marks import shown
from assessments.exams.rules.receipt import short_form
from assessments.exams.rules.saving import Save
from assessments.exams.rules.states import State
from assessments.exams.rules.timing import remaining_seconds
from assessments.exams.services import closing, starting
from assessments.exams.services.saving import Form, Sent, Taken
from assessments.items.definitions import Stored, definitions
from assessments.items.fields import QuestionFields, question_fields
from assessments.items.item import Use
from assessments.items.kinds import Review
from assessments.items.registry import kind
from courses.public import VersionTitle, lesson_path, lesson_titles, version_titles
from lms.access import Viewer
from lms.errors import NotFound
from lms.words import _

SCRIPTS = {"spot": "spot.js", "angle": "angle.js"}


def percent_words(exact: str) -> str:
    """A percentage as people read it, rounded down to one decimal."""
    return f"{format_decimal(shown(Fraction(exact)))} %"


@dataclass(frozen=True)
class PastAttempt:
    """One line of the history of an exam."""

    uuid: str
    no: int
    started_at: datetime
    state: State
    percent: str | None
    passed: bool | None


@dataclass(frozen=True)
class ExamPage:
    """The way into an exam."""

    cut: CutScore
    cut_words: str
    asked: int
    minutes: int | None
    extra_minutes: int
    refusal: Refusal | None
    refusal_words: str
    open_uuid: str | None
    past: tuple[PastAttempt, ...]
    left: int | None


def exam_page(session: Session, exam: ExamInForce, person: Viewer, now: datetime) -> ExamPage:
    """What the exam asks, how it went before, and whether it may start now."""
    found = attempt_queries.history(session, exam.exam_id, person.id)
    blueprint = exam.blueprint
    refusal = may_start(attempt_queries.as_previous(found), now, blueprint.attempts, blueprint.wait_hours)
    cut = exam_queries.cut_score_in_force(session, exam.exam_id)
    counted = [a for a, _result in found if a.state != State.VOIDED]
    return ExamPage(
        cut=cut,
        cut_words=percent_words(cut.percent),
        asked=blueprint.draws,
        minutes=blueprint.minutes,
        extra_minutes=starting.extra_seconds(session, exam.exam_id, person.id) // 60,
        refusal=refusal,
        refusal_words=starting.refusal_words(refusal) if refusal else "",
        open_uuid=next((a.uuid for a, _result in found if a.state == State.IN_PROGRESS), None),
        past=tuple(past_attempt(a, result) for a, result in reversed(found)),
        left=None if blueprint.attempts is None else max(0, blueprint.attempts - len(counted)),
    )


def past_attempt(attempt: Attempt, result: Result | None) -> PastAttempt:
    """An attempt as a line of history."""
    return PastAttempt(
        attempt.uuid,
        attempt.no,
        attempt.started_at,
        State(attempt.state),
        percent_words(result.percent) if result else None,
        result.passed if result else None,
    )


@dataclass(frozen=True)
class PaperQuestion:
    """One question of an open paper."""

    position: int
    seq: int
    answered: bool
    fields: QuestionFields


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


def fields_of(question: Question, stored: Stored) -> QuestionFields:
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


def paper_page(
    session: Session, attempt: Attempt, now: datetime, *, key: str, error: tuple[int, str] | None = None
) -> PaperPage:
    """The paper of an attempt that is under way."""
    paper = attempt_queries.questions(session, attempt.id)
    stored = definitions(session, (q.item_version_id for q in paper))
    exam = exam_queries.exam_by_version_id(session, attempt.exam_version_id)
    shown_questions = []
    for question in paper:
        fields = fields_of(question, stored[question.item_version_id])
        if error is not None and error[0] == question.position:
            fields = replace(fields, error=error[1])
        shown_questions.append(PaperQuestion(question.position, question.seq, question.value is not None, fields))
    kinds = {one.fields.kind for one in shown_questions}
    return PaperPage(
        title=exam.title,
        course=version_titles(session, [exam.course_version_id])[exam.course_version_id],
        questions=tuple(shown_questions),
        remaining=remaining_seconds(now, attempt.deadline_at),
        key=key,
        scripts=tuple(script for name, script in SCRIPTS.items() if name in kinds),
        error=error[0] if error else None,
    )


def sent_from_form(session: Session, attempt: Attempt, position: int, form: Mapping[str, Any], *, page: str) -> Sent:
    """An answer from the form of one question; it follows whatever was saved last."""
    found = next((q for q in attempt_queries.questions(session, attempt.id) if q.position == position), None)
    if found is None:
        raise NotFound
    fields = {name: tuple(form.getlist(name)) for name in form if name != "csrf_token"}  # type: ignore[attr-defined]
    return Sent(position, Save(page[:40], 1, 2**31 - 1), Form(fields))


def flash_saved(taken: Taken) -> None:
    """Say what became of an answer that came from a form."""
    if taken.verdict == "invalid":
        flash(_("Your attempt is closed, and this answer could not be read: %(why)s", why=taken.message), "error")
    elif taken.verdict == "late":
        flash(_("Your time was up when this answer arrived. It is kept, and a person will decide about it."), "warning")
    else:
        flash(_("Your answer to question %(number)s is saved.", number=taken.position), "success")


@dataclass(frozen=True)
class ResultLine:
    """One question of a result: how it went, and the lesson to read again."""

    position: int
    stem: str
    review: Review
    kind: str
    picture_url: str
    option_html: Mapping[str, str]
    explain: str
    lesson_title: str
    lesson_url: str
    with_key: bool


@dataclass(frozen=True)
class ResultPage:
    """The receipt of a closed attempt and, once it is scored, its result."""

    title: str
    use: Use
    course: VersionTitle
    exam_slug: str
    receipt: closing.Receipt
    receipt_code: str
    result: Result | None
    percent: str
    cut_words: str
    cut: CutScore
    lines: tuple[ResultLine, ...]
    late: int
    again: tuple[tuple[str, str], ...]  # lessons to read again: title and address


def result_page(session: Session, attempt: Attempt) -> ResultPage:
    """What stands after handing in."""
    exam = exam_queries.exam_by_version_id(session, attempt.exam_version_id)
    course = version_titles(session, [exam.course_version_id])[exam.course_version_id]
    result = attempt_queries.newest_results(session, [attempt.id]).get(attempt.id)
    cut = session.get_one(CutScore, attempt.cut_score_id)
    receipt = closing.receipt(session, attempt)
    lines = _result_lines(session, attempt, exam, course) if result else ()
    missed = {line.lesson_url: line.lesson_title for line in lines if line.review.fraction < 1}
    return ResultPage(
        title=exam.title,
        use=exam.use,
        course=course,
        exam_slug=exam.slug,
        receipt=receipt,
        receipt_code=short_form(receipt.answers_hash),
        result=result,
        percent=percent_words(result.percent) if result else "",
        cut_words=percent_words(cut.percent),
        cut=cut,
        lines=lines,
        late=len(late_steps(session, attempt.id)),
        again=tuple((title, url) for url, title in missed.items()),
    )


def _result_lines(
    session: Session, attempt: Attempt, exam: ExamInForce, course: VersionTitle
) -> tuple[ResultLine, ...]:
    """Every question with its review. The key of a final exam stays here: its items are asked again."""
    paper = attempt_queries.questions(session, attempt.id)
    stored = definitions(session, (q.item_version_id for q in paper))
    titles = lesson_titles(session, exam.course_version_id)
    with_key = exam.use is Use.CHECKPOINT
    return tuple(
        _result_line(question, stored[question.item_version_id], titles, course, with_key=with_key)
        for question in paper
    )


def _result_line(
    question: Question, one: Stored, titles: Mapping[str, str], course: VersionTitle, *, with_key: bool
) -> ResultLine:
    return ResultLine(
        position=question.position,
        stem=one.stem,
        review=kind(one.kind).review(one.definition, question.value),
        kind=one.kind,
        picture_url=one.picture_url,
        option_html={option["id"]: option["html"] for option in one.body.get("options", ())},
        explain=one.explain if with_key else "",
        lesson_title=titles.get(one.lesson, one.lesson),
        lesson_url=lesson_path(course.slug, one.lesson),
        with_key=with_key,
    )


@dataclass(frozen=True)
class MyAttempt:
    """A line of the list of one's own attempts."""

    title: str
    attempt: PastAttempt


def my_attempts(session: Session, person: Viewer) -> Sequence[MyAttempt]:
    """Every attempt of a person, newest first; two queries."""
    rows = session.execute(
        select(Attempt, ExamVersion.title)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .where(Attempt.person_id == person.id)
        .order_by(Attempt.id.desc())
        .limit(200)
    ).all()
    results = attempt_queries.newest_results(session, [a.id for a, _title in rows])
    return [MyAttempt(title, past_attempt(a, results.get(a.id))) for a, title in rows]


def opens_at(refusal: Refusal | None) -> datetime | None:
    """When the next attempt opens, if that is why it may not start now."""
    return refusal.opens_at if refusal is not None and refusal.reason is Reason.TOO_SOON else None

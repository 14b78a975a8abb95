"""The result page: the receipt of a closed attempt and, once it is scored, how each question went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.decisions.pages.told import ToldDecision, told_of
from assessments.exams.models import Attempt, CutScore, Result
from assessments.exams.pages.percentages import percent_words
from assessments.exams.printed.pages.own import CheckedBy, checked_by
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries import exams as exam_queries
from assessments.exams.queries.attempts import AskedQuestion
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.queries.late import late_steps
from assessments.exams.queries.passed import passed_exams
from assessments.exams.queries.supervision import supervision_decided, waits_for_protocol
from assessments.exams.rules.receipt import short_form
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.supervision import Supervision
from assessments.exams.services import closing
from assessments.exams.services.annulling import subject_of
from assessments.items.item import Use
from assessments.items.kinds.registry import scored
from assessments.items.queries.definitions import Stored, definitions
from assessments.items.rendering.bodies import html_by_id
from assessments.items.scoring.reviews import Review
from courses.api import VersionTitle, lesson_path, lesson_titles, version_titles
from lms.i18n import language


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
    lesson_title: str  # empty where the item belongs to no lesson
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
    annulled: bool
    decisions: Sequence[ToldDecision]
    on_paper: CheckedBy | None
    keys_seen: bool  # it was passed by somebody who knew keys: it earns no certificate
    waits_for_protocol: bool  # of the room in which it was begun
    supervision: Supervision | None  # of an attempt in a room, once that is decided


def result_page(session: Session, attempt: Attempt, now: datetime) -> ResultPage:
    """What stands after handing in."""
    exam = exam_queries.exam_by_version_id(session, attempt.exam_version_id)
    course = version_titles(session, [exam.course_version_id], language())[exam.course_version_id]
    result = attempt_queries.newest_results(session, [attempt.id]).get(attempt.id)
    cut = session.get_one(CutScore, attempt.cut_score_id)  # a gain test, which has none, has a page of its own
    receipt = closing.receipt(session, attempt)
    lines = result_lines(session, attempt, exam, course, with_key=exam.use is Use.CHECKPOINT) if result else ()
    missed = {line.lesson_url: line.lesson_title for line in lines if line.review.fraction < 1 and line.lesson_url}
    certifies = exam.use is Use.EXAM and result is not None and result.passed
    return ResultPage(
        title=exam.title_in(language()),
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
        annulled=attempt.state == AttemptState.VOIDED,
        decisions=told_of(session, subject_of(attempt.id), now),
        on_paper=checked_by(session, attempt) if attempt.on_paper else None,
        keys_seen=any(one.keys_seen for one in passed_exams(session, attempt_id=attempt.id)) if certifies else False,
        waits_for_protocol=waits_for_protocol(session, attempt),
        supervision=supervision_decided(session, attempt.id) if attempt.sitting_id is not None else None,
    )


def result_lines(
    session: Session, attempt: Attempt, exam: ExamInForce, course: VersionTitle, *, with_key: bool
) -> tuple[ResultLine, ...]:
    """Every question with its review. The key of a final exam stays here: its items are asked again."""
    paper = attempt_queries.questions(session, attempt.id)
    stored = definitions(session, (q.item_version_id for q in paper), language())
    titles = lesson_titles(session, exam.course_version_id, language())
    return tuple(
        _result_line(question, stored[question.item_version_id], titles, course, with_key=with_key)
        for question in paper
    )


def _result_line(
    question: AskedQuestion, one: Stored, titles: Mapping[str, str], course: VersionTitle, *, with_key: bool
) -> ResultLine:
    return ResultLine(
        position=question.position,
        stem=one.stem,
        review=scored(one.kind).review(one.definition, question.value),
        kind=one.kind,
        picture_url=one.picture_url,
        option_html=html_by_id(one.body),
        explain=one.explain if with_key else "",
        lesson_title=titles.get(one.lesson, one.lesson) if one.lesson else "",
        lesson_url=lesson_path(course.slug, one.lesson) if one.lesson else "",
        with_key=with_key,
    )

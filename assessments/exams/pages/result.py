"""The result page: the receipt of a closed attempt and, once it is scored, how each question went."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.decisions.pages.told import ToldDecision, told_of
from assessments.exams.models import Attempt, CutScore, Result
from assessments.exams.pages.next_attempt import NextAttempt, next_attempt
from assessments.exams.pages.percentages import percent_words
from assessments.exams.pages.result_charts import AskedIn, lesson_chart, module_chart, tally_chart
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
from assessments.items.scoring.reviews import Outcome, Review
from courses.api import VersionTitle, course_of_version, lesson_path, lesson_titles, modules_of, version_titles
from lms.charts import Bars
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
    lesson: str | None  # its slug
    lesson_title: str  # empty where the item belongs to no lesson
    lesson_url: str
    with_key: bool


@dataclass(frozen=True)
class LessonAgain:
    """A lesson to read again, and how many of its questions were not right."""

    title: str
    url: str
    missed: int


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
    again: tuple[LessonAgain, ...]  # most often not right first
    charts: tuple[Bars, ...]  # all questions, then by part of the course and by lesson
    next: NextAttempt | None  # of an attempt that did not pass
    annulled: bool
    decisions: Sequence[ToldDecision]
    on_paper: CheckedBy | None
    keys_seen: bool  # it was passed by somebody who knew keys: it earns no certificate
    waits_for_protocol: bool  # of the room in which it was begun
    supervision: Supervision | None  # of an attempt in a room, once that is decided

    @property
    def missed(self) -> tuple[ResultLine, ...]:
        """The questions that did not earn all their points, in the order of the paper."""
        return tuple(line for line in self.lines if line.review.outcome is not Outcome.RIGHT)

    @property
    def right(self) -> tuple[ResultLine, ...]:
        """The others."""
        return tuple(line for line in self.lines if line.review.outcome is Outcome.RIGHT)

    @property
    def earns(self) -> bool:
        """Whether this result is one with which a certificate can be made now."""
        passed = self.use is Use.EXAM and self.result is not None and bool(self.result.passed)
        return passed and not (self.annulled or self.keys_seen or self.waits_for_protocol)


def result_page(session: Session, attempt: Attempt, now: datetime) -> ResultPage:
    """What stands after handing in."""
    exam = exam_queries.exam_by_version_id(session, attempt.exam_version_id)
    course = version_titles(session, [exam.course_version_id], language())[exam.course_version_id]
    result = attempt_queries.newest_results(session, [attempt.id]).get(attempt.id)
    cut = session.get_one(CutScore, attempt.cut_score_id)  # a gain test, which has none, has a page of its own
    receipt = closing.receipt(session, attempt)
    lines = result_lines(session, attempt, exam, course, with_key=exam.use is Use.CHECKPOINT) if result else ()
    annulled = attempt.state == AttemptState.VOIDED
    failed = annulled or (result is not None and not result.passed)
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
        again=lessons_again(lines),
        charts=result_charts(session, exam, lines) if lines else (),
        next=next_attempt(session, attempt, exam, now) if failed else None,
        annulled=annulled,
        decisions=told_of(session, subject_of(attempt.id), now),
        on_paper=checked_by(session, attempt) if attempt.on_paper else None,
        keys_seen=any(one.keys_seen for one in passed_exams(session, attempt_id=attempt.id)) if certifies else False,
        waits_for_protocol=waits_for_protocol(session, attempt),
        supervision=supervision_decided(session, attempt.id) if attempt.sitting_id is not None else None,
    )


def lessons_again(lines: Sequence[ResultLine]) -> tuple[LessonAgain, ...]:
    """The lessons of what was not right, most often first, then in the order of the paper."""
    missed = Counter(
        (line.lesson_title, line.lesson_url) for line in lines if line.review.fraction < 1 and line.lesson_url
    )
    return tuple(LessonAgain(title, url, count) for (title, url), count in missed.most_common())


def result_charts(session: Session, exam: ExamInForce, lines: Sequence[ResultLine]) -> tuple[Bars, ...]:
    """All questions on one bar, then the shares that were right, as far as there is something to compare."""
    asked = [AskedIn(line.lesson, line.review.outcome) for line in lines]
    version = course_of_version(session, exam.course_version_id, language())
    modules = modules_of(session, version, language())
    charts = (tally_chart(asked), module_chart(asked, modules), lesson_chart(asked, modules))
    return tuple(chart for chart in charts if chart is not None)


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
        lesson=one.lesson,
        lesson_title=titles.get(one.lesson, one.lesson) if one.lesson else "",
        lesson_url=lesson_path(course.slug, one.lesson) if one.lesson else "",
        with_key=with_key,
    )

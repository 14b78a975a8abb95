"""How an exam came out, drawn: the results with the pass mark between them; its questions, the hardest first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import format_percent
from sqlalchemy.orm import Session

from assessments.exams.models import Exam
from assessments.exams.pages.percentages import percent_words
from assessments.exams.policy import may_decide_content
from assessments.exams.queries.exam_items import exam_items
from assessments.exams.queries.outcomes import AnswerCount, ResultCount, answer_counts, result_counts
from assessments.exams.rules.distribution import BINS, ENOUGH, bins, median, share_right
from courses.api import lesson_titles
from lms.access import Viewer
from lms.charts import Chart, ChartHead, ChartRow, Histogram, Measured
from lms.i18n import _, language, lazy, ngettext
from lms.tables.writing.columns import OutputColumn, OutputKind

WHOLE = 100
ANSWER_COLUMNS = (
    OutputColumn("question", lazy("Question")),
    OutputColumn("topic", lazy("Topic")),
    OutputColumn("answers", lazy("Answers"), OutputKind.WHOLE),
    OutputColumn("right", lazy("Right answers"), OutputKind.WHOLE),
)


@dataclass(frozen=True)
class ExamOutcomes:
    """The results of the people in somebody's care; nothing drawn before the first."""

    attempts: int
    passed: int
    middle: str
    cut: str
    chart: Chart | None


@dataclass(frozen=True)
class OutcomeLine:
    """A question, or a topic, with how often it was right."""

    key: str  # of a question; empty: a topic
    topic: str
    lesson: str
    answers: int
    right: int
    share: Fraction | None  # none: too few answers to say one

    @property
    def share_words(self) -> str:
        """The share in words; of few answers none."""
        return format_percent(float(self.share), "0 %") if self.share is not None else ""


def exam_outcomes(session: Session, viewer: Viewer, exam_id: int, cut: str) -> ExamOutcomes:
    """How an exam came out beside the pass mark in percent that holds now; one query."""
    counts = result_counts(session, viewer, exam_id)
    results = [(one.percent, one.count) for one in counts]
    middle = median(results)
    return ExamOutcomes(
        attempts=sum(one.count for one in counts),
        passed=sum(one.count for one in counts if one.passed),
        middle=percent_words(str(middle)) if middle is not None else "",
        cut=percent_words(cut),
        chart=results_chart(counts, cut) if counts else None,
    )


def results_chart(counts: Sequence[ResultCount], cut: str) -> Chart:
    """The results in bins of ten percent; the line of the pass mark that holds now stands between them."""
    found = bins((one.percent, one.count) for one in counts)
    number, passed = sum(found), sum(one.count for one in counts if one.passed)
    head = ChartHead(
        name="results",
        title=_("Results, and the pass mark"),
        summary=_(
            "%(passed)s of %(number)s results passed; the pass mark is %(cut)s.",
            passed=passed, number=number, cut=percent_words(cut),
        ),
        rows_named=_("Result in percent"),
        series=(_("Attempts"),),
    )  # fmt: skip
    rows = tuple(ChartRow(bin_words(place), (Measured(count, str(count)),)) for place, count in enumerate(found))
    return Histogram(
        head, rows, cut=(float(Fraction(cut) * BINS / WHOLE), _("Pass mark %(cut)s", cut=percent_words(cut)))
    )


def bin_words(place: int) -> str:
    """From and to of a bin in percent."""
    size = WHOLE // BINS
    last = WHOLE if place == BINS - 1 else (place + 1) * size - 1
    return f"{place * size}–{last}"


def answer_lines(session: Session, viewer: Viewer, exam: Exam, course_version_id: int) -> list[OutcomeLine]:
    """The questions of an exam, the hardest first, for who decides on them; for others its topics alone.

    Which question somebody fails at is told to who may see the questions: names of questions leave with nobody else.
    """
    counts = answer_counts(session, viewer, exam.id)
    if not may_decide_content(viewer):
        return in_order(_topics(counts))
    titles = lesson_titles(session, course_version_id, language())
    items = {one.item_id: one for one in exam_items(session, exam, every=True)} if counts else {}
    return in_order(
        OutcomeLine(
            key=items[one.item_id].key,
            topic=one.topic,
            lesson=_lesson(items[one.item_id].lesson, titles),
            answers=one.answers,
            right=one.right,
            share=share_right(one.right, one.answers),
        )
        for one in counts
        if one.item_id in items
    )


def _lesson(slug: str | None, titles: Mapping[str, str]) -> str:
    return titles.get(slug, slug) if slug else ""


def _topics(counts: Iterable[AnswerCount]) -> Iterator[OutcomeLine]:
    """The same by topic."""
    found: dict[str, list[AnswerCount]] = defaultdict(list)
    for one in counts:
        found[one.topic].append(one)
    for topic, each in found.items():
        answers, right = sum(one.answers for one in each), sum(one.right for one in each)
        yield OutcomeLine("", topic, "", answers, right, share_right(right, answers))


def in_order(lines: Iterable[OutcomeLine]) -> list[OutcomeLine]:
    """The hardest first; those with too few answers for a share come last, by name."""
    return sorted(lines, key=lambda one: (one.share is None, one.share or Fraction(0), one.topic, one.key))


def few_words() -> str:
    """Why some lines have no share."""
    return ngettext(
        "Below %(num)s answer there is no percentage: one answer more would change it too much.",
        "Below %(num)s answers there is no percentage: one answer more would change it too much.",
        ENOUGH,
    )


def answer_rows(lines: Iterable[OutcomeLine]) -> Iterator[tuple[Any, ...]]:
    """Questions or topics as rows of `ANSWER_COLUMNS`."""
    for one in lines:
        yield one.key or None, one.topic, one.answers, one.right

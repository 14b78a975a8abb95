"""What many answers say, as a table: a line for each answer that is counted apart, ready to be drawn as bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from flask_babel import format_decimal

from courses.surveys.pages.sheets import options_of
from courses.surveys.rules.answers import Answers
from courses.surveys.rules.form import POINTS, SurveyContent, SurveyQuestion, SurveyQuestionKind
from courses.surveys.rules.summary import QuestionSummary, change, summarize
from lms.charts import Bars, ChartHead, ChartRow, Measured
from lms.i18n import _


@dataclass(frozen=True)
class ResultCell:
    """One answer and by how many people it was given; none where that is left out."""

    label: str
    count: int | None


@dataclass(frozen=True)
class QuestionResult:
    """One question of the table."""

    text: str
    kind: SurveyQuestionKind
    number: int | None  # of people who answered it; none: fewer than five
    mean: float | None
    low: str
    high: str
    cells: tuple[ResultCell, ...]  # empty where none may be shown
    texts: tuple[str, ...]
    before: float | None = None  # the mean of the form that was asked before
    change: float | None = None
    chart: Bars | None = None  # of the cells, where they are shown

    @property
    def most(self) -> int:
        """The end of the scale."""
        return POINTS[-1]

    @property
    def mean_said(self) -> str:
        """The mean with one decimal, as it is written in the language of the page."""
        return tenths(self.mean)

    @property
    def before_said(self) -> str:
        """The same of the mean before."""
        return tenths(self.before)

    @property
    def change_said(self) -> str:
        """The difference of both, with its sign."""
        return tenths(self.change, "+0.0;-0.0")


def tenths(value: float | None, form: str = "0.0") -> str:
    """A figure with one decimal; nothing for none."""
    return "" if value is None else format_decimal(value, form)


@dataclass(frozen=True)
class Results:
    """A form with what was answered; no lines where fewer than five people did."""

    number: int | None
    questions: tuple[QuestionResult, ...] = ()
    is_compared: bool = False


def results(
    content: SurveyContent,
    sheets: Sequence[Answers],
    language: str,
    *,
    seed: str,
    before: Sequence[Answers] | None = None,
) -> Results:
    """The table of a form that is closed; beside each scale that of `before`, where it has enough answers too."""
    found = summarize(content, sheets, seed=seed)
    if found is None:
        return Results(None, is_compared=before is not None)
    earlier = summarize(content, before or (), seed=seed)
    pairs = zip(found.questions, earlier.questions if earlier else found.questions, strict=True)
    return Results(
        found.number,
        tuple(
            _line(question, one, other if earlier else None, content.spoken_in(language), f"r{crc32(seed.encode()):x}")
            for question, (one, other) in zip(content.questions, pairs, strict=True)
        ),
        is_compared=before is not None,
    )


def _line(
    question: SurveyQuestion, one: QuestionSummary, before: QuestionSummary | None, language: str, name: str
) -> QuestionResult:
    labels = [option.label for option in options_of(question, language)]
    shown = any(count is not None for count in one.cells)
    cells = tuple(map(ResultCell, labels, one.cells)) if shown else ()
    return QuestionResult(
        text=question.words[language],
        kind=question.kind,
        number=one.number,
        mean=one.mean,
        low=question.low[language] if question.low else "",
        high=question.high[language] if question.high else "",
        cells=cells,
        texts=one.texts,
        before=before.mean if before else None,
        change=change(before, one) if before else None,
        chart=_chart(f"{name}-{question.key}", question.words[language], cells, one.number) if cells else None,
    )


def _chart(name: str, text: str, cells: Sequence[ResultCell], number: int | None) -> Bars:
    """The answers of a question as bars, each of all who answered it."""
    summary = "; ".join(f"{cell.label}: {_said(cell)}" for cell in cells)
    head = ChartHead(name=name, title=text, summary=summary, rows_named=_("Answer"), series=(_("People"),))
    rows = (ChartRow(cell.label, (Measured(cell.count, _said(cell)),)) for cell in cells)
    return Bars(head, tuple(rows), most=number)


def _said(cell: ResultCell) -> str:
    return _("left out") if cell.count is None else str(cell.count)

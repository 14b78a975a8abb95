"""The four levels drawn: bars for means and shares, an interval for the gain, each with its table beside it."""

import math
from collections.abc import Mapping, Sequence

from flask_babel import format_decimal, format_percent

from courses.evaluation.pages.levels import Levels, StepShare
from courses.evaluation.queries.forms import FormMeans
from courses.evaluation.rules import MeanOf, Share
from courses.surveys.pages.results import Results, tenths
from courses.surveys.rules.form import POINTS, SurveyQuestionKind
from courses.surveys.rules.gain import Gain
from courses.surveys.rules.suppression import LEAST
from lms.charts import Bars, Chart, ChartHead, ChartRow, Intervals, Measured
from lms.i18n import _, language

WHOLE = 100


def charts_of(levels: Levels) -> Mapping[str, Chart]:
    """The charts of a page by their names; what is not known has none."""
    found: dict[str, Chart | None] = {
        "reaction": means_chart(levels.reaction) if levels.reaction else None,
        "confidence": confidence_chart(levels.confidence) if levels.confidence else None,
        "gain": gain_chart(levels.gain) if levels.gain else None,
        "steps": steps_chart(levels.steps) if levels.steps else None,
    }
    found |= {f"supervisors-{one.months}": supervisors_chart(one.months, one.results) for one in levels.supervisors}
    return {name: chart for name, chart in found.items() if chart is not None}


def fewer() -> Measured:
    """What stands where a number would speak of fewer than five people."""
    return Measured(None, _("fewer than %(least)s", least=LEAST))


def mean_said(one: MeanOf | None) -> Measured:
    """A mean in words, with how many gave it."""
    if one is None:
        return fewer()
    return Measured(one.mean, _("%(mean)s (%(number)s answers)", mean=tenths(one.mean), number=one.number))


def means_chart(one: FormMeans) -> Chart | None:
    """The means of a form about the course."""
    spoken = one.content.spoken_in(language())
    head = ChartHead(
        name="reaction",
        title=_("How the course was"),
        summary=_("The means on scales from 1 to %(most)s.", most=POINTS[-1]),
        rows_named=_("Question"),
        series=(_("Mean"),),
    )
    rows = [
        ChartRow(question.words[spoken], (mean_said(one.after.get(question.key)),))
        for question in one.content.questions
        if question.kind is SurveyQuestionKind.SCALE
    ]
    return Bars(head, tuple(rows), most=POINTS[-1]) if one.after else None


def confidence_chart(one: FormMeans) -> Chart | None:
    """How sure people were before the course and after it."""
    spoken = one.content.spoken_in(language())
    head = ChartHead(
        name="confidence",
        title=_("How sure they are, before and after"),
        summary=_("The means on scales from 1 to %(most)s.", most=POINTS[-1]),
        rows_named=_("Task"),
        series=(_("Mean"),),
    )
    rows = [
        ChartRow(said, (mean_said(mean),))
        for question in one.content.questions
        if question.kind is SurveyQuestionKind.SCALE
        for said, mean in (
            (_("Before: %(task)s", task=question.words[spoken]), one.before.get(question.key)),
            (_("After: %(task)s", task=question.words[spoken]), one.after.get(question.key)),
        )
    ]
    return Bars(head, tuple(rows), most=POINTS[-1]) if one.after and one.before else None


def points(value: float) -> Measured:
    """A difference of percentages, with its sign."""
    return Measured(value, format_decimal(value, "+0.0;-0.0"))


def gain_chart(one: Gain) -> Chart | None:
    """The mean of the gains with the interval in which it lies at 95 % confidence."""
    if one.mean is None or one.interval is None:
        return None
    low, high = one.interval.low, one.interval.high
    start, end = 10 * math.floor(min(0.0, low) / 10), 10 * math.ceil(max(10.0, high) / 10)
    step = 10 if end - start <= 5 * 10 else 20
    axis = [float(one) for one in range(start, end + 1, step)]
    axis += [float(end)] if axis[-1] < end else []
    head = ChartHead(
        name="gain",
        title=_("Gain between the two tests"),
        summary=_(
            "From %(before)s to %(after)s percent on average; with 95 percent confidence the gain lies from %(low)s to "
            "%(high)s points.",
            before=tenths(one.before), after=tenths(one.after), low=points(low).said, high=points(high).said,
        ),
        rows_named=_("Test"),
        series=(_("Gain in points"), _("From"), _("To")),
    )  # fmt: skip
    row = ChartRow(_("Gain test"), (points(one.mean), points(low), points(high)))
    return Intervals(head, (row,), tuple(Measured(tick, format_decimal(tick, "0")) for tick in axis))


def gained_of(one: Gain | None) -> str:
    """Which part was gained of what there was to gain; nothing where that is not known."""
    return "" if one is None or one.normalised is None else format_percent(one.normalised, "0 %")


def share_said(one: Share | None) -> Measured:
    """How many of how many, in words."""
    if one is None:
        return Measured(None, _("left out"))
    part = one.number / one.of
    words = _("%(number)s of %(of)s (%(part)s)", number=one.number, of=one.of, part=format_percent(part, "0 %"))
    return Measured(WHOLE * part, words)


def steps_chart(steps: Sequence[StepShare]) -> Chart:
    """Who has passed the quizzes and the final exam."""
    head = ChartHead(
        name="steps",
        title=_("Quizzes and exam"),
        summary=_("The share of officers who have passed each of them."),
        rows_named=_("Step"),
        series=(_("Passed"),),
    )
    rows = [ChartRow(one.title, (share_said(one.share),)) for one in steps]
    return Bars(head, tuple(rows), most=WHOLE)


def supervisors_chart(months: int, one: Results) -> Chart | None:
    """The means of what supervisors see."""
    rows = [
        ChartRow(question.text, (fewer() if question.mean is None else Measured(question.mean, question.mean_said),))
        for question in one.questions
        if question.kind is SurveyQuestionKind.SCALE
    ]
    head = ChartHead(
        name=f"supervisors-{months}",
        title=_("What supervisors see after %(months)s months", months=months),
        summary=_("The means on scales from 1 to %(most)s.", most=POINTS[-1]),
        rows_named=_("Question"),
        series=(_("Mean"),),
    )
    return Bars(head, tuple(rows), most=POINTS[-1]) if rows else None

"""The figures of an evaluation as a file: a line each, with the level to which it belongs."""

from collections.abc import Iterator, Mapping
from typing import Any

from courses.evaluation.pages.levels import Levels
from courses.evaluation.queries.forms import FormMeans
from courses.evaluation.rules import MeanOf
from courses.surveys.rules.form import SurveyQuestionKind
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.tables.writing.columns import OutputColumn, OutputKind

Row = tuple[Any, ...]
COLUMNS = (
    OutputColumn("level", _l("Level"), OutputKind.WHOLE),
    OutputColumn("measure", _l("Measure")),
    OutputColumn("detail", _l("Detail")),
    OutputColumn("people", _l("People"), OutputKind.WHOLE),
    OutputColumn("value", _l("Value"), OutputKind.DECIMAL),
    OutputColumn("low", _l("From"), OutputKind.DECIMAL),
    OutputColumn("high", _l("To"), OutputKind.DECIMAL),
)


def rows_of(levels: Levels) -> Iterator[Row]:
    """Every figure of the page; what is left out there is empty here."""
    if levels.reaction:
        yield from _means(1, _("How the course was"), levels.reaction, levels.reaction.after)
    yield from _learned(levels)
    for one in levels.supervisors:
        measure = _("What supervisors see after %(months)s months", months=one.months)
        for question in one.results.questions:
            if question.kind is SurveyQuestionKind.SCALE:
                yield 3, measure, question.text, question.number, question.mean, None, None
    if levels.uses:
        people = levels.uses.people
        yield 3, _("Counter card used"), _("Officers"), people.of, float(people.number), None, None
        yield 3, _("Counter card used"), _("Days, at least"), people.number, float(levels.uses.days), None, None


def _learned(levels: Levels) -> Iterator[Row]:
    gain = levels.gain
    if gain and gain.mean is not None and gain.interval is not None:
        measure = _("Gain between the two tests")
        yield 2, measure, _("Before the course"), gain.number, gain.before, None, None
        yield 2, measure, _("After the course"), gain.number, gain.after, None, None
        yield 2, measure, _("Gain in points"), gain.number, gain.mean, gain.interval.low, gain.interval.high
    for one in levels.steps:
        number, of = (float(one.share.number), one.share.of) if one.share else (None, None)
        yield 2, _("Passed"), one.title, of, number, None, None
    if levels.confidence:
        yield from _means(2, _("How sure they were before"), levels.confidence, levels.confidence.before)
        yield from _means(2, _("How sure they are after"), levels.confidence, levels.confidence.after)


def _means(level: int, measure: str, form: FormMeans, means: Mapping[str, MeanOf]) -> Iterator[Row]:
    spoken = form.content.spoken_in(language())
    for question in form.content.questions:
        if question.kind is SurveyQuestionKind.SCALE:
            one = means.get(question.key)
            number, mean = (one.number, one.mean) if one else (None, None)
            yield level, measure, question.words[spoken], number, mean, None, None

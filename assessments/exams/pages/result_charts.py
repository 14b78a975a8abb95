"""A scored paper drawn: how its questions went, by part of the course and by lesson; each chart has a table."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessments.items.scoring.reviews import Outcome
from courses.api import ModuleOutline
from lms.charts import Bars, ChartHead, ChartRow, Measured
from lms.i18n import _

WHOLE = 100


@dataclass(frozen=True)
class AskedIn:
    """A question of a scored paper: the lesson that teaches it, and how it went."""

    lesson: str | None  # its slug; none: it belongs to no lesson
    outcome: Outcome


def outcome_words() -> Mapping[Outcome, str]:
    """What each outcome is called, in the order in which the bar has them, so that each keeps its colour."""
    return {
        Outcome.RIGHT: _("Right"),
        Outcome.PARTLY: _("Partly right"),
        Outcome.UNANSWERED: _("Not answered"),
        Outcome.WRONG: _("Wrong"),
    }


def tally_chart(asked: Sequence[AskedIn]) -> Bars:
    """All questions on one bar."""
    counts = Counter(one.outcome for one in asked)
    words = outcome_words()
    said = [_("%(word)s: %(n)s", word=word, n=counts[outcome]) for outcome, word in words.items()]
    head = ChartHead(
        name="tally",
        title=_("Your result"),
        summary=". ".join(said),
        rows_named=_("Questions"),
        series=tuple(words.values()),
    )
    readings = tuple(Measured(counts[outcome], str(counts[outcome])) for outcome in words)
    return Bars(head, (ChartRow(_("All %(n)s questions", n=len(asked)), readings),), most=len(asked))


def module_chart(asked: Sequence[AskedIn], modules: Iterable[ModuleOutline]) -> Bars | None:
    """The share of right answers in each part of the course; none where there are not two to compare."""
    places = {lesson.slug: module.title for module in modules for lesson in module.lessons}
    return _shares("by-module", _("By part of the course"), _("Part of the course"), asked, places)


def lesson_chart(asked: Sequence[AskedIn], modules: Iterable[ModuleOutline]) -> Bars | None:
    """The share of right answers in each lesson; none where there are not two to compare."""
    places = {lesson.slug: lesson.title for module in modules for lesson in module.lessons}
    return _shares("by-lesson", _("By lesson"), _("Lesson"), asked, places)


def _shares(name: str, title: str, named: str, asked: Sequence[AskedIn], places: Mapping[str, str]) -> Bars | None:
    """Places in the order of the course, then what belongs to no lesson of it."""
    other = _("Other questions")
    all_of = Counter(places.get(one.lesson or "", other) for one in asked)
    right = Counter(places.get(one.lesson or "", other) for one in asked if one.outcome is Outcome.RIGHT)
    if len(all_of) < 2:
        return None
    rows = [
        ChartRow(place, (Measured(right[place] / all_of[place] * WHOLE, said(right[place], all_of[place])),))
        for place in dict.fromkeys((*places.values(), other))
        if all_of[place]
    ]
    summary = "; ".join(f"{row.label}: {row.readings[0].said}" for row in rows)
    head = ChartHead(name=name, title=title, summary=summary, rows_named=named, series=(_("Right"),))
    return Bars(head, tuple(rows), WHOLE)


def said(right: int, asked: int) -> str:
    """How many of how many."""
    return _("%(n)s of %(all)s", n=right, all=asked)

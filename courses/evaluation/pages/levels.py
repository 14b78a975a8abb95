"""Kirkpatrick's four levels of a cohort or a course, in sums of five people or more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.evaluation.queries.forms import FormMeans, form_means
from courses.evaluation.queries.parts import Evaluated, card_uses_of, counts_of, final_of, parts_of
from courses.evaluation.rules import Share, Uses, share, uses
from courses.learning.outline import outlines
from courses.learning.queries.one_run import course_of_version
from courses.ports.runs import GAIN_TEST
from courses.surveys.pages.results import Results, results
from courses.surveys.queries.forms import contents_of
from courses.surveys.queries.supervising import answers_seen
from courses.surveys.rules.form import SurveyPurpose
from courses.surveys.rules.gain import Gain, gain
from courses.surveys.rules.suppression import in_lots
from lms.access import Viewer
from lms.i18n import language


@dataclass(frozen=True)
class StepShare:
    """A quiz or the final exam, and how many have passed it; none where that is left out."""

    title: str
    share: Share | None
    is_final: bool


@dataclass(frozen=True)
class SupervisorsSay:
    """What supervisors say so many months after the course."""

    months: int
    results: Results


@dataclass(frozen=True)
class Levels:
    """The four levels as far as they are measured; the fourth is not, and the page says so."""

    reaction: FormMeans | None
    confidence: FormMeans | None
    has_gain_test: bool
    gain: Gain | None  # none: fewer than two have both results
    steps: Sequence[StepShare]
    supervisors: Sequence[SupervisorsSay]
    uses: Uses | None


def levels_of(session: Session, viewer: Viewer, what: Evaluated, now: datetime) -> Levels:
    """What is known of these runs; the number of queries grows with nothing."""
    means = form_means(session, viewer, what.groups, now)
    course = course_of_version(session, what.version_id, language())
    outline = outlines(session, [course], language())[what.version_id]
    return Levels(
        reaction=means.get(SurveyPurpose.REACTION),
        confidence=means.get(SurveyPurpose.CONFIDENCE),
        has_gain_test=outline.gain is not None,
        gain=gain_of(session, what) if outline.gain else None,
        steps=steps_of(session, what, {step.slug: step.title for step in outline.steps if step.kind != "lesson"}),
        supervisors=supervisors_say(session, viewer, what),
        uses=uses(card_uses_of(session, what)),
    )


def gain_of(session: Session, what: Evaluated) -> Gain | None:
    """The gain of who has both results, in whole lots of each group."""
    groups = parts_of(session, what)
    parts: dict[int | None, list[tuple[float, float]]] = {}
    for run_id, pair in GAIN_TEST.provider().pairs(session, what.runs).items():
        parts.setdefault(groups[run_id], []).append(pair)
    lots = in_lots(parts.values())
    return gain(lots) if lots or not parts else Gain(None)


def steps_of(session: Session, what: Evaluated, titles: Mapping[str, str]) -> list[StepShare]:
    """How many of these runs have passed each quiz and the final exam."""
    parts, final = counts_of(session, what), final_of(session, what.version_id)
    return [
        StepShare(title, share((part.done.get(slug, 0), part.runs) for part in parts), slug == final)
        for slug, title in titles.items()
    ]


def supervisors_say(session: Session, viewer: Viewer, what: Evaluated) -> list[SupervisorsSay]:
    """What supervisors answered about officers of these groups, by months, on the newest version of the form."""
    found = answers_seen(session, viewer, what.course_id)
    newest = max((asked.form_version_id for asked in found), default=None)
    contents = contents_of(session, [newest] if newest else [])
    groups = {*what.groups, *([None] if what.with_others else [])}
    return [
        SupervisorsSay(
            asked.months,
            results(
                contents[asked.form_version_id],
                in_lots(said for group, said in parts.items() if group in groups),
                language(),
                seed=f"{asked.course_id} {asked.form_version_id} {asked.months}",
            ),
        )
        for asked, parts in sorted(found.items(), key=lambda one: one[0].months)
        if asked.form_version_id == newest
    ]

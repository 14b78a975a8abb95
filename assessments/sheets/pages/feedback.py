"""Feedback as a candidate reads it: by criterion, with what assessors saw, who appear as letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from assessments.items.parsing.exact import exact
from assessments.rubrics.pages.sheet_fields import points_said
from assessments.rubrics.rules.definition import Criterion, RubricDefinition, in_language
from assessments.sheets.queries.performances import (
    PerformanceLine,
    exercises_by_id,
    letters_of,
    released_to,
    released_workshops,
    workshops_by_id,
)
from assessments.sheets.queries.sheets import definitions_of
from assessments.sheets.rules.aliases import assessor_letter
from lms.access import Viewer
from lms.i18n import lazy as _l
from lms.tables.writing.columns import OutputColumn

COLUMNS = (
    OutputColumn("workshop", _l("Workshop or meeting")),
    OutputColumn("exercise", _l("Exercise or rubric")),
    OutputColumn("criterion", _l("Criterion")),
    OutputColumn("level", _l("Level")),
    OutputColumn("comments", _l("What assessors saw")),
)


@dataclass(frozen=True)
class SeenComment:
    """What an assessor wrote, under the letter that candidates see."""

    letter: str
    words: str


@dataclass(frozen=True)
class CriterionFeedback:
    """A criterion with the level that counts; between two levels no words stand."""

    title: str
    level: str
    words: str
    comments: tuple[SeenComment, ...]


@dataclass(frozen=True)
class ExerciseFeedback:
    """One exercise."""

    title: str
    total: str
    highest: str
    cut: str
    criteria: tuple[CriterionFeedback, ...]
    comments: tuple[SeenComment, ...]  # on the whole


@dataclass(frozen=True)
class WorkshopFeedback:
    """A workshop whose feedback is released."""

    title: str
    released_at: datetime
    exercises: tuple[ExerciseFeedback, ...]


def feedback_page(session: Session, viewer: Viewer, language: str) -> list[WorkshopFeedback]:
    """All that is released to this candidate, the newest workshop first; a constant number of queries."""
    lines = released_to(session, viewer.id)
    definitions = definitions_of(session, [one.row.rubric_version_id for one in lines])
    exercises = exercises_by_id(session, {one.row.exercise_id or 0 for one in lines})
    ids = {one.row.occasion_id for one in lines}
    workshops, releases, letters = (
        workshops_by_id(session, ids), released_workshops(session, ids), letters_of(session, ids),
    )  # fmt: skip
    found = []
    for number in sorted(ids, reverse=True):
        own = [one for one in lines if one.row.occasion_id == number]
        order = {one.id: one.position for one in exercises.values()}
        own.sort(key=lambda one: (order.get(one.row.exercise_id or 0, 0), one.row.no))
        shown = tuple(
            exercise_feedback(
                one,
                definitions[one.row.rubric_version_id],
                exercises[one.row.exercise_id].title if one.row.exercise_id in exercises else "",
                {person: letter for (workshop, person), letter in letters.items() if workshop == number},
                language,
            )
            for one in own
        )
        found.append(WorkshopFeedback(workshops[number].title, releases[number].at, shown))
    return found


def exercise_feedback(
    line: PerformanceLine, definition: RubricDefinition, title: str, letters: dict[int, int], language: str
) -> ExerciseFeedback:
    """One exercise: the levels that count, and what the assessors wrote."""
    outcome = line.result.outcome if line.result else {}
    levels = outcome.get("criteria") or {}
    total = outcome.get("total")

    def comments(code: str) -> tuple[SeenComment, ...]:
        written = [
            SeenComment(assessor_letter(letters.get(one.row.assessor_id, 0)), one.standing.content.comments[code])
            for one in line.sheets
            if one.standing.sealed and code in one.standing.content.comments
        ]
        return tuple(sorted(written, key=lambda one: one.letter))

    return ExerciseFeedback(
        title=title or in_language(definition.title, language),
        total="" if total is None else points_said(exact(total)),
        highest=points_said(definition.highest),
        cut=points_said(definition.cut),
        criteria=tuple(
            criterion_feedback(definition, one, exact(levels[one.code]), comments(one.code), language)
            for one in definition.criteria
            if one.code in levels
        ),
        comments=comments(""),
    )


def criterion_feedback(
    definition: RubricDefinition, one: Criterion, level: Fraction, comments: tuple[SeenComment, ...], language: str
) -> CriterionFeedback:
    """The level with its words, where it is one of the rubric and not between two."""
    named = next((known for known in definition.levels if known.value == level), None)
    said = points_said(level)
    if named is not None:
        said = f"{said} {in_language(named.title, language)}"
    words = in_language(one.descriptors[named.value], language) if named is not None else ""
    return CriterionFeedback(in_language(one.title, language), said, words, comments)


def feedback_rows(found: Sequence[WorkshopFeedback]) -> list[tuple[object, ...]]:
    """The feedback as rows of `COLUMNS`."""
    return [
        (
            workshop.title,
            exercise.title,
            one.title,
            one.level,
            " ".join(f"{said.letter}: {said.words}" for said in one.comments),
        )
        for workshop in found
        for exercise in workshop.exercises
        for one in exercise.criteria
    ]

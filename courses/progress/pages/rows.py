"""The board of a place as rows of a file: what its page shows, and nothing more."""

from collections.abc import Iterator
from typing import Any

from courses.cohorts.pages.board import exam_of
from courses.progress.pages.place import ProgressChoice, chosen_in_order, words_of
from courses.progress.pages.place_summary import PlaceSummary
from lms.i18n import lazy
from lms.tables.writing.columns import OutputColumn, OutputKind

COLUMNS = (
    OutputColumn("name", lazy("Name")),
    OutputColumn("unit", lazy("Unit")),
    OutputColumn("administration", lazy("Administration")),
    OutputColumn("course", lazy("Course")),
    OutputColumn("read", lazy("Lessons read"), OutputKind.WHOLE),
    OutputColumn("lessons", lazy("Lessons"), OutputKind.WHOLE),
    OutputColumn("checkpoints_passed", lazy("Checkpoints passed"), OutputKind.WHOLE),
    OutputColumn("checkpoints", lazy("Checkpoints"), OutputKind.WHOLE),
    OutputColumn("exam", lazy("Final exam")),
    OutputColumn("begun_at", lazy("Started"), OutputKind.MOMENT),
    OutputColumn("seen_on", lazy("Last seen"), OutputKind.DATE),
    OutputColumn("state", lazy("Status")),
)


def place_rows(summary: PlaceSummary, choice: ProgressChoice) -> Iterator[tuple[Any, ...]]:
    """Everybody whom the choice shows, in its order."""
    for one in chosen_in_order(summary, choice):
        person, facts, exam = summary.there[one.person_id], one.facts, exam_of(one)
        yield (
            person.name,
            person.unit,
            person.administration,
            one.course.title if one.course else None,
            facts.read,
            facts.lessons,
            facts.checkpoints_passed,
            facts.checkpoints,
            exam[0] if exam else None,
            one.progress.run.begun_at if one.progress else None,
            facts.seen_on,
            ", ".join(words_of(one)) or None,
        )

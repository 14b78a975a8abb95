"""The board of a cohort as rows of a file: what its page shows, and nothing more."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts.pages.board import BoardChoice, board_standings, chips_of, chosen_of, exam_of, in_order
from courses.cohorts.queries.attendance import attendance_of
from courses.cohorts.queries.cohorts import FoundCohort
from lms.access import Viewer
from lms.i18n import lazy
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind

COLUMNS = (
    OutputColumn("name", lazy("Name")),
    OutputColumn("read", lazy("Lessons read"), OutputKind.WHOLE),
    OutputColumn("lessons", lazy("Lessons"), OutputKind.WHOLE),
    OutputColumn("checkpoints_passed", lazy("Checkpoints passed"), OutputKind.WHOLE),
    OutputColumn("checkpoints", lazy("Checkpoints"), OutputKind.WHOLE),
    OutputColumn("exam", lazy("Final exam")),
    OutputColumn("meetings_attended", lazy("Meetings attended"), OutputKind.WHOLE),
    OutputColumn("meetings", lazy("Meetings"), OutputKind.WHOLE),
    OutputColumn("seen_on", lazy("Last seen"), OutputKind.DATE),
    OutputColumn("state", lazy("Status")),
)


def board_rows(
    session: Session, viewer: Viewer, cohort: FoundCohort, choice: BoardChoice, now: datetime
) -> Iterator[tuple[Any, ...]]:
    """Everybody in the filter, in its order."""
    chosen = chosen_of(board_standings(session, viewer, cohort, now), choice.show)
    attendance = attendance_of(session, [cohort.id], now)[cohort.id]
    names = people_named(session, [one.person_id for one in chosen])
    for one in in_order(chosen, names, choice.order):
        facts, exam = one.facts, exam_of(one)
        yield (
            names[one.person_id],
            facts.read,
            facts.lessons,
            facts.checkpoints_passed,
            facts.checkpoints,
            exam[0] if exam else None,
            attendance.of(one.person_id).there,
            len(attendance.held),
            facts.seen_on,
            ", ".join(str(words) for words, _tone in chips_of(one)) or None,
        )

"""Meetings of a cohort, and the roll of one, as rows of files."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts.labels import LINE_SOURCES, PRESENCES, STEPS
from courses.cohorts.pages.rolls import RollLineShown
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.meetings import meetings_of
from courses.cohorts.queries.rolls import standings_of
from courses.cohorts.rules.rolls import Presence
from lms.i18n import _, lazy
from lms.tables.writing.columns import OutputColumn, OutputKind

MEETING_COLUMNS = (
    OutputColumn("title", lazy("Title")),
    OutputColumn("begins_at", lazy("Starts"), OutputKind.MOMENT),
    OutputColumn("day", lazy("Day"), OutputKind.DATE),
    OutputColumn("at", lazy("Starts at")),
    OutputColumn("zone", lazy("Time zone")),
    OutputColumn("minutes", lazy("Length in minutes"), OutputKind.WHOLE),
    OutputColumn("place", lazy("Place")),
    OutputColumn("state", lazy("Status")),
    *(OutputColumn(one.value.replace("-", "_"), PRESENCES[one][0], OutputKind.WHOLE) for one in Presence),
    OutputColumn("in_conflict", lazy("Trainers disagree"), OutputKind.WHOLE),
)
ROLL_COLUMNS = (
    OutputColumn("name", lazy("Name")),
    OutputColumn("presence", lazy("Attendance")),
    OutputColumn("source", lazy("Said")),
    OutputColumn("by", lazy("By")),
    OutputColumn("at", lazy("At"), OutputKind.MOMENT),
    OutputColumn("in_conflict", lazy("Trainers disagree"), OutputKind.YES_NO),
)


def meeting_rows(session: Session, cohort: FoundCohort) -> Iterator[tuple[Any, ...]]:
    """Every meeting, the first one first, with how many were there how."""
    found = meetings_of(session, [cohort.id])[cohort.id]
    standings = standings_of(session, [one.id for one in found])
    for one in found:
        roll = list(standings[one.id].values())
        state = STEPS[one.step]
        yield (
            one.title,
            one.begins_at,
            one.starts.date(),
            f"{one.starts:%H:%M}",
            one.zone,
            int(one.lasts.total_seconds()) // 60,
            one.place or None,
            str(state[0]) if state else _("planned"),
            *(sum(each.presence is presence for each in roll) for presence in Presence),
            sum(each.in_conflict for each in roll),
        )


def roll_rows(lines: list[RollLineShown]) -> Iterator[tuple[Any, ...]]:
    """Everybody on the roll by name: how they were there, and who said so last."""
    for one in lines:
        last = one.standing.lines[-1] if one.standing.lines else None
        yield (
            one.person.name,
            str(PRESENCES[one.standing.presence][0]) if one.standing.presence else None,
            str(LINE_SOURCES[last.source]) if last else None,
            one.names.get(last.by_id) if last else None,
            last.said_at if last else None,
            one.standing.in_conflict,
        )

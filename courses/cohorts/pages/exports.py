"""Lists of cohorts and of their officers as they are exported: what their pages show, and no more."""

from collections.abc import Iterable, Iterator
from typing import Any

from courses.cohorts.pages.cohort import CohortLine, ParticipantLine
from lms.i18n import lazy as _l
from lms.tables.writing.columns import OutputColumn, OutputKind

COHORT_COLUMNS = (
    OutputColumn("cohort", _l("Cohort")),
    OutputColumn("course", _l("Course")),
    OutputColumn("place", _l("For the officers of")),
    OutputColumn("starts_on", _l("First day"), OutputKind.DATE),
    OutputColumn("ends_on", _l("Last day"), OutputKind.DATE),
    OutputColumn("officers", _l("Officers"), OutputKind.WHOLE),
    OutputColumn("waiting", _l("Waiting"), OutputKind.WHOLE),
    OutputColumn("state", _l("Status")),
)
OFFICER_COLUMNS = (
    OutputColumn("name", _l("Name")),
    OutputColumn("unit", _l("Unit")),
    OutputColumn("administration", _l("Administration")),
    OutputColumn("state", _l("Status")),
    OutputColumn("since", _l("Since"), OutputKind.DATE),
)


def cohort_rows(lines: Iterable[CohortLine]) -> Iterator[tuple[Any, ...]]:
    """Cohorts as rows of `COHORT_COLUMNS`."""
    for one in lines:
        row, (state, _tone) = one.cohort.row, one.phase_chip or one.state
        yield row.title, one.course.title, one.place, row.starts_on, row.ends_on, one.officers, one.waiting, state


def officer_rows(lines: Iterable[ParticipantLine]) -> Iterator[tuple[Any, ...]]:
    """Officers as rows of `OFFICER_COLUMNS`."""
    for one in lines:
        yield one.person.name, one.person.unit, one.person.administration, one.state[0], one.since

"""Lists of forms and of supervisors who are asked as they are exported: what their pages show, and no more."""

from collections.abc import Iterable, Iterator
from typing import Any

from courses.surveys.pages.running import CodeLine, RequestLine
from lms.i18n import lazy as _l
from lms.tables.writing.columns import OutputColumn, OutputKind

CODE_COLUMNS = (
    OutputColumn("group", _l("Who answers")),
    OutputColumn("form", _l("Form")),
    OutputColumn("status", _l("Status")),
    OutputColumn("closes_at", _l("Closes"), OutputKind.MOMENT),
    OutputColumn("answers", _l("Answers"), OutputKind.WHOLE),
)
REQUEST_COLUMNS = (
    OutputColumn("officer", _l("Officer")),
    OutputColumn("course", _l("Course")),
    OutputColumn("months", _l("Months"), OutputKind.WHOLE),
    OutputColumn("due_on", _l("Due"), OutputKind.DATE),
    OutputColumn("status", _l("Status")),
)


def code_rows(lines: Iterable[CodeLine]) -> Iterator[tuple[Any, ...]]:
    """Codes as rows of `CODE_COLUMNS`; fewer than five answers are not counted."""
    for one in lines:
        yield one.title, one.form, one.words, one.closes_at, one.number


def request_rows(lines: Iterable[RequestLine]) -> Iterator[tuple[Any, ...]]:
    """Supervisors who are asked as rows of `REQUEST_COLUMNS`."""
    for one in lines:
        yield one.officer, one.course, one.months, one.due_on, one.words

"""Decisions about people as they are exported: what waits, objections to judge, and what was decided."""

from collections.abc import Iterator
from typing import Any

from assessments.decisions.pages.managed import DecisionLine, DecisionsPage
from lms.i18n import lazy as _l
from lms.tables.writing.columns import OutputColumn, OutputKind

DECISION_COLUMNS = (
    OutputColumn("list", _l("List")),
    OutputColumn("person", _l("Person")),
    OutputColumn("what", _l("What")),
    OutputColumn("subject", _l("About")),
    OutputColumn("proposed_at", _l("Proposed"), OutputKind.MOMENT),
    OutputColumn("decided_at", _l("Decided"), OutputKind.MOMENT),
    OutputColumn("objection_due_at", _l("Objection due"), OutputKind.MOMENT),
    OutputColumn("state", _l("Status")),
)


def decision_rows(page: DecisionsPage) -> Iterator[tuple[Any, ...]]:
    """The three lists of the page, one below the other."""
    lists = (
        (_l("Wait for a second person"), page.waiting),
        (_l("Objections to judge"), page.objections),
        (_l("Decided"), page.closed),
    )
    for title, lines in lists:
        for one in lines:
            yield title, *_row(one)


def _row(line: DecisionLine) -> tuple[Any, ...]:
    facts = line.facts
    waits = facts.objection is not None and facts.objection.outcome is None
    due = facts.objection.due_at if facts.objection is not None and waits else None
    return line.person, line.title, line.subject, facts.proposed_at, facts.decided_at, due, line.state

"""Lists of panels, and what waits on the start page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from certificates.candidates.labels import state_said
from certificates.panels.labels import STATES
from certificates.panels.queries.found import candidates_to_convene, panels_seen
from certificates.schemes.rules.definition import words
from lms.access import Viewer
from lms.i18n import _, language, ngettext
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.ports import NextStep, StepGroup
from lms.tables.writing.columns import OutputColumn, OutputKind

ORDER = 3  # before any lesson
PANEL_COLUMNS = (
    OutputColumn("candidate", _l("Candidate")),
    OutputColumn("scheme", _l("Scheme")),
    OutputColumn("state", _l("Status")),
    OutputColumn("convened_at", _l("Created"), OutputKind.MOMENT),
)  # as a list is exported


@dataclass(frozen=True)
class PanelLine:
    """A panel in a list."""

    uuid: str
    person: str
    scheme: str
    state: Any
    tone: str
    convened_at: datetime


@dataclass(frozen=True)
class ToConvene:
    """A candidate for whom a panel may be put together."""

    uuid: str
    person: str
    scheme: str
    state: str


def panels_page(session: Session, viewer: Viewer) -> tuple[list[PanelLine], list[ToConvene]]:
    """The panels that one sees, and the candidates for whom one may put one together."""
    panels, waiting = panels_seen(session, viewer), candidates_to_convene(session, viewer)
    people = {one.candidate.row.person_id for one in panels} | {found.row.person_id for found, _right in waiting}
    names = people_named(session, people)
    lines = [
        PanelLine(
            one.row.uuid,
            names[one.candidate.row.person_id],
            words(one.definition.title, language()),
            *STATES[one.row.state],
            one.row.convened_at,
        )
        for one in panels
    ]
    rest = [
        ToConvene(
            found.row.uuid,
            names[found.row.person_id],
            words(found.definition.title, language()),
            state_said(found.row.state, found.definition),
        )
        for found, _right in waiting
    ]
    return lines, rest


def panel_rows(lines: Iterable[PanelLine]) -> Iterator[tuple[Any, ...]]:
    """Panels as rows of `PANEL_COLUMNS`."""
    for one in lines:
        yield one.person, one.scheme, one.state, one.convened_at


def sitting_next(session: Session, person: Viewer, now: datetime, told: Sequence[int]) -> list[NextStep]:
    """Panels in which one has to vote, close the votes or sign."""
    said = ngettext("%(num)s panel waits for you.", "%(num)s panels wait for you.", told[0])
    return [NextStep(_("Panels"), said, _("Open"), url_for("panels.index"), ORDER, group=StepGroup.DUTY)]


def convening_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Candidates who wait for a panel."""
    rest = len(candidates_to_convene(session, person))
    if not rest:
        return []
    said = ngettext("%(num)s candidate waits for a panel.", "%(num)s candidates wait for a panel.", rest)
    url = url_for("panels.index")
    return [NextStep(_("Panels to create"), said, _("Open"), url, ORDER, group=StepGroup.DUTY)]

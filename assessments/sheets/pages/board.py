"""The moderator's board of a workshop: how far everybody is, how far pairs agree, how strict each is, the sample."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.sheets.labels import STATES
from assessments.sheets.offline.queries.devices import DeviceStanding, devices_of
from assessments.sheets.pages.board_figures import (
    AgreementLine,
    agreement_lines,
    figures_of,
    outliers_of,
    rate_said,
    ratings_of,
    severity_said,
)
from assessments.sheets.pages.moderating import WorkshopChoice
from assessments.sheets.pages.sampling import SampleSection, sample_of, section_of, shown_people
from assessments.sheets.queries.board import (
    BoardPerformance,
    ModeratedWorkshop,
    board_assessors,
    board_lines,
    workshops_to_moderate,
)
from assessments.sheets.queries.sheets import definitions_of
from assessments.sheets.rules.aliases import assessor_letter
from assessments.sheets.rules.progress import PerformanceState
from assessments.statistics.available import what_is_missing
from assessments.statistics.monitoring import BoardFigures, rate_of
from assessments.statistics.severity.severity import SeverityStanding
from lms.access import Viewer
from lms.i18n import _
from lms.people.api import people_named


@dataclass(frozen=True)
class AssessorLine:
    """An assessor at this workshop: sheets, the device, and how strict."""

    name: str
    sealed: int
    sheets: int
    unsent: int
    heard_at: datetime | None
    severity: str
    note: str


@dataclass(frozen=True)
class ModeratorBoard:
    """What the board shows; without numpy and scipy it says what is missing, and counts all the same."""

    workshops: tuple[WorkshopChoice, ...]
    chosen: WorkshopChoice | None
    states: tuple[tuple[Any, str, int], ...] = ()  # what performances wait for, with how many
    performances: int = 0
    sealed: int = 0
    sheets: int = 0
    thirds: str = ""
    missing: str = ""
    agreement: tuple[AgreementLine, ...] = ()
    assessors: tuple[AssessorLine, ...] = ()
    sample: SampleSection | None = None  # none: nobody has set a sampling plan
    made_at: datetime | None = None


def chosen_of(workshops: Sequence[ModeratedWorkshop], uuid: str | None) -> ModeratedWorkshop | None:
    """The workshop that the address names, else the newest."""
    if uuid:
        return next((one for one in workshops if one.row.uuid == uuid), None)
    return workshops[0] if workshops else None


def board_page(session: Session, viewer: Viewer, uuid: str | None, language: str, *, now: datetime) -> ModeratorBoard:
    """The board of the chosen workshop, else of the newest; seven queries, whatever the size."""
    workshops = workshops_to_moderate(session, viewer)
    chosen = chosen_of(workshops, uuid)
    offered = tuple(WorkshopChoice(one.row.uuid, one.row.title) for one in workshops)
    if chosen is None:
        return ModeratorBoard(offered, None)
    lines = board_lines(session, viewer, chosen.row.id)
    definitions = definitions_of(session, {one.rubric_version_id for one in lines})
    people = board_assessors(session, chosen.row.id)
    ratings = ratings_of(lines, definitions)
    missing = what_is_missing() or ""
    figures = None if missing else figures_of(ratings, chosen.row.id)
    new = {person_id for person_id, (_number, is_new) in people.items() if is_new}
    standing = sample_of(lines, chosen.plan, new, outliers_of(figures)) if chosen.plan else None
    names = people_named(session, {*people, *(shown_people(standing, lines) if standing else ())})
    settled = [one for one in lines if one.outcome is not None]
    return ModeratorBoard(
        workshops=offered,
        chosen=WorkshopChoice(chosen.row.uuid, chosen.row.title),
        states=_states(lines),
        performances=len(lines),
        sealed=sum(one.sealed for line in lines for one in line.sheets),
        sheets=sum(len(line.sheets) for line in lines),
        thirds=rate_said(rate_of(sum(_wanted_third(one) for one in settled), len(settled))),
        missing=missing,
        agreement=agreement_lines(figures, definitions, language) if figures else (),
        assessors=_assessors(lines, people, names, devices_of(session, sorted(people)), figures),
        sample=section_of(standing, lines, names) if standing else None,
        made_at=now,
    )


def _states(lines: Sequence[BoardPerformance]) -> tuple[tuple[Any, str, int], ...]:
    counted = Counter(one.state for one in lines)
    return tuple((*STATES[state], counted[state]) for state in PerformanceState if counted[state])


def _wanted_third(line: BoardPerformance) -> bool:
    """Whether the two sheets called for more than their mean."""
    return line.outcome is not None and bool(line.outcome.get("triggers"))


def _assessors(
    lines: Sequence[BoardPerformance],
    people: Mapping[int, tuple[int, bool]],
    names: Mapping[int, str],
    held: Sequence[DeviceStanding],
    figures: BoardFigures | None,
) -> tuple[AssessorLine, ...]:
    """Everybody who assesses here, by letter."""
    devices: dict[int, list[DeviceStanding]] = {}
    for one in held:
        devices.setdefault(one.person_id, []).append(one)
    sheets = Counter(one.assessor_id for line in lines for one in line.sheets)
    sealed = Counter(one.assessor_id for line in lines for one in line.sheets if one.sealed)
    severity = {one.assessor: one for one in figures.severity.assessors} if figures else {}
    found = []
    for person_id, (number, _new) in sorted(people.items(), key=lambda pair: pair[1]):
        mine, judged = devices.get(person_id, []), severity.get(person_id)
        found.append(
            AssessorLine(
                name=f"{assessor_letter(number)} {names.get(person_id, '')}",
                sealed=sealed[person_id],
                sheets=sheets[person_id],
                unsent=sum(one.unsent for one in mine),
                heard_at=max((one.heard_at for one in mine), default=None),
                severity=severity_said(judged) if judged is not None else "",
                note=_("may be used") if judged and judged.standing is SeverityStanding.USABLE else "",
            )
        )
    return tuple(found)

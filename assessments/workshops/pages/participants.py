"""Who takes part in a workshop, as who runs it sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.independence.api import said_no_interest
from assessments.sheets.rules.aliases import assessor_letter, candidate_code
from assessments.workshops.labels import TOPICS
from assessments.workshops.models import WorkshopAssessor, WorkshopCandidate, WorkshopInterpreter
from assessments.workshops.queries.workshops import WorkshopParts
from assessments.workshops.rules.frame import HalfDay
from assessments.workshops.rules.settings import half_day_names
from lms.i18n import _

DAY_AND_CLOCK = "%Y-%m-%d, %H:%M"


@dataclass(frozen=True)
class WorkshopParticipantLine:
    """Somebody who takes part, as who runs the workshop sees them."""

    uuid: str
    part: str
    alias: str  # code or letter; interpreters have none
    name: str
    administration: str
    languages: str
    notes: str


def participant_lines(session: Session, parts: WorkshopParts) -> list[WorkshopParticipantLine]:
    """Everybody who takes part: candidates, assessors, interpreters."""
    halves = sorted(parts.frame.half_days)
    names = dict(zip(half_day_names(halves), halves, strict=True))
    said = said_no_interest(session, f"workshop:{parts.id}", [one.person_id for one in parts.assessors])
    return [
        *(
            _line(parts, one, "candidate", candidate_code(one.number), _of_candidate(parts, one))
            for one in parts.candidates
        ),
        *(
            _line(parts, one, "assessor", assessor_letter(one.number), _of_assessor(parts, one, names, said))
            for one in parts.assessors
        ),
        *(_line(parts, one, "interpreter", "", _absent(parts, one, names)) for one in parts.interpreters),
    ]


def _line(
    parts: WorkshopParts,
    row: WorkshopCandidate | WorkshopAssessor | WorkshopInterpreter,
    part: str,
    alias: str,
    notes: list[str],
) -> WorkshopParticipantLine:
    person = parts.people[row.person_id]
    return WorkshopParticipantLine(
        row.uuid, part, alias, person.name, person.administration or "", ", ".join(row.languages), "; ".join(notes)
    )


def _of_candidate(parts: WorkshopParts, row: WorkshopCandidate) -> list[str]:
    notes = [_("recording agreed")] if row.recording_agreed else []
    if row.from_at is not None:
        notes.append(_("comes at %(when)s", when=_said(parts, row.from_at)))
    return [*notes, row.needs] if row.needs else notes


def _of_assessor(
    parts: WorkshopParts, row: WorkshopAssessor, names: Mapping[str, HalfDay], said: Mapping[int, datetime]
) -> list[str]:
    notes = [_("leads")] if row.lead else []
    notes += [str(TOPICS.get(topic, topic)) for topic in row.topics]
    if row.most_a_day is not None:
        notes.append(_("at most %(most)s a day", most=row.most_a_day))
    notes += _absent(parts, row, names)
    return notes if row.person_id in said else [*notes, _("interests not declared yet")]


def _absent(
    parts: WorkshopParts, row: WorkshopAssessor | WorkshopInterpreter, names: Mapping[str, HalfDay]
) -> list[str]:
    found = [
        _("not there: %(when)s", when=f"{names[one].on.isoformat()} {names[one].begins:%H:%M}")
        for one in row.absent
        if one in names
    ]
    if row.away_from_at is not None:
        found.append(_("away from %(when)s", when=_said(parts, row.away_from_at)))
    if row.away_until_at is not None:
        found.append(_("back at %(when)s", when=_said(parts, row.away_until_at)))
    return found


def _said(parts: WorkshopParts, at: datetime) -> str:
    return at.astimezone(parts.zone).strftime(DAY_AND_CLOCK)

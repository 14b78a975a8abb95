"""Who takes part in a workshop: candidates under codes, assessors under letters, interpreters."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.permissions import PracticalRole
from assessments.workshops.events import (
    WorkshopAssessorNamed,
    WorkshopCandidateNamed,
    WorkshopInterpreterNamed,
    WorkshopPersonChanged,
    WorkshopPersonEnded,
)
from assessments.workshops.models import WorkshopAssessor, WorkshopCandidate, WorkshopInterpreter
from assessments.workshops.queries.rotations import rotation_in_use
from assessments.workshops.queries.workshops import WorkshopParts, lock, workshop_by_id
from assessments.workshops.scope_kind import WORKSHOP
from assessments.workshops.services.participant_drafts import (
    NEEDS_MOST,
    AssessorDraft,
    CandidateDraft,
    InterpreterDraft,
    assessor_values,
    interpreter_values,
    languages_spoken,
)
from lms import events, ids
from lms.access import Grant, Role
from lms.errors import BadInput, NotFound, RuleBroken
from lms.i18n import _
from lms.people.api import PersonInfo, end_role_for, give_role_for, holds_role, person_by_login

Participant = WorkshopCandidate | WorkshopAssessor | WorkshopInterpreter
CANDIDATE, ASSESSOR, INTERPRETER = "candidate", "assessor", "interpreter"


@dataclass(frozen=True)
class NamedCandidates:
    """What became of a list of candidates: how many were taken, and each row that was not, with why."""

    taken: int = 0
    refused: list[tuple[int, CandidateDraft, str]] = field(default_factory=list)


def name_candidate(
    session: Session, parts: WorkshopParts, draft: CandidateDraft, *, by: int, now: datetime
) -> WorkshopCandidate:
    """Name somebody who is assessed; who withdrew comes back under the same code."""
    return _name_candidate(session, _locked(session, parts), draft, by, now)


def name_candidates(
    session: Session, parts: WorkshopParts, drafts: Sequence[tuple[int, CandidateDraft]], *, by: int, now: datetime
) -> NamedCandidates:
    """Name everybody of a list who can be; each other row is answered with why not."""
    refused, taken = [], 0
    for number, draft in drafts:
        try:
            _name_candidate(session, _locked(session, parts), draft, by, now)
            taken += 1
        except BadInput as fault:
            refused.append((number, draft, fault.message))
    return NamedCandidates(taken, refused)


def _name_candidate(
    session: Session, parts: WorkshopParts, draft: CandidateDraft, by: int, now: datetime
) -> WorkshopCandidate:
    person = _person(session, draft.login)
    if person.id == by:
        raise BadInput("login", _("You cannot run a workshop in which you are assessed. Somebody else has to add you."))
    spoken = languages_spoken(draft.languages)
    if len(draft.needs) > NEEDS_MOST:
        raise BadInput("needs", _("Use at most %(most)s characters.", most=NEEDS_MOST))
    if person.id in parts.taking_part:
        raise BadInput("login", _("%(name)s takes part in this workshop already.", name=person.name))
    row = next((one for one in parts.every_candidate if one.person_id == person.id), None)
    if row is None:
        row = WorkshopCandidate(
            uuid=ids.new_uuid(), workshop_id=parts.id, person_id=person.id, from_at=None,
            number=max((one.number for one in parts.every_candidate), default=0) + 1,
        )  # fmt: skip
        session.add(row)
    row.languages, row.needs, row.recording_agreed = spoken, draft.needs.strip(), draft.recording_agreed
    row.withdrawn_at = None
    session.flush()
    events.publish(
        session,
        WorkshopCandidateNamed(
            subject=f"workshop:{parts.id}", actor_id=by, at=now, candidate_id=row.id, person_id=person.id
        ),
    )
    return row


def name_assessor(
    session: Session, parts: WorkshopParts, draft: AssessorDraft, *, by: int, now: datetime
) -> WorkshopAssessor:
    """Name somebody who assesses, and who holds the role of assessor already."""
    parts = _locked(session, parts)
    person = _person(session, draft.login)
    if not holds_role(session, person.id, Role.ASSESSOR):
        raise BadInput(
            "login",
            _("%(name)s does not have the role of assessor. An administrator has to give it first.", name=person.name),
        )
    if person.id in _as(parts.candidates) | _as(parts.assessors):
        raise BadInput("login", _("%(name)s takes part in this workshop already.", name=person.name))
    row = next((one for one in parts.every_assessor if one.person_id == person.id), None)
    if row is None:
        row = WorkshopAssessor(
            uuid=ids.new_uuid(), workshop_id=parts.id, person_id=person.id, away_from_at=None, away_until_at=None,
            number=max((one.number for one in parts.every_assessor), default=0) + 1,
        )  # fmt: skip
        session.add(row)
    _set(row, assessor_values(parts, draft))
    row.ended_at = None
    session.flush()
    events.publish(
        session,
        WorkshopAssessorNamed(
            subject=f"workshop:{parts.id}", actor_id=by, at=now, assessor_id=row.id, person_id=person.id
        ),
    )
    return row


def name_interpreter(
    session: Session, parts: WorkshopParts, draft: InterpreterDraft, *, by: int, now: datetime
) -> WorkshopInterpreter:
    """Name somebody who interprets; they get the role for this workshop."""
    parts = _locked(session, parts)
    person = _person(session, draft.login)
    if person.id in _as(parts.candidates) | _as(parts.interpreters):
        raise BadInput("login", _("%(name)s takes part in this workshop already.", name=person.name))
    values = interpreter_values(parts, draft)
    row = next((one for one in parts.every_interpreter if one.person_id == person.id), None)
    if row is None:
        row = WorkshopInterpreter(
            uuid=ids.new_uuid(), workshop_id=parts.id, person_id=person.id, away_from_at=None, away_until_at=None
        )
        session.add(row)
    _set(row, values)
    row.ended_at = None
    session.flush()
    give_role_for(session, person.id, _interpreting(parts), actor_id=by, now=now)
    events.publish(
        session,
        WorkshopInterpreterNamed(
            subject=f"workshop:{parts.id}", actor_id=by, at=now, interpreter_id=row.id, person_id=person.id
        ),
    )
    return row


def change_participant(
    session: Session,
    parts: WorkshopParts,
    uuid: str,
    draft: CandidateDraft | AssessorDraft | InterpreterDraft,
    *,
    by: int,
    now: datetime,
) -> None:
    """Change what is known of somebody who takes part."""
    parts = _locked(session, parts)
    row, part = participant(parts, uuid)
    if isinstance(draft, CandidateDraft):
        if len(draft.needs) > NEEDS_MOST:
            raise BadInput("needs", _("Use at most %(most)s characters.", most=NEEDS_MOST))
        values: dict[str, Any] = {
            "languages": languages_spoken(draft.languages),
            "needs": draft.needs.strip(),
            "recording_agreed": draft.recording_agreed,
        }
    elif isinstance(draft, AssessorDraft):
        values = assessor_values(parts, draft)
    else:
        values = interpreter_values(parts, draft)
    _change(session, parts, row, part, values, by, now)


def say_away(
    session: Session,
    parts: WorkshopParts,
    uuid: str,
    from_at: datetime | None,
    until_at: datetime | None,
    *,
    by: int,
    now: datetime,
) -> None:
    """Say from when an assessor or interpreter is away, and until when; no beginning: they are back."""
    parts = _locked(session, parts)
    row, part = participant(parts, uuid)
    if isinstance(row, WorkshopCandidate):
        raise NotFound
    if until_at is not None and (from_at is None or until_at <= from_at):
        raise BadInput("until", _("Choose a time after the start of the change."))
    _change(session, parts, row, part, {"away_from_at": from_at, "away_until_at": until_at}, by, now)


def say_late(
    session: Session, parts: WorkshopParts, uuid: str, from_at: datetime | None, *, by: int, now: datetime
) -> None:
    """Say from when a candidate is there; no moment: from the beginning."""
    parts = _locked(session, parts)
    row, part = participant(parts, uuid)
    if not isinstance(row, WorkshopCandidate):
        raise NotFound
    _change(session, parts, row, part, {"from_at": from_at}, by, now)


def end_participant(session: Session, parts: WorkshopParts, uuid: str, *, by: int, now: datetime) -> None:
    """A candidate withdraws; an assessor or interpreter leaves, which in a rotation that is in use is being away."""
    parts = _locked(session, parts)
    row, part = participant(parts, uuid)
    if isinstance(row, WorkshopCandidate):
        row.withdrawn_at = now
    else:
        if rotation_in_use(session, parts.id) is not None:
            raise RuleBroken(_("A rotation is active. Use “Something changed” to say when this person is away."))
        row.ended_at = now
    session.flush()
    if part == INTERPRETER:
        end_role_for(session, row.person_id, _interpreting(parts), actor_id=by, now=now)
    events.publish(
        session,
        WorkshopPersonEnded(
            subject=f"workshop:{parts.id}", actor_id=by, at=now, part=part, row_id=row.id, person_id=row.person_id
        ),
    )


def participant(parts: WorkshopParts, uuid: str) -> tuple[Participant, str]:
    """Somebody who takes part, and as what; who left is not found."""
    groups = ((parts.candidates, CANDIDATE), (parts.assessors, ASSESSOR), (parts.interpreters, INTERPRETER))
    for rows, part in groups:
        for row in rows:
            if row.uuid == uuid:
                return row, part
    raise NotFound


def _as(rows: Sequence[Participant]) -> set[int]:
    return {one.person_id for one in rows}


def _change(
    session: Session,
    parts: WorkshopParts,
    row: Participant,
    part: str,
    values: dict[str, Any],
    by: int,
    now: datetime,
) -> None:
    before = {name: _plain(getattr(row, name)) for name in values}
    _set(row, values)
    session.flush()
    after = {name: _plain(value) for name, value in values.items()}
    if before != after:
        events.publish(
            session,
            WorkshopPersonChanged(
                subject=f"workshop:{parts.id}", actor_id=by, at=now, part=part, row_id=row.id,
                person_id=row.person_id, before=before, after=after,
            ),
        )  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _set(row: Participant, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _person(session: Session, login: str) -> PersonInfo:
    found = person_by_login(session, login) if login.strip() else None
    if found is None or found.closed:
        raise BadInput("login", _("There is no account with this user name or e-mail address. Check the spelling."))
    return found


def _interpreting(parts: WorkshopParts) -> Grant:
    return Grant(PracticalRole.INTERPRETER, WORKSHOP, str(parts.id))


def _locked(session: Session, parts: WorkshopParts) -> WorkshopParts:
    lock(session, parts.id)
    again = workshop_by_id(session, parts.id)
    if again.row.closed_at is not None:
        raise RuleBroken(_("This workshop is closed. It cannot be changed."))
    return again

"""Candidates for whom something waits: the days of their state are over, or a step that somebody takes by a right."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from certificates.candidates.policy import moved_next_by
from certificates.candidates.queries.found import CandidateFound, candidates_where, versions_of_open
from certificates.candidates.rules.days import days_over
from certificates.schemes.models import Candidate, CandidateTransition
from certificates.schemes.rules.definition import RULE, SchemeDefinition, TriggerFact
from lms.access import Viewer
from lms.errors import NotFound


def overdue(session: Session, now: datetime) -> list[int]:
    """Whose state has a step by the rule for when its days are over, and they are; a constant number of queries."""
    versions = versions_of_open(session)
    late = {version_id: days_of_states(definition) for version_id, definition in versions.items()}
    ids = [version_id for version_id, states in late.items() if states]
    if not ids:
        return []
    shortest = min(days for states in late.values() for days in states.values())
    moved = (
        select(func.max(CandidateTransition.at))
        .where(CandidateTransition.candidate_id == Candidate.id)
        .correlate(Candidate)
        .scalar_subquery()
    )
    since = func.coalesce(moved, Candidate.began_at)
    rows = session.execute(
        select(Candidate.person_id, Candidate.scheme_version_id, Candidate.state, since.label("since"))
        .where(
            Candidate.closed_at.is_(None),
            Candidate.scheme_version_id.in_(ids),
            Candidate.state.in_({state for states in late.values() for state in states}),
            since <= now - timedelta(days=shortest),
        )
        .order_by(Candidate.person_id)
    )
    return list(
        dict.fromkeys(
            person_id
            for person_id, version_id, state, at in rows
            if state in late[version_id] and days_over(versions[version_id], state, at, now.date())
        )
    )


def movable(session: Session, viewer: Viewer, *where: ColumnElement[bool]) -> list[CandidateFound]:
    """The candidates of whom a step waits for a right over the person that the viewer has; two queries."""
    return movable_on(session, viewer, versions_of_open(session), *where)


def movable_on(
    session: Session, viewer: Viewer, versions: Mapping[int, SchemeDefinition], *where: ColumnElement[bool]
) -> list[CandidateFound]:
    """The same where the versions are known on which candidates are; one query."""
    return candidates_where(session, moved_next_by(viewer, versions), *where)


def movable_one(session: Session, viewer: Viewer, uuid: str) -> CandidateFound:
    """One of them; any other is not there."""
    found = movable(session, viewer, Candidate.uuid == uuid)
    if not found:
        raise NotFound
    return found[0]


def days_of_states(definition: SchemeDefinition) -> Mapping[str, int]:
    """The states from which the rule leads on when their days are over, with these days."""
    return {
        state.code: state.days
        for state in definition.states
        if state.days is not None
        and any(step.mover == RULE and step.fact is TriggerFact.DAYS_OVER for step in definition.steps_from(state.code))
    }

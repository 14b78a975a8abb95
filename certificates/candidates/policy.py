"""Who sees candidates, and which rights somebody has over one."""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import Session

from certificates.candidates.rules.moving import WITH_CERTIFICATE, by_hand
from certificates.permissions import SchemePermission
from certificates.schemes.models import Candidate
from certificates.schemes.rules.definition import CANDIDATE, RULE, SchemeDefinition
from certificates.schemes.scope_kinds import covers, within
from lms.access import Viewer
from lms.people.api import people_in_scope, reaches_person

BY_SCHEME = frozenset(SchemePermission) - {SchemePermission.CANDIDATE_NOMINATE}  # held for schemes and candidates
ELSEWHERE = WITH_CERTIFICATE | {SchemePermission.CANDIDATE_NOMINATE}  # rights whose steps have pages of their own


def files_seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Candidate`: whose whole file the viewer sees, never their own."""
    return within(viewer.scopes(SchemePermission.CANDIDATE_SEE)) & (Candidate.person_id != viewer.id)


def nominated_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Candidate`: those of the administration or country for which the viewer nominates."""
    return people_in_scope(viewer, SchemePermission.CANDIDATE_NOMINATE, Candidate.person_id.expression)


def rights_over(session: Session, viewer: Viewer, candidate: Candidate, definition: SchemeDefinition) -> frozenset[str]:
    """Which of the rights that steps of this scheme ask for the viewer has over a candidate.

    Rights of schemes hold by scheme or candidate; others, such as those of missions, by the person.
    """
    asked = {one.mover for one in definition.transitions} - {CANDIDATE, RULE}
    return frozenset(one for one in asked if has_right(session, viewer, candidate, one))


def has_right(session: Session, viewer: Viewer, candidate: Candidate, right: str) -> bool:
    """One of them; at most one query."""
    if right in BY_SCHEME:
        return holds_by_scheme(viewer, candidate, right)
    return viewer.may(right) and reaches_person(session, viewer, right, candidate.person_id)


def holds_by_scheme(viewer: Viewer, candidate: Candidate, right: str) -> bool:
    """Whether the viewer holds a right of schemes over this candidate; of other rights, no."""
    return right in BY_SCHEME and covers(viewer.scopes(right), candidate)


def by_person(definition: SchemeDefinition, state: str) -> frozenset[str]:
    """The rights over the person, such as those of trainers, that steps from a state ask for and one takes by hand."""
    return frozenset(
        one.mover
        for one in definition.steps_from(state)
        if one.by_person and one.mover not in BY_SCHEME | ELSEWHERE and by_hand(definition, one, state)
    )


def moved_next_by(viewer: Viewer, versions: Mapping[int, SchemeDefinition]) -> ColumnElement[bool]:
    """As a filter on `Candidate`: of whom a step waits for a right over the person that the viewer has.

    `versions` are those on which candidates are, by their numbers.
    """
    waits = []
    for version_id, definition in versions.items():
        states: dict[str, set[str]] = {}
        for state in definition.states:
            for right in by_person(definition, state.code):
                states.setdefault(right, set()).add(state.code)
        for right, codes in sorted(states.items()):
            if viewer.may(right):
                here = (Candidate.scheme_version_id == version_id) & Candidate.state.in_(sorted(codes))
                waits.append(here & people_in_scope(viewer, right, Candidate.person_id.expression))
    under_way = Candidate.closed_at.is_(None) & (Candidate.person_id != viewer.id)
    return or_(false(), *waits) & under_way


def may_confirm_evidence(viewer: Viewer, candidate: Candidate) -> bool:
    """Who confirms what a machine scored: scheme and dossier officers, never of their own."""
    rights: Iterable[SchemePermission] = (SchemePermission.CANDIDATE_SCREEN, SchemePermission.DOSSIER_CHECK)
    return candidate.person_id != viewer.id and any(covers(viewer.scopes(one), candidate) for one in rights)

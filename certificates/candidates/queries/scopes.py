"""For what a candidate is certified: as the certificate that they hold says, and as a decision says."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from certificates.candidates.queries.found import CandidateFound
from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import credentials_held
from certificates.credentials.rules.award import AwardScope, scope_of
from certificates.credentials.rules.evidence import from_data as evidence_from_data
from certificates.schemes.models import CandidateTransition
from certificates.schemes.rules.definition import SchemeDefinition, Transition, words
from certificates.schemes.rules.releasing import is_panel_decision, scheme_ref
from certificates.schemes.rules.scopes import DecidedScope, asks_less, asks_scope, from_data, whole_scope


def scope_held(session: Session, found: CandidateFound) -> DecidedScope | None:
    """The scope of the newest certificate of the scheme that has not ended; none where there is none."""
    ref = scheme_ref(found.row.scheme_id)
    every = credentials_held(session, Credential.person_id == found.row.person_id, Claim.source_ref == ref)
    held = next((one for one in every if one.ending is None), None)
    scope = scope_of(evidence_from_data(held.claim.evidence)) if held is not None else None
    return as_decided(found.definition, scope) if scope is not None else None


def scope_to_propose(session: Session, found: CandidateFound, step: Transition | None) -> DecidedScope | None:
    """What a panel that takes this step begins with: what is held, else everything; none where no scope is decided."""
    if not asks_scope(found.definition, step):
        return None
    return scope_held(session, found) or whole_scope(found.definition, found.row.language)


def scope_to_lessen(session: Session, found: CandidateFound, step: Transition | None) -> DecidedScope | None:
    """The scope that this step has to reduce; none where it reduces none."""
    return scope_held(session, found) if asks_less(found.definition, step) else None


def scope_decided(found: CandidateFound, steps: Sequence[CandidateTransition]) -> DecidedScope | None:
    """The scope of the newest decision of a panel among these steps; none where it named none."""
    decided = [one for one in steps if is_panel_decision(found.definition.transition(one.transition))]
    return from_data(decided[-1].scope) if decided else None


def as_award(definition: SchemeDefinition, scope: DecidedScope) -> AwardScope:
    """The scope as a certificate says it: the grade in the first language of the scheme."""
    grade = next((one for one in definition.scopes.grades if one.code == scope.grade), None)
    said = words(grade.title, definition.languages[0]) if grade is not None else ""
    return AwardScope(scope.topics, said, scope.languages)


def as_decided(definition: SchemeDefinition, scope: AwardScope) -> DecidedScope:
    """The scope of a certificate by codes; a grade that this version does not have stands for the first one."""
    grades = definition.scopes.grades
    named = (one.code for one in grades if words(one.title, definition.languages[0]) == scope.grade)
    return DecidedScope(scope.topics, next(named, grades[0].code if grades else ""), scope.languages)

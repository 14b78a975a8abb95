"""The certificates that a candidate holds of their scheme, as facts that may move them."""

from collections.abc import Sequence
from datetime import UTC, date

from sqlalchemy.orm import Session

from certificates.candidates.queries.found import CandidateFound
from certificates.candidates.rules.certificates import OF_CERTIFICATES, SignedCertificate, certificate_facts
from certificates.candidates.rules.history import Step
from certificates.candidates.rules.maintenance import years_confirmed
from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import credentials_held, open_claims
from certificates.practice.queries.years import years_of_holder
from certificates.practice.rules.years import year_to_confirm
from certificates.schemes.rules.definition import TriggerFact
from certificates.schemes.rules.releasing import scheme_ref


def facts_of_certificates(session: Session, found: CandidateFound, today: date) -> frozenset[TriggerFact]:
    """What has happened to the certificate of this scheme; no query where no step from here asks for it."""
    row = found.row
    asked = {step.fact for step in found.definition.steps_from(row.state)}
    if not asked & OF_CERTIFICATES:
        return frozenset()
    ref = scheme_ref(row.scheme_id)
    waits = bool(open_claims(session, Claim.person_id == row.person_id, Claim.source_ref == ref))
    held = credentials_held(session, Credential.person_id == row.person_id, Claim.source_ref == ref)
    signed = []
    for one in held:
        if one.ending is not None or one.version.record is None:
            continue
        until = one.version.valid_until
        signed.append(SignedCertificate(one.term.opens_on, until.astimezone(UTC).date() if until else None))
    return certificate_facts(signed, waits=waits, grace_days=found.definition.practice.grace_days, today=today)


def facts_of_practice(
    session: Session, found: CandidateFound, steps: Sequence[Step], today: date
) -> frozenset[TriggerFact]:
    """Whether the log has enough for the next year; no query where no step from here asks for it."""
    row, definition = found.row, found.definition
    if TriggerFact.PRACTICE_SUFFICIENT not in {step.fact for step in definition.steps_from(row.state)}:
        return frozenset()
    term, years = years_of_holder(session, row.person_id, row.scheme_id, definition.practice, today)
    if term is None:
        return frozenset()
    year = year_to_confirm(years, years_confirmed(definition, steps, term.begins_on))
    return frozenset({TriggerFact.PRACTICE_SUFFICIENT}) if year is not None and year.is_enough else frozenset()

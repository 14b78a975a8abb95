"""The certificates that a candidate holds of their scheme, as facts that may move them."""

from datetime import UTC, date

from sqlalchemy.orm import Session

from certificates.candidates.queries.found import CandidateFound
from certificates.candidates.rules.certificates import OF_CERTIFICATES, SignedCertificate, certificate_facts
from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import credentials_held, open_claims
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

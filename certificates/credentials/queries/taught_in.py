"""In which cohort something was earned, asked when it becomes a certificate."""

from sqlalchemy.orm import Session

from certificates.credentials.models import Claim
from certificates.credentials.rules.award import TaughtIn
from courses.api import cohort_facts


def taught_in(session: Session, claim: Claim) -> TaughtIn | None:
    """The cohort of a claim, with who was its trainer on the day and has a checked name now; none: in no cohort."""
    if claim.cohort_id is None:
        return None
    facts = cohort_facts(session, {claim.cohort_id: claim.earned_at})[claim.cohort_id]
    return TaughtIn(facts.title, facts.venue, facts.starts_on, facts.ends_on, facts.trainers)

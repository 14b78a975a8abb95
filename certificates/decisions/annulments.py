"""What an annulled attempt takes along, and what comes back with it: claims and certificates that rest on it."""

from sqlalchemy.orm import Session

from assessments.api import lift
from assessments.events import AttemptAnnulled, AttemptRestored
from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Credential
from certificates.credentials.queries.held import HeldCredential, credentials_held, open_versions
from certificates.credentials.rules.evidence import attempts_in
from certificates.credentials.rules.lifecycle import ClaimWithdrawal, StatusReason
from certificates.credentials.services import ending, holder_messages, restoring
from certificates.credentials.services.claim_withdrawal import claims_on, reinstate_claim, withdraw_claim
from certificates.credentials.services.claims import may_wait_again
from certificates.credentials.sources.course_exam import course_ref
from certificates.decisions.queries import stands_otherwise, suspensions_in_force
from certificates.decisions.renewals import bring_back_renewals


def attempt_annulled(session: Session, event: AttemptAnnulled) -> None:
    """Withdraw what waits and revoke what was issued on this attempt: the two people who annulled it decided that."""
    attempt_id = number_of(event.subject)
    for claim in claims_on(session, event.person_id, course_ref(event.course_id), attempt_id):
        withdraw_claim(session, claim, ClaimWithdrawal.ANNULLED, actor_id=event.actor_id, now=event.at)
    for held in held_on(session, event.person_id, attempt_id):
        known = suspensions_in_force(session, held.credential)
        ending.lock(session, held.credential)
        if open_versions(session, held.credential.id):
            ending.end_versions(
                session, held.credential, StatusReason.RESULT_ANNULLED, "", actor_id=event.actor_id, now=event.at
            )
            holder_messages.tell_ended(session, held.credential, "", now=event.at)
        for one in known:
            lift(session, one, words="", by=event.actor_id, now=event.at)
    tasks.ask_to_publish(session, now=event.at)


def attempt_restored(session: Session, event: AttemptRestored) -> None:
    """Let what waited wait again, and put in force what was revoked for this alone."""
    attempt_id = number_of(event.subject)
    for held in held_on(session, event.person_id, attempt_id):
        ended = held.ending
        if ended is None or ended.reason != StatusReason.RESULT_ANNULLED or stands_otherwise(session, held):
            continue
        version = restoring.restore(session, held.credential, "", issuing(), actor_id=event.actor_id, now=event.at)
        bring_back_renewals(session, held.credential, "", actor_id=event.actor_id, now=event.at)
        if version is not None:
            tasks.ask_to_make(session, version, now=event.at)
    for claim in claims_on(session, event.person_id, course_ref(event.course_id), attempt_id):
        if claim.withdrawn_at is not None and may_wait_again(session, claim, event.at):
            reinstate_claim(session, claim, actor_id=event.actor_id, now=event.at)
    tasks.ask_to_publish(session, now=event.at)


def held_on(session: Session, person_id: int, attempt_id: int) -> list[HeldCredential]:
    """The certificates of a person that rest on this attempt."""
    every = credentials_held(session, Credential.person_id == person_id)
    return [one for one in every if attempt_id in attempts_in(one.claim.evidence)]


def number_of(subject: str) -> int:
    """The attempt that an event is about."""
    return int(subject.partition(":")[2])

"""What happens to candidates by itself: facts of exams and certificates, and once a day everything else."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.api import set_keeping
from assessments.events import AttemptAnnulled, ExamPassed
from certificates.candidates.events import CandidateMoved
from certificates.candidates.services.advancing import advance, close_ended
from certificates.candidates.services.reminders import remind
from certificates.credentials.models import Claim, Credential
from certificates.events import CredentialIssued
from certificates.schemes.models import Candidate
from certificates.schemes.rules.releasing import is_of_scheme
from lms.db import transaction
from lms.queue.kinds import periodic

BATCH = 200  # people in one transaction


def exam_passed(session: Session, event: ExamPassed) -> None:
    """Listener: a passed exam is evidence, and may move its candidate."""
    advance(session, [event.person_id], now=event.at)


def attempt_annulled(session: Session, event: AttemptAnnulled) -> None:
    """Listener: what was annulled is withdrawn as evidence."""
    advance(session, [event.person_id], now=event.at)


def credential_issued(session: Session, event: CredentialIssued) -> None:
    """Listener: a signed certificate of a scheme may move its holder."""
    credential = session.get_one(Credential, int(event.subject.partition(":")[2]))
    if is_of_scheme(session.get_one(Claim, credential.claim_id).source_ref):
        advance(session, [event.person_id], now=event.at)


def candidate_moved(session: Session, event: CandidateMoved) -> None:
    """Listener: a decision, an appeal and its end say anew until when photographs of workshops are kept."""
    set_keeping(session, [event.person_id], by_id=event.actor_id, now=event.at)


@periodic("candidates-advance", every=timedelta(hours=6))
def take_up_evidence(now: datetime) -> None:
    """Take up what has changed for every candidate, the steps that follow from it, and close what is over."""
    last = 0
    while True:
        with transaction() as session:
            people = list(
                session.scalars(
                    select(Candidate.person_id)
                    .where(Candidate.closed_at.is_(None), Candidate.person_id > last)
                    .distinct()
                    .order_by(Candidate.person_id)
                    .limit(BATCH)
                )
            )
            if not people:
                return
            advance(session, people, now=now)
            close_ended(session, people, now=now)
            last = people[-1]


@periodic("candidates-remind", every=timedelta(hours=12))
def remind_holders(now: datetime) -> None:
    """Remind holders of certificates of schemes that these end."""
    with transaction() as session:
        remind(session, now=now)

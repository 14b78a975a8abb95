"""What happens to candidates by itself: facts of exams and certificates, and once a day everything else."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.api import candidates_concerned, candidates_on, people_of_performances, set_keeping, trainee_of
from assessments.events import (
    AttemptAnnulled,
    ExamPassed,
    MissionCancelled,
    MissionMemberJoined,
    MissionMemberLeft,
    PerformanceReconciled,
    RecommendationSigned,
    SheetSealed,
)
from certificates.candidates.events import CandidateMoved
from certificates.candidates.queries.waiting import overdue
from certificates.candidates.services.advancing import advance, close_ended
from certificates.candidates.services.recommended import follow_recommendation
from certificates.candidates.services.reminders import remind
from certificates.credentials.models import Claim, Credential
from certificates.events import CredentialIssued
from certificates.schemes.models import Candidate
from certificates.schemes.rules.releasing import is_of_scheme
from courses.api import trainers_ever
from courses.events import CohortEnded
from lms.db import transaction
from lms.errors import Conflict
from lms.events import Event
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
    credential = session.get_one(Credential, _number(event.subject))
    if is_of_scheme(session.get_one(Claim, credential.claim_id).source_ref):
        advance(session, [event.person_id], now=event.at)


def candidate_moved(session: Session, event: CandidateMoved) -> None:
    """Listener: a decision, an appeal and its end say anew until when photographs of workshops are kept."""
    set_keeping(session, [event.person_id], by_id=event.actor_id, now=event.at)


def sheet_sealed(session: Session, event: SheetSealed) -> None:
    """Listener: a sealed observation sheet is evidence at once, so that the trainer may close the training."""
    person_id = trainee_of(session, _number(event.subject))
    if person_id is not None:
        advance(session, [person_id], now=event.at)


def mission_member_changed(session: Session, event: MissionMemberJoined | MissionMemberLeft) -> None:
    """Listener: who is named for a mission has its terms of reference; who leaves it has not any more."""
    advance(session, [event.person_id], now=event.at)


def mission_cancelled(session: Session, event: MissionCancelled) -> None:
    """Listener: nobody is assigned to a mission that does not take place."""
    advance(session, candidates_on(session, _number(event.subject)), now=event.at)


def cohort_ended(session: Session, event: CohortEnded) -> None:
    """Listener: its trainers have delivered a training."""
    cohort_id = _number(event.subject)
    advance(session, sorted(trainers_ever(session, [cohort_id])[cohort_id]), now=event.at)


def mission_changed(session: Session, event: Event) -> None:
    """Listener: a report, an annex or a host says something of candidates; who acts next is not kept waiting."""
    advance(session, candidates_concerned(session, event.subject), now=event.at)


def performance_reconciled(session: Session, event: PerformanceReconciled) -> None:
    """Listener: a performance came to something."""
    advance(session, people_of_performances(session, [_number(event.subject)]), now=event.at)


def account_closed(session: Session, event: Event) -> None:
    """Listener to accounts that are closed: the person has left."""
    advance(session, [_number(event.subject)], now=event.at)


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


def recommendation_signed(session: Session, event: RecommendationSigned) -> None:
    """Listener: what a moderator signed is evidence, and takes their step on the way of its candidate."""
    if event.actor_id is not None:
        follow_recommendation(session, event.person_id, event.scheme, event.reason, by_id=event.actor_id, now=event.at)


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


@periodic("candidates-days-over", every=timedelta(hours=1))
def move_overdue(now: datetime) -> None:
    """Move who waited longer than the days of their state, where the scheme says where to; each by themselves."""
    with transaction() as session:
        people = overdue(session, now)
    for person_id in people:
        try:
            with transaction() as session:
                advance(session, [person_id], now=now)
        except Conflict:
            continue  # somebody acted at this moment, so nobody is late; what still waits is seen in an hour


@periodic("candidates-remind", every=timedelta(hours=12))
def remind_holders(now: datetime) -> None:
    """Remind holders of certificates of schemes that these end."""
    with transaction() as session:
        remind(session, now=now)

"""What was decided about a certificate by its holder alone, read from what the database kept.

A new decision that a certificate hangs on is a function here: what it asks of the rows, and who decided.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.decisions.models import Decision, Objection
from assessments.decisions.rules import DecisionState
from assessments.exams.models import (
    Attempt,
    AttemptGrant,
    CutAgreement,
    CutProposal,
    CutScore,
    KeyView,
    LateDecision,
    Result,
    TimeGrant,
)
from assessments.exams.queries.supervision import supervision_decided
from assessments.exams.rules.supervision import Supervision
from assessments.exams.sittings.models import SittingPresence, SittingSupervisor
from certificates.credentials.models import (
    Claim,
    Credential,
    CredentialVersion,
    NameConfirmation,
    NameRequest,
    StatusChange,
)
from certificates.credentials.rules.lifecycle import Change, NameOutcome
from courses.cohorts.models.cohort import Cohort, CohortDecision
from courses.learning.models import FinalOpening
from lms.people.api import appointed_by
from lms.people.models import Person
from tests.separation_of_duties.site import NAMES

SPELLINGS = frozenset(NAMES[:2])  # the name of one's documents


def alone(own: Iterable[int], deciders: Iterable[int | None]) -> bool:
    """Whether nobody else had a part in it; of a command nobody knows who ran it, so it is nobody else."""
    return {one for one in deciders if one is not None} <= set(own)


def decided_alone(session: Session, own: Iterable[int], holder: int, seen: set[int]) -> list[str]:
    """What was decided with these accounts alone about each version of a certificate that was not `seen` before."""
    rows = session.execute(
        select(CredentialVersion, Claim, NameConfirmation)
        .join(Credential, Credential.id == CredentialVersion.credential_id)
        .join(Claim, Claim.id == Credential.claim_id)
        .join(NameConfirmation, NameConfirmation.id == CredentialVersion.confirmation_id)
        .where(Credential.person_id == holder)
    ).all()
    found = []
    for version, claim, confirmation in (row for row in rows if row[0].id not in seen):
        seen.add(version.id)
        attempt = attempt_of(session, claim)
        found += cut_alone(session, own, attempt)
        found += attempt_alone(session, own, attempt)
        found += opened_alone(session, own, attempt)
        found += watched_alone(session, own, attempt)
        found += name_alone(session, own, claim, confirmation)
        found += lifted_alone(session, own, version)
        found += chance_alone(session, own, attempt)
        found += decision_alone(session, own, attempt, version)
        found += keys_known(session, own, attempt)
    return found


def cohorts_alone(session: Session, own: Iterable[int]) -> list[str]:
    """Cohorts that somebody opened for themselves, by this account or one whose rights come from it."""
    rows = session.execute(
        select(Cohort.proposed_by_id, CohortDecision.decided_by_id)
        .join(CohortDecision, CohortDecision.cohort_id == Cohort.id)
        .where(CohortDecision.approved, ~CohortDecision.by_certificate, Cohort.proposed_by_id.in_(list(own)))
    )
    bound = ((proposer, decider, {proposer, *appointed_by(session, [proposer])}) for proposer, decider in rows)
    return [f"a cohort of {proposer} was opened by {decider}" for proposer, decider, near in bound if decider in near]


def attempt_of(session: Session, claim: Claim) -> Attempt:
    """The attempt by which something was earned, as the evidence of the claim names it."""
    [cause] = [one["cause"] for one in claim.evidence if one.get("cause")]
    return session.get_one(Attempt, int(cause.partition(":")[2]))


def cut_alone(session: Session, own: Iterable[int], attempt: Attempt) -> list[str]:
    """The first cut comes with its folder and is shown as provisional; each later one has others who agreed."""
    cut = session.get_one(CutScore, attempt.cut_score_id)
    if cut.proposal_id is None:
        first = session.scalars(
            select(CutScore.id).where(CutScore.exam_id == cut.exam_id).order_by(CutScore.id)
        ).first()
        return [] if cut.id == first else ["a cut to which nobody agreed"]
    proposal = session.get_one(CutProposal, cut.proposal_id)
    agreed = session.scalars(select(CutAgreement.person_id).where(CutAgreement.proposal_id == proposal.id)).all()
    return ["the cut"] if alone(own, (proposal.proposer_id, *agreed)) else []


def attempt_alone(session: Session, own: Iterable[int], attempt: Attempt) -> list[str]:
    """Late answers that count, and extra time."""
    late = session.scalars(
        select(LateDecision.actor_id).where(LateDecision.attempt_id == attempt.id, LateDecision.accepted)
    ).all()
    given = select(TimeGrant.actor_id).where(
        TimeGrant.person_id == attempt.person_id,
        TimeGrant.exam_id == attempt.exam_id,
        TimeGrant.at <= attempt.closed_at,
    )
    found = ["late answers"] if any(alone(own, [one]) for one in late) else []
    return found + (["extra time"] if any(alone(own, [one]) for one in session.scalars(given)) else [])


def opened_alone(session: Session, own: Iterable[int], attempt: Attempt) -> list[str]:
    """The final exam opened before the lessons were read."""
    by = select(FinalOpening.actor_id).where(FinalOpening.enrolment_id == attempt.enrolment_id)
    return ["an open exam"] if any(alone(own, [one]) for one in session.scalars(by)) else []


def watched_alone(session: Session, own: Iterable[int], attempt: Attempt) -> list[str]:
    """Supervision by accounts of one's own, or by names for which they are answerable."""
    if supervision_decided(session, attempt.id) in (None, Supervision.NONE):
        return []
    rows = session.execute(
        select(SittingSupervisor.person_id, SittingSupervisor.named_by_id)
        .join(SittingPresence, SittingPresence.supervisor_id == SittingSupervisor.id)
        .where(SittingPresence.person_id == attempt.person_id, SittingSupervisor.sitting_id == attempt.sitting_id)
    )
    return ["a room"] if alone(own, [account or named_by for account, named_by in rows]) else []


def name_alone(session: Session, own: Iterable[int], claim: Claim, written: NameConfirmation) -> list[str]:
    """The check of the account's name, the agreement to another one, and who wrote a corrected one."""
    found, holder = [], session.get_one(Person, claim.person_id)
    if holder.name_checked_at is not None and alone(own, [holder.name_checked_by_id]):
        found.append("the check of the name")
    if not (written.name in SPELLINGS and holder.name in SPELLINGS) and written.name != holder.name:
        approved = session.scalars(
            select(NameRequest.decided_by_id).where(
                NameRequest.claim_id == claim.id, NameRequest.outcome == NameOutcome.APPROVED
            )
        ).all()
        if alone(own, approved):
            found.append("another name")
    return found


def lifted_alone(session: Session, own: Iterable[int], version: CredentialVersion) -> list[str]:
    """The end of a suspension."""
    lifted = session.scalars(
        select(StatusChange.actor_id).where(
            StatusChange.version_id == version.id, StatusChange.change == Change.REINSTATED
        )
    )
    return ["the end of a suspension"] if any(alone(own, [one]) for one in lifted) else []


def chance_alone(session: Session, own: Iterable[int], attempt: Attempt) -> list[str]:
    """One more attempt, and a run that could begin since an attempt that had failed does not count."""
    given = session.scalars(
        select(AttemptGrant.actor_id).where(
            AttemptGrant.enrolment_id == attempt.enrolment_id, AttemptGrant.at <= attempt.started_at
        )
    )
    found = ["one more attempt"] if any(alone(own, [one]) for one in given) else []
    passed = select(Result.attempt_id).where(Result.passed.is_(True))
    earlier = select(Attempt.id).where(
        Attempt.person_id == attempt.person_id,
        Attempt.enrolment_id < attempt.enrolment_id,
        Attempt.id.not_in(passed),
    )
    subjects = [f"attempt:{number}" for number in session.scalars(earlier)]
    annulled = session.scalars(
        select(Decision).where(Decision.subject.in_(subjects), Decision.state == DecisionState.IN_FORCE)
    )
    return found + (["another run"] if any(alone(own, (a.proposer_id, a.decided_by_id)) for a in annulled) else [])


def decision_alone(session: Session, own: Iterable[int], attempt: Attempt, version: CredentialVersion) -> list[str]:
    """A decision against the holder that fell: an objection that was upheld, a proposal that was refused."""
    about = (f"attempt:{attempt.id}", f"exam:{attempt.exam_id}", f"credential:{version.credential_id}")
    fell = session.execute(
        select(Decision, Objection)
        .outerjoin(Objection, Objection.decision_id == Decision.id)
        .where(Decision.subject.in_(about), Decision.person_id == attempt.person_id)
    ).all()
    upheld = [o.decider_id for d, o in fell if d.state == DecisionState.OVERTURNED and o is not None]
    refused = [d.decided_by_id for d, _o in fell if d.state == DecisionState.REFUSED]
    found = ["an objection"] if any(alone(own, [one]) for one in upheld) else []
    return found + (["a refusal"] if any(alone(own, [one]) for one in refused) else [])


def keys_known(session: Session, own: Iterable[int], attempt: Attempt) -> list[str]:
    """Keys of its questions, seen with any of these accounts before it was passed."""
    passed_at = session.scalars(
        select(Result.published_at).where(Result.attempt_id == attempt.id, Result.passed.is_(True)).order_by(Result.id)
    ).first()
    seen = session.scalars(
        select(KeyView.person_id).where(
            KeyView.exam_version_id == attempt.exam_version_id, KeyView.at <= passed_at, KeyView.person_id.in_(own)
        )
    )
    return ["known keys"] if seen.first() is not None else []

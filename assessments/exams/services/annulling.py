"""Annulment: an attempt does not count, by a decision of two people; it counts again when an objection is upheld."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessments.decisions.kinds import DecisionFacts, SubjectAddresses
from assessments.decisions.models import Decision
from assessments.decisions.services.deciding import Proposal, propose
from assessments.exams.events import AttemptAnnulled, AttemptRestored
from assessments.exams.models import Attempt, Result
from assessments.exams.queries.attempts import newest_results
from assessments.exams.queries.care import attempt_titles, late_deciders
from assessments.exams.queries.exams import ExamInForce, exam_by_version_id
from assessments.exams.rules.misconduct import AnnulmentReason
from assessments.exams.rules.states import RESTORED_FROM, RESTORED_TO, AttemptState, states_before
from assessments.exams.services.adjudication import refuse_own_file
from assessments.items.item import Use
from assessments.permissions import ExamPermission
from courses.api import EndReason, end_runs, record_completion, reopen_run, take_back_completion
from lms import events
from lms.access import Viewer
from lms.errors import RuleBroken
from lms.i18n import _
from lms.i18n import lazy as _l

KIND = "attempt-annulment"


def subject_of(attempt_id: int) -> str:
    """How decisions name an attempt."""
    return f"attempt:{attempt_id}"


def attempt_in(subject: str) -> int:
    """The attempt that a decision names."""
    return int(subject.removeprefix("attempt:"))


@dataclass(frozen=True, kw_only=True)
class Sanction:
    """What a manager says when they propose that an attempt does not count, or that somebody is kept from an exam."""

    reason: str
    words: str
    opens_on: date | None
    never_again: bool
    key: str | None = None


def propose_annulment(
    session: Session, attempt: Attempt, sanction: Sanction, *, actor: Viewer, now: datetime
) -> Decision:
    """Propose that an attempt of somebody else at an exam does not count."""
    refuse_own_file(attempt.person_id, actor)
    if exam_by_version_id(session, attempt.exam_version_id).use is not Use.EXAM:
        raise RuleBroken(_("This is a quiz. It earns no certificate, so there is nothing to cancel."))
    _demand_published(attempt)
    proposal = Proposal(
        kind=KIND,
        subject=subject_of(attempt.id),
        person_id=attempt.person_id,
        reason=sanction.reason,
        words=sanction.words,
        opens_on=sanction.opens_on,
        never_again=sanction.never_again,
        exam_id=attempt.exam_id,
        key=sanction.key,
    )
    return propose(session, proposal, actor=actor, now=now)


def _demand_published(attempt: Attempt) -> None:
    if attempt.state == AttemptState.VOIDED:
        raise RuleBroken(_("This attempt is already cancelled."))
    if attempt.state != AttemptState.PUBLISHED:
        raise RuleBroken(_("This attempt has no result yet. Wait until it has one."))


class AttemptAnnulment:
    """The kind of decision by which an attempt does not count."""

    name = KIND
    title = _l("Cancellation of an attempt at an exam")
    effect = _l("This attempt does not count. Its result earns no certificate.")
    decided_by = _l("two programme managers")
    permission: str = ExamPermission.ATTEMPT_DECIDE
    reasons: Mapping[str, Any] = {
        AnnulmentReason.SOMEBODY_ELSE: _l("Somebody else sat the exam"),
        AnnulmentReason.HELP: _l("Help from somebody that was not allowed"),
        AnnulmentReason.MATERIAL: _l("Notes, a book or a device that was not allowed"),
        AnnulmentReason.KNOWN_QUESTIONS: _l("The questions were known before"),
        AnnulmentReason.CONDITIONS: _l("Something was wrong with the session; nobody is blamed"),
    }
    names_day = True

    def titles(self, session: Session, subjects: Collection[str], language: str) -> Mapping[str, str]:
        """The exam, and which attempt at it; one query for all."""
        found = attempt_titles(session, [attempt_in(one) for one in subjects], language)
        return {
            subject_of(number): _("%(exam)s, attempt %(number)s", exam=title, number=no)
            for number, (title, no) in found.items()
        }

    def addresses(self, session: Session, subject: str) -> SubjectAddresses:
        """The result, and the page on which attempts of others are looked at."""
        uuid = session.get_one(Attempt, attempt_in(subject)).uuid
        return SubjectAddresses(own=f"/attempts/{uuid}", managed=f"/manage/attempts/{uuid}")

    def took_part(self, session: Session, decision: DecisionFacts) -> Collection[int]:
        """Who decided about late answers of the attempt."""
        return late_deciders(session, attempt_in(decision.subject))

    def is_favour(self, session: Session, decision: DecisionFacts) -> bool:
        """What failed and does not count makes room for new attempts."""
        return not newest_results(session, [attempt_in(decision.subject)])[attempt_in(decision.subject)].passed

    def take_effect(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """The attempt counts nowhere any more, and its run ends."""
        attempt = _locked(session, decision)
        _demand_published(attempt)
        _turn(session, attempt, was=states_before(AttemptState.VOIDED), to=AttemptState.VOIDED)
        exam, result = _result(session, attempt)
        if result.passed and not _passed_otherwise(session, attempt):
            take_back_completion(session, attempt.enrolment_id, exam.slug)
        happened = AttemptAnnulled(
            subject=decision.subject,
            actor_id=decision.decided_by_id,
            at=now,
            person_id=attempt.person_id,
            exam_id=exam.exam_id,
            exam_slug=exam.slug,
            course_id=exam.course_id,
            enrolment_id=attempt.enrolment_id,
            decision_id=decision.id,
            passed=bool(result.passed),
            opens_on=decision.opens_on.isoformat() if decision.opens_on else None,
            never_again=decision.never_again,
        )
        events.publish(session, happened)
        end_runs(session, [attempt.enrolment_id], reason=EndReason.ANNULLED, by=decision.decided_by_id, now=now)

    def overturn(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """The attempt counts again as it did; its run goes on, if it ended with it and no later one was begun."""
        attempt = _locked(session, decision)
        _turn(session, attempt, was=frozenset({RESTORED_FROM}), to=RESTORED_TO)
        exam, result = _result(session, attempt)
        if result.passed:
            record_completion(session, attempt.enrolment_id, exam.slug, now=now)
        if not _has_annulled(session, attempt.enrolment_id):
            reopen_run(session, attempt.enrolment_id, by=decision.ended_by_id, now=now)
        happened = AttemptRestored(
            subject=decision.subject,
            actor_id=decision.ended_by_id,
            at=now,
            person_id=attempt.person_id,
            exam_id=exam.exam_id,
            exam_slug=exam.slug,
            course_id=exam.course_id,
            enrolment_id=attempt.enrolment_id,
            decision_id=decision.id,
            passed=bool(result.passed),
        )
        events.publish(session, happened)

    def drop(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Nothing held meanwhile."""


def _locked(session: Session, decision: DecisionFacts) -> Attempt:
    wanted = select(Attempt).where(Attempt.id == attempt_in(decision.subject)).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def _turn(session: Session, attempt: Attempt, *, was: frozenset[AttemptState], to: AttemptState) -> None:
    """Move an attempt, if it is where it must be."""
    moved = session.execute(
        update(Attempt).where(Attempt.id == attempt.id, Attempt.state.in_(was)).values(state=to).returning(Attempt.id)
    ).one_or_none()
    if moved is None:
        raise RuleBroken(_("This attempt has changed. Load the page again."))
    session.refresh(attempt)


def _result(session: Session, attempt: Attempt) -> tuple[ExamInForce, Result]:
    exam = exam_by_version_id(session, attempt.exam_version_id)
    return exam, newest_results(session, [attempt.id])[attempt.id]


def _passed_otherwise(session: Session, attempt: Attempt) -> bool:
    """Whether another attempt in the same run passed the same exam."""
    others = session.scalars(
        select(Attempt.id).where(
            Attempt.enrolment_id == attempt.enrolment_id,
            Attempt.exam_id == attempt.exam_id,
            Attempt.state == AttemptState.PUBLISHED,
        )
    ).all()
    return any(result.passed for result in newest_results(session, others).values())


def _has_annulled(session: Session, run_id: int) -> bool:
    voided = (Attempt.state == AttemptState.VOIDED, Attempt.on_paper.is_(False))  # a sheet given up is no annulment
    annulled = select(Attempt.id).where(Attempt.enrolment_id == run_id, *voided)
    return session.scalars(annulled.limit(1)).first() is not None

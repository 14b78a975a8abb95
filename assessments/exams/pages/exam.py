"""The page of an exam: what it asks, how it went before, and whether it may start now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, CutScore, Result
from assessments.exams.pages.percentages import percent_words
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries import exams as exam_queries
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.queries.key_views import seen_at
from assessments.exams.rules.admission import Refusal, RefusalReason
from assessments.exams.rules.attempt_use import AttemptUse, attempt_use
from assessments.exams.rules.dates import questions_asked
from assessments.exams.rules.states import AttemptState
from assessments.exams.services import starting
from assessments.items.item import Use
from courses.api import Opening, OutlineStep, Reopening, Run
from lms.batch import one
from lms.i18n import language
from lms.people.api import people_named


@dataclass(frozen=True)
class PastAttempt:
    """One line of the history of an exam."""

    uuid: str
    no: int
    started_at: datetime
    state: AttemptState
    percent: str | None
    passed: bool | None
    on_paper: bool = False


@dataclass(frozen=True)
class OpenedBy:
    """Who opened a final exam for one person, why, and when."""

    name: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class ExamPage:
    """The way into an exam."""

    cut: CutScore
    cut_words: str
    asked: int | None  # None where the exam waits for its author: too few questions may be asked today
    minutes: int | None
    extra_minutes: int
    refusal: Refusal | None
    refusal_words: str
    open_uuid: str | None
    open_on_paper: bool
    past: tuple[PastAttempt, ...]
    use: AttemptUse  # what starting now takes
    granted: int  # attempts given in addition
    decisions: tuple[str, ...]  # what keeps the person from it, by public id
    reopening: Reopening | None  # how what was earned with this exam stands
    ended: bool  # the run: nothing is begun in it any more
    missing: tuple[OutlineStep, ...]  # what a final exam that is not open waits for
    opened: OpenedBy | None  # by somebody, before that was done
    keys_seen: bool  # this person knows keys of this version: it earns them no certificate

    @property
    def may_start(self) -> bool:
        """Whether the page offers to start."""
        waits = self.asked is None or self.open_uuid is not None or self.reopening is not None
        return not (waits or self.ended or self.refusal)


def exam_page(session: Session, exam: ExamInForce, run: Run, now: datetime) -> ExamPage:
    """What the exam asks, how it went before, and whether it may start now."""
    found = one(attempt_queries.history(session, exam.exam_id, [run.id]))
    blueprint = exam.blueprint
    admitted = starting.admission(session, exam, run, found, now, language())
    refusal = admitted.refusal
    before = admitted.before
    cut = exam_queries.cut_score_in_force(session, exam.exam_id)
    counted = [a for a, _result in found if a.state != AttemptState.VOIDED]
    return ExamPage(
        cut=cut,
        cut_words=percent_words(cut.percent),
        asked=questions_asked(blueprint, exam_queries.pool_at(session, exam, run.person_id, now)),
        minutes=blueprint.minutes,
        extra_minutes=one(attempt_queries.extra_seconds(session, exam.exam_id, [run.person_id])) // 60,
        refusal=refusal,
        refusal_words=starting.refusal_words(refusal, admitted.before) if refusal else "",
        open_uuid=next((a.uuid for a, _result in found if a.state == AttemptState.IN_PROGRESS), None),
        open_on_paper=any(a.on_paper for a, _result in found if a.state == AttemptState.IN_PROGRESS),
        past=tuple(past_attempt(a, result) for a, result in reversed(found)),
        use=attempt_use(len(counted), blueprint.attempts, blueprint.wait_hours, admitted.granted),
        granted=admitted.granted,
        decisions=tuple(each.uuid for each in admitted.decisions),
        reopening=starting.reopening_of(session, exam, run, admitted, now),
        ended=not run.is_open,
        missing=before.missing if before and refusal and refusal.reason is RefusalReason.NOT_OPEN else (),
        opened=opened_by(session, before.opening) if before and before.opening else None,
        keys_seen=exam.use is Use.EXAM and seen_at(session, run.person_id, exam) is not None,
    )


def opened_by(session: Session, opening: Opening) -> OpenedBy:
    """An opening with the name of whoever opened."""
    return OpenedBy(people_named(session, [opening.actor_id])[opening.actor_id], opening.reason, opening.at)


def past_attempt(attempt: Attempt, result: Result | None) -> PastAttempt:
    """An attempt as a line of history."""
    return PastAttempt(
        attempt.uuid,
        attempt.no,
        attempt.started_at,
        AttemptState(attempt.state),
        percent_words(result.percent) if result else None,
        result.passed if result else None,
        attempt.on_paper,
    )


def opens_at(refusal: Refusal | None) -> datetime | None:
    """When the next attempt opens, if that is why it may not start now."""
    return refusal.opens_at if refusal is not None and refusal.reason is RefusalReason.TOO_SOON else None

"""Bar from an exam: somebody may not sit it until a day, or never again, by a decision of two people."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.decisions.kinds import DecisionFacts, SubjectAddresses
from assessments.decisions.models import Decision
from assessments.decisions.services.deciding import Proposal, propose
from assessments.exams.models import Exam
from assessments.exams.queries.care import exam_titles
from assessments.exams.rules.misconduct import BarReason
from assessments.exams.services.adjudication import refuse_own_file
from assessments.exams.services.annulling import Sanction
from assessments.exams.services.cuts import certifies
from assessments.permissions import ExamPermission
from lms.access import Viewer
from lms.errors import RuleBroken
from lms.i18n import _
from lms.i18n import lazy as _l

KIND = "exam-bar"


def subject_of(exam_id: int) -> str:
    """How decisions name an exam."""
    return f"exam:{exam_id}"


def propose_bar(
    session: Session, exam_id: int, person_id: int, sanction: Sanction, *, actor: Viewer, now: datetime
) -> Decision:
    """Propose that somebody else may not sit an exam until a day, or never again."""
    refuse_own_file(person_id, actor)
    if not certifies(session, exam_id):
        raise RuleBroken(_("This is a quiz. It earns no certificate, so nobody is kept from it."))
    proposal = Proposal(
        kind=KIND,
        subject=subject_of(exam_id),
        person_id=person_id,
        reason=sanction.reason,
        words=sanction.words,
        opens_on=sanction.opens_on,
        never_again=sanction.never_again,
        exam_id=exam_id,
        key=sanction.key,
    )
    return propose(session, proposal, actor=actor, now=now)


class ExamBar:
    """The kind of decision by which somebody may not sit an exam; whoever asks whether they may reads it itself."""

    name = KIND
    title = _l("Exclusion from an exam")
    effect = _l(
        "You may not sit this exam before the day that is shown here. If no day is shown, you may not sit it again."
    )
    decided_by = _l("two programme managers")
    permission: str = ExamPermission.ATTEMPT_DECIDE
    reasons: Mapping[str, Any] = {
        BarReason.SAT_FOR_OTHERS: _l("Sat an exam for somebody else"),
        BarReason.PASSED_ON: _l("Passed questions of the exam on to others"),
        BarReason.DISTURBED: _l("Disturbed an exam session"),
        BarReason.TRIED: _l("Tried to get questions or answers before the exam"),
    }
    names_day = True

    def titles(self, session: Session, subjects: Collection[str], language: str) -> Mapping[str, str]:
        """The exams; one query for all."""
        found = exam_titles(session, [int(one.removeprefix("exam:")) for one in subjects], language)
        return {subject_of(number): title for number, title in found.items()}

    def addresses(self, session: Session, subject: str) -> SubjectAddresses:
        """The attempts at the exam, for who decides; somebody who is barred may not take its course."""
        uuid = session.get_one(Exam, int(subject.removeprefix("exam:"))).uuid
        return SubjectAddresses(own="", managed=f"/manage/exams/{uuid}/attempts")

    def took_part(self, session: Session, decision: DecisionFacts) -> Collection[int]:
        """Nobody besides those two."""
        return ()

    def is_favour(self, session: Session, decision: DecisionFacts) -> bool:
        """It harms."""
        return False

    def take_effect(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """The decision in force is the bar."""

    def overturn(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """A decision that is not in force bars nobody."""

    def drop(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Nothing held meanwhile."""

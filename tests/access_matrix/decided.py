"""What was decided about officers and about questions: proposed, in force, objected to, withdrawn.

Everything that is written here about somebody bears their name, so that a list tells who is reached too far. Whoever
decided does nothing else: nobody who asks had a part in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.decisions.models import Decision, Objection
from assessments.decisions.services.deciding import confirm
from assessments.decisions.services.objecting import object_to
from assessments.exams.models import Attempt, AttemptItem
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.services.barring import propose_bar
from assessments.exams.services.withdrawing import propose_return
from assessments.items.models import Item, ItemVersion, ItemWithdrawal
from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.queries.held import HeldCredential
from certificates.credentials.rules.lifecycle import StatusReason
from certificates.decisions import services as deciding
from courses.api import newest_runs
from courses.catalogue.models import CourseVersion
from lms.access import Viewer
from lms.db import end_read_session
from lms.people.models import Person
from tests.builders import assessments, certificates, decisions, people
from tests.builders.kind_names import KindName

AWAITING, CONFIRMED, RETURNING = "exam-number-0", "exam-spot-0", "exam-angle-0"
ASKED = "exam-true-false-1"  # which nobody has withdrawn


@dataclass(frozen=True)
class Deciders:
    """Two who decide everywhere and ask nothing."""

    first: Viewer
    second: Viewer


@dataclass(frozen=True)
class Decided:
    """What was decided about an officer."""

    bar: Decision  # from the exam: proposed, and waits for a second person
    ended_bar: Decision  # in force until today
    objection: Objection  # to it, not judged
    stopped: HeldCredential  # a certificate that one person suspended
    stopped_objection: Objection  # to its suspension, not judged
    doubted: HeldCredential  # a certificate of which somebody proposed the revocation
    revocation: Decision  # which waits for a second person
    suspension: Decision  # which came with it
    lost_course: str  # whose certificate was issued in error, so that the course may be taken again
    lost_run: str


def deciders(session: Session) -> Deciders:
    """Two more managers of everything."""
    return Deciders(decisions.manager(session), decisions.manager(session))


def decided(
    session: Session, row: Person, exam: ExamInForce, courses: tuple[CourseVersion, ...], by: Deciders, now: datetime
) -> Decided:
    """One decision of every kind about this officer, each course with a certificate that it is about."""
    said, me = f"{row.name} was seen in another room.", people.viewer(session, row)
    until_today = decisions.sanction(now, reason="passed-on", words=said, opens_on=now.date())
    ended = propose_bar(session, exam.exam_id, row.id, until_today, actor=by.first, now=now)
    confirm(session, ended.uuid, words=said, actor=by.second, now=now)
    objection = object_to(session, ended.uuid, words=f"{row.name} was at home.", actor=me, now=now)
    longer = decisions.sanction(now, reason="passed-on", words=said, opens_on=(now + timedelta(days=30)).date())
    waiting = propose_bar(session, exam.exam_id, row.id, longer, actor=by.first, now=now)
    stopped, doubted, lost = (certificates.issued(session, row, one, name=row.name, at=now) for one in courses)
    deciding.suspend_openly(session, stopped.credential, said, actor=by.first, now=now)
    wanted = deciding.RevocationProposal(
        reason=StatusReason.MISCONDUCT, words=said, opens_on=(now + timedelta(days=30)).date()
    )
    revocation = deciding.propose_revocation(session, doubted.credential, wanted, said, actor=by.first, now=now)
    [suspension] = deciding.suspensions_in_force(session, doubted.credential)
    [own] = deciding.suspensions_in_force(session, stopped.credential)
    stopped_objection = object_to(session, own.uuid, words=f"{row.name} was at home.", actor=me, now=now)
    certificates.enrol(session, row, courses[2])
    deciding.revoke_openly(session, lost.credential, StatusReason.ERROR, said, actor=by.first, now=now)
    session.commit()
    publish(now)
    return Decided(
        bar=waiting,
        ended_bar=ended,
        objection=objection,
        stopped=certificates.again(session, stopped.credential.id),
        stopped_objection=stopped_objection,
        doubted=certificates.again(session, doubted.credential.id),
        revocation=revocation,
        suspension=suspension,
        lost_course=lost.achievement.slug,
        lost_run=newest_runs(session, [row.id], courses[2].course_id)[row.id].uuid,
    )


def publish(now: datetime) -> None:
    """Publish the lists that tell of it."""
    end_read_session()
    tasks.publish_due(issuing(), now=now)
    end_read_session()


def withdrawn(session: Session, exam: ExamInForce, by: Deciders, now: datetime) -> Mapping[str, ItemWithdrawal]:
    """Questions that new papers do not ask: one to be confirmed, one confirmed, and one that somebody wants back."""
    found = {
        key: assessments.withdrawn(session, exam, key, now, confirmed=key != AWAITING)
        for key in (AWAITING, CONFIRMED, RETURNING)
    }
    propose_return(session, uuid=found[RETURNING].uuid, reason="The key is right.", actor=by.first, now=now)
    return found


def used_up(session: Session, row: Person, exam: ExamInForce, course: CourseVersion, now: datetime) -> Person:
    """The same officer after the last attempt of three has failed."""
    assessments.enrol(session, row.id, course.id, now=now - timedelta(days=9))
    for days in (7, 5, 3):
        assessments.sit(session, exam, row, now - timedelta(days=days), wrong=tuple(assessments.RIGHT)[:5])
    return row


def asked(session: Session, attempt: Attempt, kind: KindName) -> str:
    """The name of the question of this kind in a paper."""
    position = assessments.position_of(session, attempt, kind)
    wanted = select(Item.key).join(ItemVersion, ItemVersion.item_id == Item.id)
    wanted = wanted.join(AttemptItem, AttemptItem.item_version_id == ItemVersion.id)
    return session.scalars(wanted.where(AttemptItem.attempt_id == attempt.id, AttemptItem.position == position)).one()

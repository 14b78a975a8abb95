"""What was earned: kept as a claim until its holder confirms how the name is written."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.api import passed_exams
from assessments.events import ExamPassed
from certificates.credentials.lifecycle import Standing
from certificates.credentials.models import Achievement, Claim, Credential
from certificates.credentials.queries.held import credentials_held, open_claims
from certificates.events import CertificateEarned
from courses.api import taken_by, version_titles
from lms import events, ids
from lms.batch import one
from lms.db import database
from lms.errors import NotFound
from lms.i18n import N_

CRITERIA = N_("Took the course “{title}” and reached at least the required share in its final exam, “{exam}”.")


@dataclass(frozen=True)
class Earned:
    """What somebody earned: the exam by its title, what was reached and demanded as shares of 1."""

    person_id: int
    course_version_id: int
    exam: str
    share: Fraction
    cut: Fraction
    supervised: bool
    earned_at: datetime
    cause: str | None = None


def exam_passed(session: Session, event: ExamPassed) -> None:
    """The final exam of a course earns its certificate; other exams earn none."""
    courses = one(taken_by(session, [event.person_id]))
    taken = next((each for each in courses if each.course_id == event.course_id), None)
    if taken is None or taken.final != event.exam_slug:
        return
    passed = passed_exams(session, attempt_id=int(event.subject.partition(":")[2]))
    earned = Earned(
        person_id=event.person_id,
        course_version_id=event.course_version_id,
        exam=passed[0].exam_title if passed else event.exam_slug,
        share=Fraction(event.percent) / 100,
        cut=Fraction(event.cut) / 100,
        supervised=event.supervised,
        earned_at=event.at,
        cause=event.subject,
    )
    take_up(session, earned, now=event.at)


def take_up(session: Session, earned: Earned, *, now: datetime) -> Claim | None:
    """Keep what was earned; nothing while a claim to the same course waits or its certificate is in force."""
    achievement = achievement_of(session, earned)
    if holds_already(session, earned.person_id, achievement.course_id, now):
        return None
    claim = Claim(
        uuid=ids.new_uuid(),
        person_id=earned.person_id,
        course_id=achievement.course_id,
        achievement_id=achievement.id,
        exam=earned.exam,
        share=str(earned.share),
        cut=str(earned.cut),
        supervised=earned.supervised,
        cause=earned.cause,
        earned_at=earned.earned_at,
        draft_name="",
        draft_local_name="",
    )
    try:
        with session.begin_nested():
            session.add(claim)
    except IntegrityError:  # two results passed at the same moment: the other was faster
        if not holds_already(session, earned.person_id, achievement.course_id, now):
            raise
        return None
    events.publish(
        session,
        CertificateEarned(
            subject=f"claim:{claim.id}",
            actor_id=earned.person_id,
            at=now,
            person_id=earned.person_id,
            achievement=f"{achievement.slug}/{achievement.version}",
        ),
    )
    return claim


def holds_already(session: Session, person_id: int, course_id: int, now: datetime) -> bool:
    """Whether a claim waits or a certificate of this course is in force or being made."""
    if open_claims(session, Claim.person_id == person_id, Claim.course_id == course_id):
        return True
    held = credentials_held(session, Credential.person_id == person_id, Claim.course_id == course_id)
    return any(one.standing(now) in {Standing.IN_FORCE, Standing.MAKING} for one in held)


def achievement_of(session: Session, earned: Earned) -> Achievement:
    """What the course version awards; its words are kept as they stand when it is first earned."""
    wanted = select(Achievement).where(Achievement.course_version_id == earned.course_version_id)
    found = session.scalars(wanted).one_or_none()
    if found is not None:
        return found
    title = version_titles(session, [earned.course_version_id]).get(earned.course_version_id)
    if title is None:
        raise NotFound
    values = {
        "course_id": title.course_id,
        "course_version_id": title.id,
        "slug": title.slug,
        "version": title.no,
        "title": title.title,
        "description": title.certifies or title.title,
        "criteria": CRITERIA.format(title=title.title, exam=earned.exam),
        "language": title.language,
        "valid_months": title.valid_months,
    }
    dialect = sqlite if database().sqlite else postgresql
    session.execute(dialect.insert(Achievement).values(**values).on_conflict_do_nothing())  # two may pass at once
    return session.scalars(wanted).one()


def keep_draft(session: Session, claim: Claim, name: str, local_name: str) -> None:
    """Keep the names as typed, so that the proof can be looked at before they are confirmed."""
    claim.draft_name, claim.draft_local_name = name, local_name
    session.flush()

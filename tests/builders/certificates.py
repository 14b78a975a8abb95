"""Courses, claims and issued certificates of tests, made by the real services with real signatures."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from fractions import Fraction

from sqlalchemy.orm import Session

from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Claim, Credential, CredentialVersion
from certificates.credentials.queries.held import HeldCredential, credential_held
from certificates.credentials.rules.award import Watched
from certificates.credentials.services import confirming, issuance, suspending
from certificates.credentials.services.claims import take_up
from certificates.credentials.services.naming import Names
from certificates.credentials.sources.course_exam import PassedFinal, achievement_earned
from courses.catalogue.models import Course, CourseVersion
from courses.learning.models import Enrolment
from lms import ids
from lms.db import end_read_session
from lms.people.models import Person
from tests.builders.people import NOW

FINAL = "final-exam"
FILES = issuance.Made("{}", "token", b"%PDF", b"png", b"<svg/>")  # in the place of signed ones
_numbers = itertools.count(1)


def course_version(session: Session, *, valid_months: int | None = 36) -> CourseVersion:
    """A published course with a final exam."""
    number = next(_numbers)
    course = Course(uuid=ids.new_uuid(), slug=f"course-{number}")
    session.add(course)
    session.flush()
    version = CourseVersion(
        uuid=ids.new_uuid(),
        course_id=course.id,
        no=1,
        label="1.0",
        title="Identifying wildlife products",
        summary="Tells ivory, horn and scales from what is sold in their place.",
        certifies="Tells ivory, horn and scales from what is sold in their place.",
        language="en",
        licence="CC-BY-4.0",
        valid_months=valid_months,
        final=FINAL,
        words=[],
        hash=f"{number:064d}",
        loaded_at=NOW,
        published_at=NOW,
    )
    session.add(version)
    session.flush()
    return version


def newer_version(session: Session, version: CourseVersion) -> CourseVersion:
    """A published version of the same course that came after this one."""
    said = {column.name: getattr(version, column.name) for column in CourseVersion.__table__.columns}
    made = CourseVersion(
        **{**said, "id": None, "uuid": ids.new_uuid(), "no": version.no + 1, "hash": f"{next(_numbers):064d}"}
    )
    session.add(made)
    session.flush()
    return made


def enrol(session: Session, person: Person, version: CourseVersion) -> None:
    """Have a person take a course version."""
    run = Enrolment(
        uuid=ids.new_uuid(),
        person_id=person.id,
        course_id=version.course_id,
        course_version_id=version.id,
        begun_at=NOW,
    )
    session.add(run)
    session.flush()


def claim(
    session: Session, person: Person, version: CourseVersion, *, at: datetime = NOW, cohort_id: int | None = None
) -> Claim:
    """What a person earned and has not confirmed."""
    final = PassedFinal(
        person_id=person.id,
        course_version_id=version.id,
        exam="Final exam",
        share=Fraction(17, 20),
        cut=Fraction(7, 10),
        watched=Watched.NONE,
        at=at,
        cohort_id=cohort_id,
    )
    made = take_up(session, achievement_earned(session, final), now=at)
    assert made is not None
    return made


def renewing_claim(session: Session, held: HeldCredential, *, at: datetime) -> Claim | None:
    """What the holder of a certificate passed in a run for its renewal, if that earns anything."""
    final = PassedFinal(
        person_id=held.credential.person_id,
        course_version_id=held.achievement.source_id,
        exam="Final exam",
        share=Fraction(17, 20),
        cut=Fraction(7, 10),
        watched=Watched.NONE,
        at=at,
        run_began_at=at - timedelta(days=1),
    )
    return take_up(session, achievement_earned(session, final), now=at)


def name_checked(session: Session, person: Person, name: str, local_name: str = "", *, at: datetime = NOW) -> None:
    """Have the account hold these names, compared with an identity document."""
    person.name, person.local_name, person.name_checked_at = name, local_name, at
    session.flush()


def confirmed(
    session: Session,
    person: Person,
    version: CourseVersion,
    *,
    name: str = "Ngozi Okafor",
    local_name: str = "",
    at: datetime = NOW,
) -> CredentialVersion:
    """A certificate that waits for the worker, in the checked name of its holder."""
    name_checked(session, person, name, local_name)
    return confirming.confirm_name(
        session, claim(session, person, version, at=at), Names(name, local_name), issuing(), by_id=person.id, now=at
    )


def issued(
    session: Session,
    person: Person,
    version: CourseVersion | None = None,
    *,
    name: str = "Ngozi Okafor",
    local_name: str = "",
    at: datetime = NOW,
) -> HeldCredential:
    """A certificate in force, its list published."""
    made = confirmed(session, person, version or course_version(session), name=name, local_name=local_name, at=at)
    session.commit()
    make(made.id, at=at)
    return again(session, made.credential_id)


def unsigned(
    session: Session,
    person: Person,
    version: CourseVersion | None = None,
    *,
    name: str = "Ngozi Okafor",
    at: datetime = NOW,
) -> HeldCredential:
    """A certificate in force whose files are empty of signatures: many times quicker, for what reads none."""
    made = confirmed(session, person, version or course_version(session), name=name, at=at)
    issuance.keep(session, made.id, FILES, now=at)
    session.commit()
    return again(session, made.credential_id)


def reissued(session: Session, held: HeldCredential, name: str, *, at: datetime) -> HeldCredential:
    """The same certificate under a corrected name."""
    made = confirming.reissue(session, held, Names(name), issuing(), reason="A slip in the name.", by_id=None, now=at)
    session.commit()
    make(made.id, at=at)
    return again(session, held.credential.id)


def taken(session: Session, earned: Claim, name: str, *, at: datetime) -> HeldCredential:
    """What became of a claim whose holder confirmed this checked name."""
    made = confirming.confirm_name(session, earned, Names(name), issuing(), by_id=earned.person_id, now=at)
    session.commit()
    make(made.id, at=at)
    return again(session, made.credential_id)


def version_of(session: Session, held: HeldCredential) -> CourseVersion:
    """The course version for which a certificate was awarded."""
    return session.get_one(CourseVersion, held.achievement.source_id)


def suspended(
    session: Session, held: HeldCredential, *, at: datetime, words: str = "The result is looked at again."
) -> HeldCredential:
    """The same certificate suspended, its list published."""
    suspending.suspend(session, held.credential, words, actor_id=None, now=at)
    session.commit()
    end_read_session()
    tasks.publish_due(issuing(), now=at)
    end_read_session()
    return again(session, held.credential.id)


def lifted(
    session: Session, held: HeldCredential, *, at: datetime, words: str = "The result was confirmed."
) -> HeldCredential:
    """The same certificate with its suspension lifted and the new version signed."""
    made = suspending.lift(session, held.credential, words, issuing(), actor_id=None, now=at)
    assert made is not None
    session.commit()
    make(made.id, at=at)
    return again(session, held.credential.id)


def make(version_id: int, *, at: datetime = NOW) -> None:
    """What the worker does with a confirmed name."""
    end_read_session()
    tasks.make_version(version_id, issuing(), now=at)
    end_read_session()
    tasks.publish_due(issuing(), now=at)
    end_read_session()


def again(session: Session, credential_id: int) -> HeldCredential:
    """A certificate as it stands now."""
    session.expire_all()
    held = credential_held(session, Credential.id == credential_id)
    assert held is not None
    return held

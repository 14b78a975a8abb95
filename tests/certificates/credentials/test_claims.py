"""What a passed final exam earns, and how often."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from assessments.events import ExamPassed
from certificates.credentials.models import Achievement, Claim
from certificates.credentials.rules.award import Evidence, Genre, Watched
from certificates.credentials.rules.evidence import from_data
from certificates.credentials.rules.lifecycle import StatusReason
from certificates.credentials.services import ending
from certificates.credentials.services.claims import take_up
from certificates.credentials.sources.course_exam import PassedFinal, achievement_earned, course_ref
from lms import events
from lms.audit.models import AuditEntry
from tests.builders import certificates as build


@pytest.fixture
def passed(officer, course, now):
    return ExamPassed(
        subject="attempt:4711", actor_id=officer.id, at=now, person_id=officer.id, exam_id=1, exam_slug="final-exam",
        course_id=course.course_id, course_version_id=course.id, percent="171/2", cut="70", supervised=False,
    )  # fmt: skip


def claims(session):
    return session.scalars(select(Claim)).all()


def test_a_passed_final_exam_earns_a_claim(session, passed, officer):
    events.publish(session, passed)
    (claim,) = claims(session)
    assert (claim.person_id, claim.taken_at, claim.source_ref) == (officer.id, None, course_ref(passed.course_id))
    (exam,) = from_data(claim.evidence)
    assert exam == Evidence(
        Genre.EXAM, "final-exam", Watched.NONE, passed.at, Fraction(171, 200), Fraction(7, 10), "attempt:4711"
    )  # fmt: skip


def test_a_supervised_sitting_is_supervised_evidence(session, passed):
    events.publish(session, replace(passed, supervised=True))
    assert [one.supervised for one in from_data(claims(session)[0].evidence)] == [True]


def test_another_version_of_the_course_does_not_earn_a_second_certificate(session, passed, officer, course, now):
    """One claim is open for a person and a course, whichever version was taken."""
    other = build.course_version(session)
    other.course_id, other.no = course.course_id, 2
    session.flush()
    first = achievement_earned(session, PassedFinal(officer.id, course.id, "Final exam", 1, 0, False, now))
    second = achievement_earned(session, PassedFinal(officer.id, other.id, "Final exam", 1, 0, False, now))
    assert (first.source.ref, first.source.id) == (second.source.ref, course.id)
    assert take_up(session, first, now=now) is not None
    assert take_up(session, second, now=now) is None


def test_the_table_itself_holds_one_open_claim(session, passed, officer, course, now):
    made = build.claim(session, officer, course)
    session.flush()
    twin = {column.name: getattr(made, column.name) for column in Claim.__table__.columns if column.name != "id"}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(Claim(**twin | {"uuid": "another"}))


def test_nothing_is_earned_without_evidence(session, officer, course, now):
    earned = achievement_earned(session, PassedFinal(officer.id, course.id, "Final exam", 1, 0, False, now))
    with pytest.raises(ValueError, match="evidence"):
        take_up(session, replace(earned, evidence=()), now=now)


def test_another_exam_of_the_course_earns_nothing(session, passed):
    events.publish(session, replace(passed, exam_slug="checkpoint-one"))
    assert claims(session) == []


def test_a_course_that_the_person_does_not_take_earns_nothing(session, passed):
    events.publish(session, replace(passed, course_id=passed.course_id + 1000))
    assert claims(session) == []


def test_passing_twice_does_not_earn_twice(session, passed):
    events.publish(session, passed)
    events.publish(session, replace(passed, subject="attempt:4712"))
    assert len(claims(session)) == 1


def test_passing_again_while_a_certificate_is_in_force_earns_nothing(session, passed, officer, course, now):
    build.issued(session, officer, course)
    events.publish(session, replace(passed, at=now + timedelta(days=10)))
    assert len(claims(session)) == 1


def test_passing_again_after_it_expired_earns_a_new_one(session, passed, officer, course, now):
    build.issued(session, officer, course, at=now - timedelta(days=1200))
    events.publish(session, passed)
    assert len(claims(session)) == 2


def test_passing_again_after_it_was_revoked_earns_a_new_one(session, passed, officer, course, now):
    held = build.issued(session, officer, course)
    ending.revoke(session, held.credential, StatusReason.ERROR, "Issued by mistake.", actor_id=None, now=now)
    events.publish(session, passed)
    assert len(claims(session)) == 2


def test_all_who_earn_it_share_one_achievement(session, course, officer, now):
    build.claim(session, officer, course)
    final = PassedFinal(officer.id, course.id, "Final exam", Fraction(1), Fraction(7, 10), False, now)
    assert take_up(session, achievement_earned(session, final), now=now) is None
    assert session.scalars(select(func.count()).select_from(Achievement)).one() == 1
    row = session.scalars(select(Achievement)).one()
    assert (row.title, row.description, row.valid_months) == (course.title, course.certifies, 36)


def test_the_claim_is_in_the_record_of_what_happened(session, passed, officer):
    events.publish(session, passed)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.name, entry.data["person_id"]) == ("certificate.earned", officer.id)


def test_the_table_itself_holds_one_renewal_of_a_number(session, officer, course, now):
    held = build.issued(session, officer, course, at=now - timedelta(days=1000))
    made = build.renewing_claim(session, held, at=now)
    made.withdrawn_at = now  # so that it is not the open one that refuses the other
    session.flush()
    twin = {column.name: getattr(made, column.name) for column in Claim.__table__.columns if column.name != "id"}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(Claim(**twin | {"uuid": "another"}))


def test_passing_again_in_the_run_of_a_certificate_in_its_window_earns_nothing(session, passed, officer, course, now):
    build.issued(session, officer, course, at=now - timedelta(days=1000))
    assert len(claims(session)) == 1
    events.publish(session, replace(passed, at=now - timedelta(days=999)))
    assert len(claims(session)) == 1

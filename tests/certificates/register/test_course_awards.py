"""What pages of courses show of a person's certificates: one in force with its picture, else what waits."""

from datetime import timedelta

import pytest

from certificates.credentials.rules.lifecycle import StatusReason
from certificates.credentials.services import ending
from certificates.register.pages.course_awards import course_awards
from courses.api import CertificatePicture
from lms.access import Role
from tests.builders import certificates as build
from tests.builders import crowd
from tests.builders.people import NOW, person, viewer

AFTER_ITS_END = timedelta(days=1200)


@pytest.fixture
def awards(app, session, officer):
    """What one has from courses, some time after the certificate was issued."""

    own = viewer(session, officer)

    def ask(*versions, who=own, after=timedelta(hours=1)):
        with app.test_request_context():
            return course_awards(session, who, [one.course_id for one in versions], NOW + after)

    return ask


def test_one_in_force_is_answered_with_its_page_its_end_and_its_picture(awards, held, course):
    found = awards(course)[course.course_id]
    uuid = held.credential.uuid
    assert (found.url, found.is_waiting, found.until) == (f"/certificates/{uuid}", False, held.version.valid_until)
    address = f"/certificates/{uuid}/thumbnail.webp?paper={held.version.pdf_sha256[:12]}"
    assert found.picture == CertificatePicture(address, 320, 226)


def test_the_address_of_the_picture_answers(awards, held, course, at_home):
    answer = at_home.get(awards(course)[course.course_id].picture.url)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")


def test_what_was_earned_and_not_confirmed_waits_without_a_picture(session, awards, officer):
    version = build.course_version(session)
    claim = build.claim(session, officer, version)
    found = awards(version)[version.course_id]
    assert (found.url, found.is_waiting, found.picture) == (f"/certificates/claims/{claim.uuid}", True, None)


def test_what_waits_comes_before_the_certificate_that_it_renews(session, awards, held, course, officer):
    late = held.version.valid_until - timedelta(days=30)
    claim = build.renewing_claim(session, held, at=late)
    assert claim is not None
    found = awards(course, after=late - NOW + timedelta(hours=1))[course.course_id]
    assert (found.is_waiting, found.url) == (True, f"/certificates/claims/{claim.uuid}")


def test_one_that_has_ended_is_none(awards, held, course):
    assert awards(course, after=AFTER_ITS_END) == {}


def test_a_claim_that_has_lapsed_is_none(session, awards, officer):
    version = build.course_version(session)
    build.claim(session, officer, version)
    assert awards(version, after=AFTER_ITS_END) == {}


def test_one_that_is_suspended_is_none_until_that_is_lifted(session, awards, held, course):
    stopped = build.suspended(session, held, at=NOW + timedelta(minutes=1))
    assert awards(course) == {}
    again = build.lifted(session, stopped, at=NOW + timedelta(minutes=2))
    found = awards(course)[course.course_id]
    assert found.picture.url.endswith(again.version.pdf_sha256[:12])


def test_one_that_was_revoked_is_none(session, awards, held, course):
    ending.revoke(session, held.credential, StatusReason.ERROR, "The wrong exam.", actor_id=None, now=NOW)
    assert awards(course) == {}


def test_another_person_has_none_of_it(session, awards, held, course):
    assert awards(course, who=viewer(session, person(session, "Bo Li", Role.OFFICER))) == {}


def test_a_course_that_was_not_asked_about_is_not_answered(session, awards, held, course):
    assert awards(build.course_version(session)) == {}


def test_many_courses_take_as_many_statements_as_one(session, awards, held, course, officer):
    versions = [course, *(build.course_version(session) for _ in range(30))]
    for version in versions[1:]:
        build.claim(session, officer, version)
    few, _one = crowd.statements(session, lambda: awards(*versions[:2]))
    many, found = crowd.statements(session, lambda: awards(*versions))
    assert few == many
    assert many <= 5
    assert len(found) == len(versions)

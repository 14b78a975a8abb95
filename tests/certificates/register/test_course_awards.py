"""What pages of courses show of certificates: one in force with its picture, else what waits and for whom."""

from datetime import timedelta

import pytest

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.rules.lifecycle import StatusReason
from certificates.credentials.services import ending, name_requests
from certificates.credentials.services.naming import Names
from certificates.register.pages.reopening import reopenings
from courses.api import CertificatePicture, newest_runs
from lms.access import Role
from tests.builders import certificates as build
from tests.builders import crowd
from tests.builders.people import NOW, person

AFTER_ITS_END = timedelta(days=1200)
SOON = timedelta(hours=1)


@pytest.fixture
def ask(app, session, officer):
    """By course what one has from these courses, as the pages of courses ask: by their runs."""

    def told(*versions, who=officer, after=SOON):
        runs = [newest_runs(session, [who.id], one.course_id)[who.id] for one in versions]
        with app.test_request_context():
            found = reopenings(session, runs, NOW + after)
            awards = {run.course_id: found[run.id].award for run in runs if run.id in found}
            return {course_id: award() for course_id, award in awards.items() if award}

    return told


@pytest.fixture
def other_course(session, officer):
    """Another course, which the officer takes."""
    version = build.course_version(session)
    build.enrol(session, officer, version)
    return version


def test_one_in_force_is_answered_with_its_page_its_end_and_its_picture(ask, held, course):
    found = ask(course)[course.course_id]
    uuid = held.credential.uuid
    assert (found.url, found.until) == (f"/certificates/{uuid}", held.version.valid_until)
    assert (found.is_waiting, found.needs_holder) == (False, False)
    address = f"/certificates/{uuid}/thumbnail.webp?paper={held.version.pdf_sha256[:12]}"
    assert found.picture == CertificatePicture(address, 320, 226)


def test_the_address_of_the_picture_answers(ask, held, course, at_home):
    answer = at_home.get(ask(course)[course.course_id].picture.url)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")


def test_what_waits_for_a_confirmed_name_is_its_holders_to_do_and_has_no_picture(session, ask, officer, other_course):
    claim = build.claim(session, officer, other_course)
    found = ask(other_course)[other_course.course_id]
    assert (found.url, found.is_waiting, found.picture) == (f"/certificates/claims/{claim.uuid}", True, None)
    assert found.needs_holder


def test_what_waits_for_a_check_of_the_name_is_somebody_elses(session, ask, officer, other_course):
    build.claim(session, officer, other_course)
    officer.name_checked_at = None
    session.flush()
    found = ask(other_course)[other_course.course_id]
    assert (found.is_waiting, found.needs_holder) == (True, False)


def test_what_waits_for_a_manager_to_judge_the_name_is_somebody_elses(session, ask, officer, other_course):
    earned = build.claim(session, officer, other_course)
    name_requests.confirm_or_ask(session, earned, Names("Somebody Else"), issuing(), by_id=officer.id, now=NOW)
    found = ask(other_course)[other_course.course_id]
    assert (found.is_waiting, found.needs_holder) == (True, False)


def test_what_waits_comes_before_the_certificate_that_it_renews(session, ask, held, course):
    late = held.version.valid_until - timedelta(days=30)
    claim = build.renewing_claim(session, held, at=late)
    assert claim is not None
    found = ask(course, after=late - NOW + SOON)[course.course_id]
    assert (found.is_waiting, found.url) == (True, f"/certificates/claims/{claim.uuid}")
    assert found.needs_holder


def test_while_the_certificate_that_it_renews_is_suspended_nothing_is_the_holders_to_do(session, ask, held, course):
    late = held.version.valid_until - timedelta(days=30)
    assert build.renewing_claim(session, held, at=late) is not None
    build.suspended(session, held, at=late + timedelta(minutes=1))
    found = ask(course, after=late - NOW + SOON)[course.course_id]
    assert (found.is_waiting, found.needs_holder) == (True, False)


def test_until_a_renewed_certificate_begins_the_one_in_force_is_shown(session, ask, held, course):
    late = held.version.valid_until - timedelta(days=30)
    claim = build.renewing_claim(session, held, at=late)
    assert claim is not None
    build.taken(session, claim, "Ngozi Okafor", at=late)
    found = ask(course, after=late - NOW + SOON)[course.course_id]
    assert (found.url, found.until) == (f"/certificates/{held.credential.uuid}", held.version.valid_until)


def test_one_that_has_ended_is_none(ask, held, course):
    assert ask(course, after=AFTER_ITS_END) == {}


def test_a_claim_that_has_lapsed_is_none(session, ask, officer, other_course):
    build.claim(session, officer, other_course)
    assert ask(other_course, after=AFTER_ITS_END) == {}


def test_one_that_is_suspended_is_none_until_that_is_lifted(session, ask, held, course):
    stopped = build.suspended(session, held, at=NOW + timedelta(minutes=1))
    assert ask(course) == {}
    again = build.lifted(session, stopped, at=NOW + timedelta(minutes=2))
    found = ask(course)[course.course_id]
    assert found.picture.url.endswith(again.version.pdf_sha256[:12])


def test_one_that_was_revoked_is_none(session, ask, held, course):
    ending.revoke(session, held.credential, StatusReason.ERROR, "The wrong exam.", actor_id=None, now=NOW)
    assert ask(course) == {}


def test_another_person_has_none_of_it(session, ask, held, course):
    other = person(session, "Bo Li", Role.OFFICER)
    build.enrol(session, other, course)
    assert ask(course, who=other) == {}


def test_a_course_from_which_nothing_was_earned_has_none(ask, held, other_course):
    assert ask(other_course) == {}


def test_many_courses_take_as_many_statements_as_one(app, session, held, course, officer, other_course):
    versions = [course, other_course]
    for _ in range(30):
        versions.append(build.course_version(session))
        build.enrol(session, officer, versions[-1])
    for version in versions[1:]:
        build.claim(session, officer, version)
    runs = [newest_runs(session, [officer.id], one.course_id)[officer.id] for one in versions]
    with app.test_request_context():
        few, _one = crowd.statements(session, lambda: reopenings(session, runs[:2], NOW + SOON))
        many, found = crowd.statements(session, lambda: reopenings(session, runs, NOW + SOON))
    assert few == many == 1
    assert len(found) == len(versions)

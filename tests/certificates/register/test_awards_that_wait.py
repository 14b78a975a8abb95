"""What courses are told of a person's certificates: the one in force, or the one that waits, and for whom."""

import pytest

from certificates.register.pages.course_awards import course_awards
from tests.builders import certificates as build
from tests.builders.people import NOW, viewer


@pytest.fixture
def told(app, session, officer, course):
    def ask():
        with app.test_request_context():
            return course_awards(session, viewer(session, officer), [course.course_id], NOW).get(course.course_id)

    return ask


def test_what_waits_for_a_confirmed_name_is_its_holders_to_do(session, officer, course, told):
    claim = build.claim(session, officer, course)
    award = told()
    assert (award.is_waiting, award.needs_holder, award.url) == (True, True, f"/certificates/claims/{claim.uuid}")


def test_what_waits_for_a_check_of_the_name_is_somebody_elses(session, officer, course, told):
    build.claim(session, officer, course)
    officer.name_checked_at = None
    session.flush()
    assert (told().is_waiting, told().needs_holder) == (True, False)


def test_a_certificate_in_force_waits_for_nobody(session, held, told):
    award = told()
    assert (award.is_waiting, award.needs_holder) == (False, False)
    assert award.until == held.version.valid_until

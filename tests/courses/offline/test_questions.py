"""A question under a lesson in flight mode: kept on the phone, sent when the line is back, asked once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from courses.catalogue.models import CourseVersion
from courses.cohorts.models.question import LessonQuestion
from courses.cohorts.services.joining import bring_in
from courses.learning.models import Enrolment
from lms import clock
from lms.db import transaction
from lms.people.models import Person
from tests.builders import cohorts
from tests.builders import people as build
from tests.courses.offline.live import FIRST, LATEST, keep, lesson, on_phone

pytestmark = [pytest.mark.browser, pytest.mark.pages]


@pytest.fixture
def in_a_cohort(site, officer):
    """The officer takes the course in a cohort."""
    with site.app.test_request_context(), transaction() as session:
        run = session.scalars(select(Enrolment).where(Enrolment.person_id == officer.id)).one()
        version = session.get_one(CourseVersion, run.course_version_id)
        place = build.administration(session)
        session.get_one(Person, officer.id).administration_id = place.id
        session.flush()
        now = clock.now()
        cohort = cohorts.cohort(session, version, now - timedelta(days=5), place=place)
        bring_in(session, cohort, [officer.id], by=None, take_over=[officer.id], now=now)
    return officer


def asked(site):
    with site.app.app_context(), transaction() as session:
        return session.execute(select(LessonQuestion.lesson, LessonQuestion.text)).all()


def ask(page, text):
    page.get_by_text("Ask your trainer about this lesson").click()
    page.get_by_label("Your question").fill(text)
    page.get_by_role("button", name="Ask", exact=True).click()


def test_a_question_without_a_line_waits_on_the_phone_and_arrives_once(site, in_a_cohort, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    signed_in.set_offline(True)
    lesson(page, site)
    ask(page, "Is bone heavier?")
    expect(page.locator("#asked")).to_have_text(re.compile("saved on this phone"), timeout=LATEST)
    assert asked(site) == []
    on_phone(page, site)
    expect(page.locator("#marks .chip")).to_have_text("waiting")
    signed_in.set_offline(False)
    expect(page.locator("#marks .chip")).to_have_text("sent", timeout=LATEST)
    assert asked(site) == [(FIRST, "Is bone heavier?")]
    lesson(page, site)
    ask(page, "And horn?")
    expect(page.locator("#asked")).to_have_text(re.compile("Your question is sent"), timeout=LATEST)
    assert (FIRST, "And horn?") in asked(site)

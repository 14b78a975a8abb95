"""Mistakes in questions: reported where an answer was judged, and read by who may read the question."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from assessments.exams.services.key_views import look_at_keys
from assessments.items.models import ItemVersion
from courses.learning.services import enrol
from courses.mistakes.models import MistakeReport
from lms.access import Role
from lms.text.markup import plain
from tests.builders import assessments as make
from tests.builders.people import person, viewer

pytestmark = pytest.mark.usefixtures("at_now")
SAID = {"sort": "fact", "text": "Answer B is right as well."}


@pytest.fixture
def done(session, exam, officer, now):
    """The officer has handed in the exam."""
    made = make.sit(session, exam, officer, now)
    session.commit()
    return made


@pytest.fixture
def manager(session):
    return person(session, "Manager", Role.PROGRAMME_MANAGER)


def address(attempt, number=1):
    return f"/mistakes/new?attempt={attempt.uuid}&question={number}"


def stem_of(session, attempt, number=1):
    asked = make.attempt_queries.questions(session, attempt.id)[number - 1].item_version_id
    return plain(session.get_one(ItemVersion, asked).stem)


@pytest.fixture
def reported(session, done, here):
    assert here.post(address(done), data=SAID).status_code == 303
    session.expire_all()
    return session.scalars(select(MistakeReport)).one()


def test_a_check_has_the_link_in_its_box_and_the_page_of_a_report_shows_what_it_asks(here, version):
    page = here.get("/courses/tiny-course/lessons/first").text
    link = f"/mistakes/new?course=tiny-course&amp;lesson=first&amp;check=practice-first-1&amp;version={version.uuid}"
    assert link in page
    assert here.get(link.replace("&amp;", "&")).status_code == 200
    assert here.post(link.replace("&amp;", "&"), data=SAID).status_code == 303


def test_the_practice_quiz_names_the_lesson_of_each_check(here):
    page = here.get("/courses/tiny-course/modules/1/practice").text
    assert "lesson=first&amp;check=practice-first-1" in page
    assert "lesson=second&amp;check=practice-second-1" in page


@pytest.mark.parametrize("use", ["exam", "quiz"])
def test_the_result_leads_to_the_report_of_each_question(session, request, use, officer, here, now):
    attempt = make.sit(session, request.getfixturevalue(use), officer, now)
    session.commit()
    page = here.get(f"/attempts/{attempt.uuid}").text
    assert f"/mistakes/new?attempt={attempt.uuid}&amp;question=1" in page
    form = here.get(address(attempt))
    assert stem_of(session, attempt) in form.text
    assert not make.revealed(form.text)


def test_of_an_exam_under_way_nothing_is_reported_and_no_page_of_it_has_the_link(session, attempt, here):
    for path in (f"/attempts/{attempt.uuid}", f"/attempts/{attempt.uuid}/review"):
        assert "/mistakes/new" not in here.get(path).text
    assert here.get(address(attempt)).status_code == 404
    assert here.post(address(attempt), data=SAID).status_code == 404
    assert session.scalars(select(MistakeReport)).all() == []


@pytest.mark.parametrize("number", ["0", "99", "-1", "x", ""])
def test_a_question_that_was_not_asked_is_not_found(here, done, number):
    assert here.get(address(done, number)).status_code == 404


def test_a_question_on_the_paper_of_somebody_else_is_not_found(session, version, done, signed_in, manager, now):
    for row in (make.learner(session, version, now), manager):
        assert signed_in(row).get(address(done)).status_code == 404


def test_exam_questions_are_not_found_as_checks_of_a_lesson(session, here, done, reported):
    asked = f"/mistakes/new?course=tiny-course&lesson=first&check={reported.name}"
    assert here.get(asked).status_code == 404


def test_ones_own_page_and_file_leave_out_what_may_be_asked_again(session, here, done, reported):
    page = here.get("/mistakes/mine").text
    assert SAID["text"] not in page
    assert stem_of(session, done) not in page
    assert "the question may be asked again" in page
    (row,) = json.loads(here.get("/mistakes/mine/export.json").text)
    assert (row["text"], row["name"]) == (None, None)


def test_who_did_not_look_at_the_question_reads_neither_stem_nor_words_and_does_not_judge(
    session, reported, done, manager, signed_in
):
    browser = signed_in(manager)
    page = browser.get(f"/mistakes/{reported.uuid}")
    for text in (page.text, browser.get("/mistakes").text, browser.get("/mistakes/export.csv").text):
        assert SAID["text"] not in text
        assert stem_of(session, done) not in text
    assert "This is about a question of an exam" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    answer = browser.post(f"/mistakes/{reported.uuid}", data={"state": "looked-at", "seen": "1"})
    assert answer.status_code == 409


def test_who_has_looked_at_it_reads_stem_and_words_and_judges(session, exam, reported, done, manager, signed_in, now):
    look_at_keys(session, exam, viewer(session, manager), now)
    session.commit()
    browser = signed_in(manager)
    page = browser.get(f"/mistakes/{reported.uuid}").text
    assert stem_of(session, done) in page
    assert SAID["text"] in page
    assert not make.revealed(page)
    sent = {"state": "no-mistake", "seen": "1", "reason": "Read the rule again."}
    assert browser.post(f"/mistakes/{reported.uuid}", data=sent).status_code == 303


def test_who_takes_the_course_never_reads_it(session, exam, version, reported, done, manager, signed_in, now):
    look_at_keys(session, exam, viewer(session, manager), now)
    enrol(session, manager.id, version.id, now=now)
    session.commit()
    assert SAID["text"] not in signed_in(manager).get(f"/mistakes/{reported.uuid}").text


def test_a_question_of_a_quiz_is_read_by_who_decides_what_is_asked(
    session, quiz, officer, here, manager, signed_in, now
):
    attempt = make.sit(session, quiz, officer, now)
    session.commit()
    here.post(address(attempt), data=SAID)
    uuid = session.scalars(select(MistakeReport.uuid)).one()
    assert SAID["text"] in signed_in(manager).get(f"/mistakes/{uuid}").text

"""The pages of the supervisor, who has no account, and of the officer who names one."""

import pytest
from sqlalchemy import select

from courses.learning import services as learning
from courses.learning.queries.runs import runs_of
from courses.surveys.models import SupervisorRequest, SurveyAnswer
from courses.surveys.rules.supervising import LINK_LIFE
from courses.surveys.services.supervising import refuse, withdraw
from lms.mail.services import note_refusal
from tests.builders import surveys as build
from tests.builders.courses import LESSONS
from tests.builders.people import browser

GOOD = {"q-looks": "4", "answered_as": "Sam Boss"}
PERSON = {"name": "Sam Boss", "email": "boss@post.example", "language": "en"}


@pytest.fixture
def request_(session, me, version, now):
    return build.named(session, me, version, now)[0]


@pytest.fixture
def link(session, request_, now):
    token = build.linked(session, request_, now)
    session.commit()
    return f"/forms/supervisor/{token}"


@pytest.fixture
def desk(app, client):
    return browser(app)


@pytest.fixture
def finished(session, enrolled, version, now):
    """An officer who has done the course."""
    for lesson in LESSONS:
        learning.record_read(session, enrolled.id, version.course_id, lesson, now=now)
    [run] = runs_of(session, [enrolled.id])[enrolled.id]
    for step in ("quiz-one", "quiz-two", "the-exam"):
        learning.record_completion(session, run.id, step, now=now)
    session.commit()
    return enrolled


def test_the_page_says_about_whom_and_for_whom_it_is(link, desk, officer):
    page = desk.get(link).text
    assert f"This form is for Sam Boss. {officer.name} took the course" in page
    assert "Is that not you? Then please do not answer." in page


def test_opened_by_a_mail_filter_the_link_still_works(link, desk):
    for _time in range(3):
        assert desk.get(link).status_code == 200


def test_a_supervisor_answers_once_and_the_second_opening_says_so(session, link, desk, app):
    assert "Thank you" in desk.post(link, data=GOOD).text
    for answer in (browser(app).get(link), browser(app).post(link, data=GOOD)):
        assert (answer.status_code, "This form was answered" in answer.text) == (410, True)
    assert len(session.scalars(select(SurveyAnswer)).all()) == 1


def test_a_forwarded_link_is_answered_with_the_name_that_was_typed(session, link, desk):
    desk.post(link, data={**GOOD, "answered_as": "Rae Other"})
    assert session.scalars(select(SurveyAnswer.answered_as)).all() == ["Rae Other"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"q-looks": "4", "answered_as": " "}, "Type your name"),
        ({"q-looks": "9", "answered_as": "Sam"}, "Choose one of the points"),
        ({"answered_as": "Sam"}, "Answer at least one question."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(session, link, desk, sent, words):
    answer = desk.post(link, data=sent)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert f'value="{sent["answered_as"].strip()}"' in answer.text or not sent["answered_as"].strip()
    assert session.scalars(select(SurveyAnswer)).all() == []
    assert desk.post(link, data=GOOD).status_code == 200


def test_who_does_not_know_the_officer_says_so_and_is_left_alone(session, link, desk, request_):
    assert desk.post(f"{link}/stranger").status_code == 303
    assert "Thank you for telling us" in desk.get(link).text
    session.expire_all()
    assert request_.ended_reason == "stranger"
    assert desk.post(f"{link}/stranger").status_code == 409


def test_a_link_that_ran_out_or_was_withdrawn_says_so(session, link, desk, request_, me, now, monkeypatch):
    withdraw(session, request_.uuid, viewer=me, now=now)
    session.commit()
    assert "Nothing more to answer" in desk.get(link).text
    request_.ended_at = request_.ended_reason = None
    session.commit()
    monkeypatch.setattr("lms.clock.now", lambda: now + LINK_LIFE)
    assert "This link has expired" in desk.get(link).text


def test_a_link_that_nobody_sent_answers_in_words(desk, version):
    assert desk.get("/forms/supervisor/abc").status_code == 404
    assert desk.post("/forms/supervisor/abc/stranger").status_code == 404


def test_an_officer_reads_the_questions_before_the_form_goes_out(session, finished, signed_in, now):
    phone = signed_in(finished)
    assert "/supervisor/tiny-course" in phone.get("/").text
    page = phone.get("/supervisor/tiny-course").text
    assert page.index("What keeps the officer most from using it?") < page.index("ask my supervisor")
    assert phone.post("/supervisor/tiny-course", data=PERSON).headers["Location"] == "/supervisor"
    rows = session.scalars(select(SupervisorRequest)).all()
    assert [(one.months, one.supervisor_name, one.supervisor_email) for one in rows] == [
        (3, "Sam Boss", "boss@post.example"),
        (6, "Sam Boss", "boss@post.example"),
    ]
    assert "25 February 2027" in phone.get("/supervisor").text
    assert "/supervisor/tiny-course" not in phone.get("/").text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": ""}, "Type the name of your supervisor."),
        ({"email": "boss"}, "This is not an e-mail address."),
        ({"language": "xx"}, "Choose from the list."),
    ],
)
def test_a_supervisor_who_cannot_be_written_to_is_refused_at_the_field(session, finished, signed_in, sent, words):
    answer = signed_in(finished).post("/supervisor/tiny-course", data=PERSON | sent)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert session.scalars(select(SupervisorRequest)).all() == []


def test_about_a_course_that_is_not_done_nobody_is_named(enrolled, signed_in):
    phone = signed_in(enrolled)
    assert phone.get("/supervisor/tiny-course").status_code == 404
    assert "No finished course yet" in phone.get("/supervisor").text


def test_the_officer_sees_that_it_was_answered_and_not_what(session, finished, signed_in, version, now):
    phone = signed_in(finished)
    phone.post("/supervisor/tiny-course", data=PERSON)
    first = session.scalars(select(SupervisorRequest).order_by(SupervisorRequest.months)).first()
    build.answered(session, first, now)
    session.commit()
    page = phone.get("/supervisor").text
    assert ">Has answered<" in page
    assert "boss@post.example" in page  # of the one that is still to come
    assert page.count("boss@post.example") == 1


def test_an_officer_hears_that_the_person_does_not_know_them_and_names_somebody_else(session, finished, signed_in, now):
    phone = signed_in(finished)
    phone.post("/supervisor/tiny-course", data=PERSON)
    first = session.scalars(select(SupervisorRequest).order_by(SupervisorRequest.months)).first()
    refuse(session, build.linked(session, first, now), now=now)
    session.commit()
    page = phone.get("/supervisor").text
    assert "Does not know the officer" in page
    assert "Name somebody else" in page


def test_an_officer_withdraws_what_is_not_answered(session, finished, signed_in):
    phone = signed_in(finished)
    phone.post("/supervisor/tiny-course", data=PERSON)
    first = session.scalars(select(SupervisorRequest).order_by(SupervisorRequest.months)).first()
    assert phone.post(f"/supervisor/requests/{first.uuid}/withdraw").status_code == 303
    session.refresh(first)
    assert first.ended_reason == "withdrawn"


def test_an_address_that_the_mail_server_refused_is_told(session, finished, signed_in, now):
    phone = signed_in(finished)
    phone.post("/supervisor/tiny-course", data=PERSON)
    note_refusal(session, "boss@post.example", "550 nobody here", now=now)
    session.commit()
    assert "The mail server refused this address." in phone.get("/supervisor").text


def test_the_page_of_a_course_leads_to_the_supervisor(finished, signed_in):
    assert 'href="/supervisor"' in signed_in(finished).get("/courses/tiny-course").text

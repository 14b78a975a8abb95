"""The form that anybody answers: without signing in, once a device, and in words where it cannot be answered."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from courses.surveys.models import SurveyAnswer
from courses.surveys.services.answering import TRIES_NETWORK, UNKNOWN_NETWORK
from lms.people.authentication.login_session import cookie_name
from lms.rate_limits import RateLimitTry, bucket, count_try
from tests.builders import surveys as build
from tests.builders.people import browser

DAY = timedelta(days=1)
GOOD = {"q-relevant": "5", "q-recommend": "yes", "q-change": "Nothing."}


@pytest.fixture
def code(session, trainer, now):
    row = build.code(session, trainer, now)
    session.commit()
    return row


@pytest.fixture
def phone(app, client):
    return browser(app)


def number(session):
    return session.scalar(select(func.count()).select_from(SurveyAnswer))


def test_somebody_unknown_answers_and_is_thanked(session, code, phone):
    page = phone.get(f"/f/{code.code}").text
    assert "How was the course?" in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    sent = phone.post(f"/f/{code.code}", data={**GOOD, "key": key})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/f/{code.code}/thanks")
    assert "Thank you" in phone.get(f"/f/{code.code}/thanks").text
    [kept] = session.scalars(select(SurveyAnswer))
    assert (kept.uuid, kept.answers) == (key, {"relevant": 5, "recommend": True, "change": "Nothing."})


def test_the_code_is_read_in_small_letters_and_with_its_hyphen(code, phone):
    typed = f"{code.code[:4]}-{code.code[4:]}".lower()
    assert phone.get(f"/f/{typed}").status_code == 200


def test_the_form_speaks_the_language_of_the_browser(code, phone):
    page = phone.get(f"/f/{code.code}", headers={"Accept-Language": "fr"}).text
    assert "Comment était le cours" in page


def test_no_cookie_is_set_but_that_of_the_form(app, code, phone):
    phone.get(f"/f/{code.code}")
    sent = phone.post(f"/f/{code.code}", data=GOOD)
    named = {line.split("=")[0] for line in sent.headers.getlist("Set-Cookie")}
    assert named <= {app.config["SESSION_COOKIE_NAME"]}
    assert phone.get_cookie(cookie_name()) is None


def test_what_is_kept_for_the_limit_names_no_address(session, code, phone):
    phone.post(f"/f/{code.code}", data=GOOD, environ_base={"REMOTE_ADDR": "198.51.100.77"})
    tries = session.scalars(select(RateLimitTry)).all()
    assert len(tries) == 1
    assert "198.51.100.77" not in repr([vars(one) for one in tries])
    assert tries[0].bucket != bucket("survey network", "198.51.100.77")  # the secret of the site is part of it


def test_nothing_of_an_answer_goes_into_the_log(code, phone, capsys):
    phone.post(f"/f/{code.code}", data=GOOD, environ_base={"REMOTE_ADDR": "198.51.100.77"})
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")


def test_wrong_answers_are_told_beside_their_question_and_nothing_typed_is_lost(session, code, phone):
    answer = phone.post(f"/f/{code.code}", data={**GOOD, "q-pace": "never", "key": "k" * 36})
    assert answer.status_code == 422
    assert "Choose one of the answers on the list." in answer.text
    assert 'href="#q-pace"' in answer.text
    assert ">Nothing.</textarea>" in answer.text
    assert 'name="q-relevant" value="5" checked' in answer.text
    assert 'value="' + "k" * 36 in answer.text
    assert number(session) == 0


def test_an_empty_sheet_is_refused_in_words(session, code, phone):
    answer = phone.post(f"/f/{code.code}", data={"q-change": ""})
    assert (answer.status_code, number(session)) == (422, 0)
    assert "Answer at least one question." in answer.text


def test_the_same_device_is_asked_whether_another_person_answers(session, code, phone):
    phone.post(f"/f/{code.code}", data=GOOD)
    assert "Already answered on this device" in phone.get(f"/f/{code.code}").text
    assert "How was the course?" in phone.get(f"/f/{code.code}?another=1").text
    phone.post(f"/f/{code.code}?another=1", data=GOOD)
    assert number(session) == 2


def test_a_code_that_nobody_made_is_told_in_words(code, phone):
    answer = phone.get("/f/ABCDEFGH")
    assert (answer.status_code, "No form has this code" in answer.text) == (404, True)


def test_guessing_codes_is_slowed(code, phone):
    for _try in range(UNKNOWN_NETWORK):
        assert phone.get("/f/ABCDEFGH").status_code == 404
    assert phone.get("/f/ABCDEFGH").status_code == 429
    assert phone.get(f"/f/{code.code}").status_code == 200  # whoever has a code is not held up


def test_a_flood_of_sheets_from_one_network_is_stopped_and_told_when_to_go_on(session, code, phone, now, monkeypatch):
    monkeypatch.setattr("courses.surveys.views.answering.asking_network", lambda: "somewhere")
    for _try in range(TRIES_NETWORK):
        count_try(session, [bucket("survey network", "somewhere")], now=now)
    session.commit()
    answer = phone.post(f"/f/{code.code}", data=GOOD)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "901")
    assert number(session) == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closed": True}, "This form is closed"),
        ({"opens": DAY}, "This form is not open yet"),
        ({"most": 1, "answers": 1}, "This form has all its answers"),
    ],
)
def test_what_cannot_be_answered_says_why(session, trainer, phone, now, change, words):
    row = build.code(
        session, trainer, now, answers=change.get("answers", 0), most=change.get("most", 60),
        opens_at=now + change.get("opens", timedelta()),
    )  # fmt: skip
    if "closed" in change:
        row.closed_at, row.closed_by_id = now, trainer.id
    session.commit()
    for answer in (phone.get(f"/f/{row.code}"), phone.post(f"/f/{row.code}", data=GOOD)):
        assert (answer.status_code, words in answer.text) == (410, True)
    assert number(session) == change.get("answers", 0)


def test_the_page_shows_nobody_who_is_signed_in(session, code, officer, signed_in):
    page = signed_in(officer).get(f"/f/{code.code}").text
    assert 'action="/sign-out"' not in page
    assert officer.name not in page

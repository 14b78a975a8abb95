"""The pages of a sitting and the saving of answers, as a browser meets them."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select, update

from assessments.exams.models import AnswerRevision, Attempt
from assessments.exams.rules.states import AttemptState
from lms.access import Role
from lms.people.models import UserSession
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import browser, forms_protected, person

pytestmark = pytest.mark.usefixtures("at_now")
COURSE = f"/courses/{make.SLUG}/exams"
JSON = {"Accept": "application/json"}


def saves(session, attempt, values=None, **more):
    """The body of a request with right answers to everything, or with these."""
    asked = make.kinds(session, attempt)
    return {
        "page": "page-1",
        "saves": [
            {"position": position, "client_seq": 1, "base_seq": 0, "form": dict((values or make.FORMS)[kind]), **more}
            for position, kind in asked.items()
            if values is None or kind in values
        ],
    }


def post(where, attempt, body):
    return where.post(f"/attempts/{attempt.uuid}/answers", json=body)


def steps(session):
    return session.scalar(select(func.count()).select_from(AnswerRevision))


def test_from_the_button_to_the_result(session, here, officer, version):
    page = here.get(f"{COURSE}/{make.EXAM}")
    assert "Start now" in page.text
    started = here.post(f"{COURSE}/{make.EXAM}/start")
    assert started.status_code == 303
    address = started.headers["Location"]
    attempt = session.scalars(select(Attempt)).one()
    told = post(here, attempt, saves(session, attempt))
    assert told.status_code == 200
    assert {one["verdict"] for one in told.json["results"]} == {"taken"}
    assert told.json["remaining"] == 2400
    assert told.json["state"] == "in_progress"
    handed = here.post(f"{address}/submit", data={"key": "k"})
    assert (handed.status_code, handed.headers["Location"]) == (303, address)
    result = here.get(address).text
    assert "Passed with 100 %" in result
    assert "6 of 6" in result
    assert "You have passed. Your certificate is not created yet." in here.get(f"{COURSE}/{make.EXAM}").text
    assert "The exam" in here.get("/attempts").text
    assert here.post(f"{COURSE}/{make.EXAM}/start").status_code == 409


def test_handing_in_again_shows_the_same_receipt(session, here, attempt):
    for _ in range(3):
        assert make.submit(here, attempt.uuid).status_code == 303
    page = here.get(f"/attempts/{attempt.uuid}").text
    assert page.count('class="code"') == 1
    assert "0 of 6" in page


def test_a_batch_has_a_receipt_for_each_answer(session, here, attempt):
    told = post(here, attempt, saves(session, attempt)).json
    assert [(one["position"], one["seq"]) for one in told["results"]] == [(n, 1) for n in range(1, 7)]
    again = post(here, attempt, saves(session, attempt)).json
    assert {one["verdict"] for one in again["results"]} == {"repeated"}
    assert steps(session) == 6


def test_a_stale_answer_is_answered_409_with_what_stands(session, here, attempt):
    post(here, attempt, saves(session, attempt))
    other = {**saves(session, attempt, {KindName.ONE_CHOICE: {"answer": ["c"]}}), "page": "page-2"}
    told = post(here, attempt, other)
    assert told.status_code == 409
    assert told.json["results"][0]["value"] == "b"


def test_an_invalid_answer_is_answered_422_and_the_rest_is_saved(session, here, attempt):
    wrong = {**make.FORMS, KindName.ONE_CHOICE: {"answer": ["z"]}, KindName.NUMBER: {"answer": ["many"], "unit": [""]}}
    told = post(here, attempt, saves(session, attempt, wrong))
    assert told.status_code == 422
    verdicts = [one["verdict"] for one in told.json["results"]]
    assert sorted(verdicts) == ["invalid"] * 2 + ["taken"] * 4
    assert all(one["message"] for one in told.json["results"] if one["verdict"] == "invalid")
    assert steps(session) == 4


SOUND = {"page": "p", "position": 1, "client_seq": 1, "base_seq": 0, "value": None}


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"saves": {}},
        {"saves": []},
        {"saves": [SOUND] * 101},
        {"saves": ["a"]},
        {"saves": [{**SOUND, "page": ""}]},
        {"saves": [{**SOUND, "page": "p" * 41}]},
        {"saves": [{**SOUND, "page": "a\0"}]},
        {"saves": [{**SOUND, "page": "\ud800"}]},
        {"saves": [{**SOUND, "page": 5}]},
        {"saves": [{**SOUND, "position": "1"}]},
        {"saves": [{**SOUND, "position": True}]},
        {"saves": [{**SOUND, "client_seq": -1}]},
        {"saves": [{**SOUND, "client_seq": 2**31}]},
        {"saves": [{**SOUND, "base_seq": 1.5}]},
        {"saves": [{**SOUND, "after": "p"}]},
        {"saves": [{**SOUND, "after": [["p"]]}]},
        {"saves": [{**SOUND, "after": [["p", True]]}]},
        {"saves": [{**SOUND, "after": [["p", 1]] * 21}]},
        {"saves": [{**SOUND, "form": []}]},
        {"saves": [{**SOUND, "form": {"answer": "a"}}]},
        {"saves": [{**SOUND, "form": {"answer": [1]}}]},
        {"saves": [{**SOUND, "form": {"answer": ["a"] * 101}}]},
        {"saves": [{**SOUND, "client_time": "yesterday"}]},
        {"saves": [{**SOUND, "client_time": "2026-11-25T09:00:00"}]},
        {"saves": [{**SOUND, "client_time": "0001-01-01T00:00:00+14:00"}]},
        {"saves": [{**SOUND, "client_time": 5}]},
    ],
)
def test_a_request_that_makes_no_sense_is_refused_with_a_sentence(session, here, attempt, body):
    told = post(here, attempt, body)
    assert told.status_code == 422
    assert told.json["error"]["message"]
    assert steps(session) == 0


@pytest.mark.parametrize("text", ["", "{", "[" * 50_000, "1" * 6000, '{"saves": NaN}'])
def test_what_is_no_json_is_refused(session, here, attempt, text):
    told = here.post(f"/attempts/{attempt.uuid}/answers", data=text, headers={"Content-Type": "application/json"})
    assert told.status_code == 422
    assert steps(session) == 0


def test_a_moment_of_the_device_is_kept_in_utc(session, here, attempt):
    post(here, attempt, {"saves": [{**SOUND, "client_time": "2026-11-25T11:30:00+03:00"}]})
    assert session.scalars(select(AnswerRevision.client_time)).one().isoformat() == "2026-11-25T08:30:00+00:00"


@pytest.mark.parametrize("protected", [False, True])
def test_an_answer_of_5_mb_is_too_large_and_changes_nothing(app, session, here, attempt, protected):
    body = json.dumps({"saves": [{**SOUND, "value": "x" * 5_000_000}]})
    app.config["WTF_CSRF_ENABLED"] = protected
    try:
        told = here.post(
            f"/attempts/{attempt.uuid}/answers", data=body, headers={**JSON, "Content-Type": "application/json"}
        )
        form = here.post(f"/attempts/{attempt.uuid}/questions/1", data={"answer": "x" * 5_000_000})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert (told.status_code, form.status_code) == (413, 413)
    assert told.json["error"]["message"]
    assert steps(session) == 0


def test_an_answer_that_is_too_long_spoils_no_other(session, here, attempt):
    position = make.position_of(session, attempt, KindName.SPOT)
    body = saves(session, attempt)
    body["saves"][position - 1]["form"] = {"points": ["1 1\n" * 20_000]}
    told = post(here, attempt, body)
    assert told.status_code == 422
    assert [one["position"] for one in told.json["results"] if one["verdict"] != "taken"] == [position]


def test_a_foreign_attempt_is_not_found_whatever_one_does(session, version, attempt, signed_in, now):
    other = signed_in(make.learner(session, version, now))
    manager = signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    address = f"/attempts/{attempt.uuid}"
    for where in (other, manager):
        assert where.get(address).status_code == 404
        assert where.get(f"{address}/token").status_code == 404
        assert where.post(f"{address}/submit", data={"key": "k"}).status_code == 404
        assert where.post(f"{address}/questions/1", data={"answer": "a"}).status_code == 404
        assert post(where, attempt, saves(session, attempt)).status_code == 404
    session.refresh(attempt)
    assert attempt.state == AttemptState.IN_PROGRESS
    assert steps(session) == 0


@pytest.mark.parametrize("uuid", ["nothing", "%00", "%F0%9F%90%98", "0" * 300])
def test_an_attempt_that_is_not_there_is_not_found(here, uuid):
    assert here.get(f"/attempts/{uuid}").status_code == 404
    assert here.post(f"/attempts/{uuid}/answers", json={"saves": [SOUND]}).status_code == 404


def test_who_does_not_take_the_course_is_sent_to_its_page_by_an_exam_as_by_a_lesson(session, version, signed_in):
    for place in (f"{COURSE}/{make.EXAM}", f"/courses/{make.SLUG}/lessons/first"):
        stranger = signed_in(person(session, None, Role.OFFICER))
        sent = stranger.get(place)
        assert (sent.status_code, sent.headers["Location"]) == (303, f"/courses/{make.SLUG}")
        assert "Start the course first." in stranger.get(f"/courses/{make.SLUG}").text
    assert stranger.post(f"{COURSE}/{make.EXAM}/start").status_code == 404


def test_the_exam_of_a_course_that_one_may_not_see_is_not_found(session, version, signed_in):
    stranger = signed_in(person(session, None, Role.OFFICER))
    assert stranger.get(f"/courses/no-such-course/exams/{make.EXAM}").status_code == 404


def test_a_position_that_is_not_there_is_not_found(session, here, attempt):
    assert here.post(f"/attempts/{attempt.uuid}/questions/7", data={"answer": "a"}).status_code == 404
    assert post(here, attempt, {"saves": [{**SOUND, "position": 7}]}).status_code == 404
    assert steps(session) == 0


def test_nobody_signed_in_gets_401_in_json_and_the_sign_in_page_in_a_browser(app, session, client, attempt):
    told = post(browser(app), attempt, saves(session, attempt))
    assert told.status_code == 401
    assert "saved on this device" in told.json["error"]["message"]
    asked = browser(app).get(f"/attempts/{attempt.uuid}/token", headers=JSON)
    assert asked.status_code == 401
    page = browser(app).get(f"/attempts/{attempt.uuid}")
    assert page.status_code == 303
    assert "/sign-in?next=" in page.headers["Location"]
    assert steps(session) == 0


def test_a_session_that_ended_meanwhile_gets_401(session, here, attempt, now):
    session.execute(update(UserSession).values(ended_at=now))
    session.commit()
    assert post(here, attempt, saves(session, attempt)).status_code == 401
    assert steps(session) == 0


def test_a_forged_form_is_refused_and_says_why_to_a_script(app, session, here, attempt):
    with forms_protected(app):
        told = post(here, attempt, saves(session, attempt))
        form = here.post(f"/attempts/{attempt.uuid}/questions/1", data={"answer": "a"})
        handed = make.submit(here, attempt.uuid)
    assert told.status_code == form.status_code == handed.status_code == 400
    assert told.json["error"]["reason"] == "form-token"
    session.refresh(attempt)
    assert (steps(session), attempt.state) == (0, AttemptState.IN_PROGRESS)


def test_a_fresh_token_lets_the_same_answers_through(app, session, here, attempt):
    with forms_protected(app):
        token = here.get(f"/attempts/{attempt.uuid}/token").json
        told = here.post(
            f"/attempts/{attempt.uuid}/answers",
            json=saves(session, attempt),
            headers={"X-CSRFToken": token["token"]},
        )
    assert told.status_code == 200
    assert (token["remaining"], token["state"]) == (2400, "in_progress")


def fields(page, position):
    """The part of the page that holds one question."""
    return re.search(rf'id="q{position}".*?</section>', page, re.DOTALL)[0]


def test_without_script_each_question_is_saved_by_its_own_button(session, here, attempt):
    for position, kind in make.kinds(session, attempt).items():
        form = {name: list(values) for name, values in make.FORMS[kind].items()}
        saved = here.post(f"/attempts/{attempt.uuid}/questions/{position}", data=form)
        assert (saved.status_code, saved.headers["Location"]) == (303, f"/attempts/{attempt.uuid}#q{position}")
    page = here.get(f"/attempts/{attempt.uuid}").text
    assert "6 of 6 answered" in page
    assert "Your answer to question 6 is saved." in page
    assert 'value="8765.25"' in fields(page, make.position_of(session, attempt, KindName.NUMBER))
    assert "317 149\n50 50</textarea>" in fields(page, make.position_of(session, attempt, KindName.SPOT))
    assert steps(session) == 6


def test_without_script_a_wrong_answer_comes_back_with_its_error(session, here, attempt):
    position = make.position_of(session, attempt, KindName.NUMBER)
    page = here.post(f"/attempts/{attempt.uuid}/questions/{position}", data={"answer": "many", "unit": "kg"})
    assert page.status_code == 422
    assert "data-error" in fields(page.text, position)
    assert 'class="error"' in fields(page.text, position)
    assert page.text.count('class="error"') == 1
    assert 'value="many"' in fields(page.text, position)


def test_without_script_a_late_answer_says_so(session, here, attempt, at_now, now):
    at_now.now = now + timedelta(hours=1)
    position = make.position_of(session, attempt, KindName.TRUE_FALSE)
    here.post(f"/attempts/{attempt.uuid}/questions/{position}", data={"answer": "true"})
    assert "Your time was up when this answer arrived." in unescape(here.get(f"/attempts/{attempt.uuid}").text)


def test_a_wrong_answer_to_a_closed_attempt_does_not_open_the_paper_again(session, here, attempt):
    make.submit(here, attempt.uuid)
    position = make.position_of(session, attempt, KindName.NUMBER)
    told = here.post(f"/attempts/{attempt.uuid}/questions/{position}", data={"answer": "many"})
    assert told.status_code == 303
    page = here.get(f"/attempts/{attempt.uuid}").text
    assert "Your attempt is closed" in page
    assert 'id="paper"' not in page


def test_after_the_time_a_script_is_told_that_its_answer_is_late(session, here, attempt, at_now, now):
    at_now.now = now + timedelta(hours=1)
    told = post(here, attempt, saves(session, attempt))
    assert {one["verdict"] for one in told.json["results"]} == {"late"}
    assert (told.status_code, told.json["remaining"]) == (200, 0)
    make.submit(here, attempt.uuid)
    page = here.get(f"/attempts/{attempt.uuid}").text
    assert "6 answers arrived after the time was up." in page
    assert "ended by the clock" in page
    assert "Not passed: 0 %" in page


def test_a_page_asks_the_database_as_often_for_one_attempt_as_for_three(
    session, exam, officer, here, counting, at_now, now
):
    counts = []
    for n in range(3):
        at_now.now = now + timedelta(days=n)
        make.sit(session, exam, officer, at_now.now, wrong=list(KindName), seed=n) if n < 2 else None
        session.commit()
        here.get(f"{COURSE}/{make.EXAM}")  # once for what is remembered
        with counting() as seen:
            assert here.get(f"{COURSE}/{make.EXAM}").status_code == 200
        counts.append(len(seen))
    assert len(set(counts[:2])) == 1
    assert max(counts) <= 8  # the last of them: decisions that keep the person from the exam


def test_the_paper_and_a_save_ask_few_things_of_the_database(session, here, attempt, quiz, officer, counting, now):
    here.get(f"/attempts/{attempt.uuid}")
    with counting() as seen:
        here.get(f"/attempts/{attempt.uuid}")
    assert len(seen) <= 5, seen
    post(here, attempt, {"saves": [SOUND]})
    with counting() as one:
        post(here, attempt, {"saves": [{**SOUND, "client_seq": 2, "base_seq": 1}]})
    everything = {**saves(session, attempt), "page": "other"}
    with counting() as many:
        post(here, attempt, everything)
    assert len(one) == len(many) <= 4, one

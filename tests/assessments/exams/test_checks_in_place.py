"""The result of a check alone, for the script of its page, and what is said where the page is older than the course."""

from __future__ import annotations

import json
import re

import brotli
import pytest
from flask import Response

from lms.access import Role
from lms.web.api import packed
from tests.builders import assessments as make
from tests.builders.people import person

LESSON = f"/courses/{make.SLUG}/lessons/first"
CHECK = f"{LESSON}/checks/practice-first-1"
QUIZ = f"/courses/{make.SLUG}/modules/1/practice"
SCRIPT = {"Accept": "application/json", "Accept-Encoding": "br"}
ANSWER = {"practice-first-1.answer": "true", "of": "1"}


@pytest.fixture
def version(session, tmp_path, now):
    return make.load_folder(session, make.write_exam_course(tmp_path), now)


@pytest.fixture
def reader(signed_in, session, version, now):
    return signed_in(make.learner(session, version, now))


def told(answer) -> dict[str, object]:
    """What a script reads."""
    body = answer.data if answer.content_encoding != "br" else brotli.decompress(answer.data)
    return json.loads(body)


def test_a_script_gets_the_result_alone_small_and_without_any_token(reader):
    answer = reader.post(CHECK, data=ANSWER, headers=SCRIPT)
    said = told(answer)
    assert (answer.status_code, said["outcome"], said["isStale"]) == (200, "right", False)
    assert "your answer, right" in said["told"]
    assert "Try again" in said["told"]
    assert "csrf" not in said["told"]
    assert len(answer.data) < 700


def test_what_repeats_an_answer_is_compressed_only_where_it_holds_no_secret(app, reader):
    with app.test_request_context(method="POST", headers=SCRIPT):
        assert packed(Response("because " * 200, mimetype="application/json")).content_encoding == "br"
    page = reader.post(CHECK, data=ANSWER, headers={"Accept-Encoding": "br"})
    assert page.content_encoding is None  # beside a form token


def test_an_answer_that_is_none_is_refused_in_words(reader):
    said = told(reader.post(CHECK, data={"of": "1"}, headers=SCRIPT))
    assert said["outcome"] == ""
    assert 'class="error" id="check-practice-first-1-error"' in said["told"]
    assert "Give an answer first." in said["told"]


def test_the_page_with_a_result_holds_what_was_sent_for_the_other_checks(reader):
    sent = {"practice-first-1.answer": "false", "practice-second-1.answer": "true", "of": "1"}
    page = reader.post(f"{QUIZ}/practice-first-1?so-far=--", data=sent).text
    assert re.search(r'value="true" id="check-practice-second-1-true" checked', page)
    assert re.search(r'value="false" id="check-practice-first-1-false" checked', page)
    assert page.count('class="review"') == 1
    assert "Answered: 1 of 2." in page


def test_to_try_again_empties_that_check_alone(reader):
    sent = {"practice-first-1.answer": "false", "practice-second-1.answer": "true", "again": "1"}
    page = reader.post(f"{QUIZ}/practice-first-1?so-far=w-", data=sent).text
    assert 'id="check-practice-second-1-true" checked' in page
    assert 'id="check-practice-first-1-false" checked' not in page
    assert 'class="review"' not in page


def test_a_page_that_a_phone_kept_from_before_still_gets_its_result(reader):
    assert "your answer, right" in reader.post(CHECK, data={"answer": "true"}).text


def test_an_answer_to_another_version_of_a_question_is_not_judged_and_that_is_said(reader):
    for headers in ({}, SCRIPT):
        answer = reader.post(CHECK, data=ANSWER | {"of": "7"}, headers=headers)
        said = told(answer)["told"] if headers else answer.text
        assert "This question has changed since you opened the page" in said
        assert 'class="review"' not in said
    assert told(reader.post(CHECK, data=ANSWER | {"of": "7"}, headers=SCRIPT))["isStale"]


@pytest.mark.parametrize("path", [f"{LESSON}/checks", QUIZ])
def test_a_check_that_is_gone_is_said_on_the_page_with_the_other_answers(reader, path):
    sent = ANSWER | {"practice-gone-1.answer": "a"}
    page = reader.post(f"{path}/practice-gone-1", data=sent)
    assert page.status_code == 409
    assert 'id="check-practice-gone-1-told" tabindex="-1">This question is no longer here.' in page.text
    assert 'id="check-practice-first-1-true" checked' in page.text
    script = reader.post(f"{path}/practice-gone-1", data=sent, headers=SCRIPT)
    assert script.status_code == 409
    assert "no longer here" in script.json["error"]["message"]
    assert reader.post(f"{path}/practice-gone-1", data={"answer": "a"}).status_code == 404  # no page of ours asked


def test_a_lesson_that_is_gone_from_the_course_is_said(reader):
    answer = reader.post(CHECK.replace("/first/", "/gone/"), data=ANSWER, headers=SCRIPT)
    assert answer.status_code == 409
    assert answer.json["error"]["message"].startswith("This lesson is no longer in your course.")


def test_who_does_not_take_the_course_finds_nothing_whatever_is_sent(session, version, signed_in, now):
    stranger = signed_in(person(session, "Stranger", Role.OFFICER))
    for data in (ANSWER, {"answer": "true"}):
        assert stranger.post(CHECK, data=data, headers=SCRIPT).status_code == 404
        assert stranger.post(CHECK.replace("/first/", "/gone/"), data=data, headers=SCRIPT).status_code == 404

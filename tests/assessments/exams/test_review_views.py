"""Reviewing and submitting as forms do it: what is asked once more, and what the server holds decides."""

import re
from datetime import timedelta
from html import unescape

import pytest

from assessments.exams.rules.states import AttemptState
from tests.builders import assessments as make

pytestmark = pytest.mark.usefixtures("at_now")
HELD = "1,2,3,4,5,6"


@pytest.fixture
def answered(session, attempt, now):
    """Answers the question of this position rightly, or takes the answer back."""

    def give(position, *, client_seq=1, clear=False):
        kind = make.kinds(session, attempt)[position]
        value = None if clear else make.RIGHT[kind]
        make.save(session, attempt, position, value, now, page=f"p{position}", client_seq=client_seq, base_seq=9)
        session.commit()

    return give


def submit(here, attempt, **fields):
    return here.post(f"/attempts/{attempt.uuid}/submit", data={"key": "k", **fields})


def is_open(session, attempt):
    session.refresh(attempt)
    return attempt.state == AttemptState.IN_PROGRESS


def test_the_review_lists_every_question_by_its_number_and_links_to_it(here, attempt, answered):
    answered(2)
    page = here.get(f"/attempts/{attempt.uuid}/review")
    assert "1 of 6 answered" in page.text
    assert "No answer (5)" in page.text
    assert "Answered (1)" in page.text
    for position in range(1, 7):
        assert page.text.count(f'href="/attempts/{attempt.uuid}#q{position}"') == 1
    assert 'name="unanswered" value="1,3,4,5,6"' in page.text


def test_what_has_no_answer_is_asked_about_once_and_then_submitted(session, here, attempt):
    asked = submit(here, attempt, unanswered=HELD)
    assert asked.status_code == 200
    assert "Questions without an answer: 6" in unescape(asked.text)
    assert is_open(session, attempt)
    done = submit(here, attempt, unanswered=HELD, sure="1")
    assert (done.status_code, done.headers["Location"]) == (303, f"/attempts/{attempt.uuid}")
    assert not is_open(session, attempt)


def test_a_paper_answered_whole_is_submitted_unasked(session, here, attempt, answered):
    for position in range(1, 7):
        answered(position)
    assert submit(here, attempt, unanswered="").status_code == 303
    assert not is_open(session, attempt)


def test_a_page_that_names_no_list_is_asked_too(session, here, attempt):
    assert submit(here, attempt, sure="1").status_code == 200
    assert is_open(session, attempt)


@pytest.mark.parametrize("nonsense", ["all", "1;2", "²", "9" * 5000, "-1"])
def test_a_list_that_cannot_be_read_is_no_agreement(session, here, attempt, nonsense):
    assert submit(here, attempt, unanswered=nonsense, sure="1").status_code == 200
    assert is_open(session, attempt)


def test_an_answer_that_another_window_gave_is_told_and_asked_about_again(session, here, attempt, answered):
    answered(3)
    asked = submit(here, attempt, unanswered=HELD, sure="1")
    assert asked.status_code == 409
    assert "Answered since, in another window or on another device: 3." in unescape(asked.text)
    assert 'name="unanswered" value="1,2,4,5,6"' in asked.text
    assert is_open(session, attempt)
    assert submit(here, attempt, unanswered="1,2,4,5,6", sure="1").status_code == 303


def test_an_answer_that_another_window_took_back_is_told_and_asked_about_again(session, here, attempt, answered):
    for position in range(1, 7):
        answered(position)
    answered(4, client_seq=2, clear=True)
    asked = submit(here, attempt, unanswered="")
    assert asked.status_code == 409
    assert "No answer any more, after a change in another window or on another device: 4." in unescape(asked.text)
    assert is_open(session, attempt)


def test_where_everything_was_answered_elsewhere_the_page_says_so_before_it_submits(session, here, attempt, answered):
    for position in range(1, 7):
        answered(position)
    asked = submit(here, attempt, unanswered="6", sure="1")
    assert "All questions have an answer now" in unescape(asked.text)
    assert is_open(session, attempt)
    assert submit(here, attempt, unanswered="", sure="1").status_code == 303


def test_what_is_asked_keeps_the_key_of_the_first_press(here, attempt):
    asked = submit(here, attempt, unanswered=HELD, key="pressed-once")
    assert 'name="key" value="pressed-once"' in asked.text


def test_when_the_time_is_up_nothing_is_asked_any_more(session, here, attempt, at_now, now):
    at_now.now = now + timedelta(hours=1)
    assert submit(here, attempt).status_code == 303
    session.refresh(attempt)
    assert attempt.closed_by == "time"


def test_a_paper_submitted_already_gives_its_receipt_whatever_is_sent(session, here, attempt):
    submit(here, attempt, unanswered=HELD, sure="1")
    assert submit(here, attempt, unanswered="1").status_code == 303
    review = here.get(f"/attempts/{attempt.uuid}/review")
    assert (review.status_code, review.headers["Location"]) == (303, f"/attempts/{attempt.uuid}")


def test_a_script_is_told_what_the_server_holds(here, attempt, answered):
    answered(5)
    assert here.get(f"/attempts/{attempt.uuid}/token").json["unanswered"] == [1, 2, 3, 4, 6]


def test_the_review_of_somebody_else_is_not_found(session, version, attempt, signed_in, now):
    other = signed_in(make.learner(session, version, now))
    assert other.get(f"/attempts/{attempt.uuid}/review").status_code == 404


def test_the_review_reveals_no_key(here, attempt, answered):
    answered(1)
    shown = here.get(f"/attempts/{attempt.uuid}/review").text + submit(here, attempt, unanswered="2,3,4,5,6").text
    assert make.revealed(shown) == []


def test_the_review_asks_few_things_of_the_database(here, attempt, counting):
    here.get(f"/attempts/{attempt.uuid}/review")
    with counting() as seen:
        here.get(f"/attempts/{attempt.uuid}/review")
    assert len(seen) <= 4, seen


def test_without_scripts_the_paper_leads_to_the_review(here, attempt):
    page = here.get(f"/attempts/{attempt.uuid}").text
    main = re.search(r"<main.*</main>", page, re.DOTALL)[0]
    assert f'class="btn " href="/attempts/{attempt.uuid}/review"' in unescape(main)

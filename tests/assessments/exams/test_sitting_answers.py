"""What pages of a sitting answer besides the paper: how it stands, what was saved, and where a closed one leads."""

import pytest
from sqlalchemy import select

from assessments.exams.models import Attempt
from assessments.exams.views.sitting import LARGEST_SAVE
from tests.builders import assessments as make
from tests.builders.kind_names import KindName

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture
def address(attempt):
    return f"/attempts/{attempt.uuid}"


def one_choice(session, attempt, address):
    return f"{address}/questions/{make.position_of(session, attempt, KindName.ONE_CHOICE)}"


def test_how_an_attempt_stands_is_told_to_its_person(session, here, officer, attempt, address, at_now):
    at_now.go_on(minutes=10)
    assert here.get(f"{address}/standing").json == {"remaining": 1800, "state": "in_progress"}
    make.save(session, attempt, make.position_of(session, attempt, KindName.ONE_CHOICE), "b", at_now.now)
    session.commit()
    told = here.get(f"{address}/token").json
    assert (told["person"], told["remaining"], told["state"]) == (officer.uuid, 1800, "in_progress")
    assert len(told["unanswered"]) == len(make.kinds(session, attempt)) - 1
    assert told["token"]


def test_a_review_is_of_a_paper_that_is_open(session, here, attempt, address):
    assert here.get(f"{address}/review").status_code == 200
    make.submit(here, attempt.uuid)
    answer = here.get(f"{address}/review")
    assert (answer.status_code, answer.location) == (303, address)
    assert here.get(f"{address}/standing").json["state"] == "published"


def test_what_is_not_answered_is_asked_about_until_one_is_sure_of_just_that(session, here, attempt, address):
    asked = here.post(f"{address}/submit", data={"key": "k"})
    assert (asked.status_code, 'value="k"' in asked.text) == (200, True)
    places = sorted(make.kinds(session, attempt))
    every, fewer = (",".join(map(str, some)) for some in (places, places[1:]))
    for sent in ({"unanswered": every}, {"unanswered": every, "sure": "0"}):
        assert here.post(f"{address}/submit", data=sent | {"key": "k"}).status_code == 200
    assert here.post(f"{address}/submit", data={"key": "k", "unanswered": fewer, "sure": "1"}).status_code == 409
    assert session.scalars(select(Attempt.state)).all() == ["in_progress"]
    done = here.post(f"{address}/submit", data={"key": "x" * 70, "unanswered": every, "sure": "1", "page": "page one"})
    assert (done.status_code, done.location) == (303, address)
    session.refresh(attempt)
    assert (attempt.submit_key, attempt.submit_page) == ("x" * 64, None)


def test_the_page_that_handed_in_is_kept_where_a_page_may_be_called_so(session, here, attempt, address):
    make.submit(here, attempt.uuid, page="page-1")
    session.refresh(attempt)
    assert (attempt.submit_page, attempt.submit_key) == ("page-1", "k")


def test_a_request_without_a_key_is_given_one(here, address):
    page = here.post(f"{address}/submit", data={}).text
    assert 'name="key" value=""' not in page
    assert 'name="key"' in page


def test_without_script_a_closed_attempt_says_why_nothing_is_saved(session, here, attempt, address):
    where = one_choice(session, attempt, address)
    make.submit(here, attempt.uuid)
    for data, words in (
        ({"answer": "no-such-option"}, "Your attempt is closed, and this answer could not be read:"),
        ({"answer": "b"}, "Your answer to question"),
    ):
        answer = here.post(where, data=data)
        assert answer.status_code == 303
        assert (words in here.get(address).text) == ("closed" in words)


def test_without_script_what_cannot_be_read_stands_in_the_paper_again(session, here, attempt, address):
    where = f"{address}/questions/{make.position_of(session, attempt, KindName.NUMBER)}"
    wrong = here.post(where, data={"answer": "many"})
    assert (wrong.status_code, 'value="many"' in wrong.text) == (422, True)
    assert "Your answer to question" not in wrong.text


@pytest.mark.parametrize(("more", "status"), [(0, 400), (1, 413)])
def test_a_request_has_at_most_a_quarter_of_a_megabyte(here, address, more, status):
    answer = here.post(f"{address}/answers", data=b" " * (LARGEST_SAVE + more), content_type="application/json")
    assert (answer.status_code == 413) == (status == 413)


def test_an_address_with_a_nul_names_nothing(here):
    for path in ("/attempts/a%00b", f"/courses/{make.SLUG}/exams/a%00b"):
        assert here.get(path).status_code == 404

"""Answers by the outbox: the rules of saving hold, beside lessons that were read, in one request at one address."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from assessments.exams.models import AnswerRevision
from assessments.exams.queries import attempts as queries
from courses.learning.models import LessonRead
from courses.learning.queries.runs import all_lessons, taken_by
from lms.offline.models import OfflineReceipt
from lms.offline.payloads import LARGEST
from lms.people.models import UserSession
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import browser, forms_protected
from tests.suite.examples import of_hundred

pytestmark = pytest.mark.usefixtures("at_now")
SYNC = "/offline/sync"


@pytest.fixture
def choice(session, attempt):
    return make.position_of(session, attempt, KindName.ONE_CHOICE)


def answer(attempt, position, value="a", *, page="p", client_seq=1, base_seq=0, **more):
    """An answer to a question with one choice, or to another one by its fields."""
    form = value if isinstance(value, dict) else {"answer": [value]}
    body = {"page": page, "position": position, "client_seq": client_seq, "base_seq": base_seq, "form": form}
    return {
        "id": str(uuid.uuid4()), "kind": "exams.answer", "subject": attempt.uuid, "device": "phone",
        "seq": client_seq, "made_at": "2026-11-25T08:59:00Z", "body": body | more,
    }  # fmt: skip


def whole(session, attempt):
    """An answer to every question of the paper."""
    return [answer(attempt, position, make.FORMS[kind]) for position, kind in make.kinds(session, attempt).items()]


def lesson(slug="first", course=make.SLUG):
    body = {"lesson": slug, "version": "v"}
    return {
        "id": str(uuid.uuid4()), "kind": "courses.read", "subject": course, "device": "phone", "seq": 9, "body": body
    }  # fmt: skip


def post(where, person, *entries):
    return where.post(SYNC, json={"person": person.uuid, "entries": list(entries)})


def told(answer):
    """State and verdict of every receipt."""
    assert answer.status_code == 200, answer.text
    return [(one["state"], one.get("verdict")) for one in answer.json["results"]]


def rows(session, of):
    return session.scalar(select(func.count()).select_from(of))


def held(session, attempt, position):
    return queries.questions(session, attempt.id)[position - 1].value


def test_a_whole_paper_is_saved_in_one_request_and_told_again(session, here, officer, attempt):
    entries = whole(session, attempt)
    first, again = post(here, officer, *entries), post(here, officer, *entries)
    assert told(first) == [("taken", "taken")] * 6
    assert told(again) == [("already", "repeated")] * 6
    assert [one["id"] for one in again.json["results"]] == [one["id"] for one in entries]
    for one in (*first.json["results"], *again.json["results"]):
        assert (one["seq"], one["remaining"], one["attempt"]) == (1, 2400, "in_progress")
    assert (rows(session, AnswerRevision), rows(session, OfflineReceipt)) == (
        6,
        0,
    )  # a step is the receipt of its answer


def test_what_the_device_says_of_its_clock_is_kept_beside_the_answer(session, here, officer, attempt, choice):
    post(here, officer, answer(attempt, choice))
    assert session.scalars(select(AnswerRevision.client_time)).one().isoformat() == "2026-11-25T08:59:00+00:00"


def test_answers_and_lessons_go_in_one_request(session, here, officer, attempt, choice):
    found = session.scalars(select(func.count()).select_from(LessonRead)).one()
    slug = first_lesson(session, officer)
    entries = [lesson(slug), answer(attempt, choice), lesson("gone"), answer(attempt, choice, "b", client_seq=2)]
    assert [state for state, _ in told(post(here, officer, *entries))] == ["taken", "taken", "refused", "taken"]
    assert held(session, attempt, choice) == "b"
    assert rows(session, LessonRead) == found + 1
    assert [state for state, _ in told(post(here, officer, *entries))] == ["already", "already", "refused", "already"]
    assert rows(session, LessonRead) == found + 1


def first_lesson(session, officer):
    """The name of a lesson of the course that the officer takes."""
    [(taken,)] = taken_by(session, [officer.id]).values()
    return all_lessons(session, taken.version_id)[0]


def test_a_stale_answer_waits_for_the_person_and_is_told_what_stands(session, here, officer, attempt, choice):
    post(here, officer, answer(attempt, choice, "b", page="one"))
    stale = answer(attempt, choice, "c", page="two")
    for _ in range(2):  # nothing was decided: it is judged anew
        answered = post(here, officer, stale)
        assert told(answered) == [("later", "stale")]
        assert (answered.json["results"][0]["value"], answered.json["results"][0]["seq"]) == ("b", 1)
    on = answer(attempt, choice, "c", page="two", client_seq=2, base_seq=1)
    assert told(post(here, officer, on)) == [("taken", "taken")]
    assert rows(session, AnswerRevision) == 2


def test_an_answer_that_cannot_be_read_waits_to_be_corrected_and_spoils_no_other(session, here, officer, attempt):
    entries = whole(session, attempt)
    at = make.position_of(session, attempt, KindName.NUMBER) - 1
    entries[at]["body"]["form"] = {"answer": ["many"], "unit": [""]}
    answered = post(here, officer, *entries)
    assert told(answered)[at] == ("later", "invalid")
    assert answered.json["results"][at]["message"]
    assert told(answered).count(("taken", "taken")) == 5


def test_after_closing_an_answer_is_late_and_one_that_cannot_be_read_is_refused(
    session, here, officer, attempt, choice
):
    make.submit(here, attempt.uuid)
    late, bad = answer(attempt, choice), answer(attempt, choice, "z", client_seq=2)
    for _ in range(2):
        answered = post(here, officer, late, bad)
        assert told(answered) == [("taken", "late"), ("refused", "invalid")]
        assert answered.json["results"][0]["attempt"] == "published"
    assert session.scalars(select(AnswerRevision.kind)).all() == ["late"]


def test_an_answer_that_was_given_after_handing_in_is_refused_and_never_called_kept(
    session, here, officer, attempt, choice, at_now, now
):
    make.submit(here, attempt.uuid)
    at_now.now = now + timedelta(minutes=20)
    given = answer(attempt, choice) | {"made_at": (now + timedelta(minutes=10)).isoformat()}
    for _ in range(2):
        assert told(post(here, officer, given)) == [("refused", "closed")]
    assert rows(session, AnswerRevision) == 0


def test_an_answer_after_the_time_is_over_is_kept_for_a_person(session, here, officer, attempt, choice, at_now, now):
    at_now.now = now + timedelta(hours=2)
    assert told(post(here, officer, answer(attempt, choice))) == [("taken", "late")]
    assert held(session, attempt, choice) is None


def test_an_answer_that_came_by_the_old_address_is_there_already(session, here, officer, attempt, choice):
    one = answer(attempt, choice)
    saves = {"saves": [{**one["body"], "client_time": one["made_at"]}]}
    assert here.post(f"/attempts/{attempt.uuid}/answers", json=saves).json["results"][0]["verdict"] == "taken"
    assert told(post(here, officer, one)) == [("already", "repeated")]
    assert rows(session, AnswerRevision) == 1


def test_a_question_that_is_not_there_is_refused_and_the_others_are_saved(session, here, officer, attempt, choice):
    answered = post(here, officer, answer(attempt, 7), answer(attempt, choice))
    assert [state for state, _ in told(answered)] == ["refused", "taken"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"page": ""}, "body.page"),
        ({"page": "a\0"}, "body.page"),
        ({"position": "1"}, "body.position"),
        ({"client_seq": -1}, "body.client_seq"),
        ({"base_seq": 1.5}, "body.base_seq"),
        ({"after": [["p"]]}, "body.after"),
        ({"form": []}, "body.form"),
        ({"form": {"answer": [1]}}, "body.form"),
    ],
)
def test_a_body_that_makes_no_sense_is_refused_by_its_part(session, here, officer, attempt, choice, change, field):
    bad, good = answer(attempt, choice), answer(attempt, choice)
    bad["body"] |= change
    answered = post(here, officer, bad, good)
    assert [state for state, _ in told(answered)] == ["refused", "taken"]
    assert answered.json["results"][0]["field"] == field
    assert rows(session, AnswerRevision) == 1


def test_a_sealed_answer_is_refused(here, officer, attempt, choice):
    assert told(post(here, officer, answer(attempt, choice) | {"body": "c2VhbGVk"})) == [("refused", None)]


def test_somebody_else_s_entries_are_not_taken_and_a_foreign_attempt_waits(
    session, version, here, officer, attempt, choice, signed_in, now
):
    other = make.learner(session, version, now)
    there = signed_in(other)
    assert post(there, officer, answer(attempt, choice)).status_code == 409
    assert [state for state, _ in told(post(there, other, answer(attempt, choice), answer(attempt, 2)))] == [
        "later", "later",
    ]  # fmt: skip
    assert rows(session, AnswerRevision) == rows(session, OfflineReceipt) == 0


def test_nobody_and_a_session_that_ended_get_401(app, session, here, officer, attempt, choice, now):
    told_nobody = post(browser(app), officer, answer(attempt, choice))
    assert told_nobody.status_code == 401
    assert "saved on this device" in told_nobody.json["error"]["message"]
    session.execute(update(UserSession).values(ended_at=now))
    session.commit()
    assert post(here, officer, answer(attempt, choice)).status_code == 401
    assert rows(session, AnswerRevision) == 0


def test_a_forged_request_is_refused_and_a_fresh_token_lets_it_through(app, session, here, officer, attempt, choice):
    with forms_protected(app):
        forged = post(here, officer, answer(attempt, choice))
        token = here.get("/offline/token").json
        body = {"person": token["person"], "entries": [answer(attempt, choice)]}
        sound = here.post(SYNC, json=body, headers={"X-CSRFToken": token["token"]})
    assert (forged.status_code, forged.json["error"]["reason"]) == (400, "form-token")
    assert told(sound) == [("taken", "taken")]


def test_a_request_that_is_too_large_is_not_read(session, here, officer, attempt, choice):
    one = answer(attempt, choice, "x" * LARGEST)
    assert post(here, officer, one).status_code == 413
    assert rows(session, AnswerRevision) == 0


def test_an_answer_that_is_too_long_spoils_no_other(session, here, officer, attempt, choice):
    spot = make.position_of(session, attempt, KindName.SPOT)
    answered = post(here, officer, answer(attempt, spot, {"points": ["1 1\n" * 20_000]}), answer(attempt, choice))
    assert told(answered) == [("later", "invalid"), ("taken", "taken")]


def test_no_answer_of_the_outbox_holds_a_piece_of_the_key(session, here, officer, attempt):
    said = []
    for page, values in (("wrong", make.WRONG), ("stale", make.RIGHT)):
        entries = [answer(attempt, position, {}, page=page) for position in make.kinds(session, attempt)]
        for one, (position, kind) in zip(entries, make.kinds(session, attempt).items(), strict=True):
            del one["body"]["form"]
            one["body"] |= {"position": position, "value": values[kind]}
        said.append(post(here, officer, *entries).text)
    assert [key for text in said for key in make.revealed(text)] == []


def test_twenty_answers_take_as_many_queries_as_one(session, here, officer, attempt, choice, counting):
    post(here, officer, answer(attempt, choice))  # from now on the question is remembered
    seen = []
    for size in (1, 20):
        entries = [answer(attempt, choice, page=f"of-{size}", client_seq=n + 1, base_seq=99) for n in range(size)]
        with counting() as statements:
            assert {state for state, _ in told(post(here, officer, *entries))} == {"taken"}
        seen.append(len(statements))
    assert seen[0] == seen[1]


@settings(max_examples=of_hundred(40), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(requests=st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=5), max_size=6))
def test_whatever_comes_when_the_last_answer_of_a_page_stands(session, here, officer, attempt, choice, requests):
    session.execute(delete(AnswerRevision))
    session.commit()
    entries = {n: answer(attempt, choice, "abcdab"[n - 1], client_seq=n) for n in range(1, 7)}
    for request in [*requests, list(entries)]:
        assert {state for state, _ in told(post(here, officer, *(entries[n] for n in request)))} <= {"taken", "already"}
    assert held(session, attempt, choice) == "b"
    kept = session.scalars(select(AnswerRevision.client_seq).order_by(AnswerRevision.seq)).all()
    assert kept == sorted(set(kept))

"""The pages on which the programme manager decides, as a browser meets them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import CutScore, TimeGrant
from lms.access import Role
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import administration, person

pytestmark = pytest.mark.usefixtures("at_now")
COURSE = f"/courses/{make.SLUG}/exams"
JSON = {"Accept": "application/json"}


SOUND = {"page": "p", "position": 1, "client_seq": 1, "base_seq": 0, "value": None}


def test_extra_time_shows_on_the_page_and_in_the_next_receipt(session, exam, officer, here, attempt, signed_in, now):
    manager = signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    form = {"person": officer.username, "minutes": "10", "reason": "Reads with a magnifier."}
    given = manager.post(f"/manage/exams/{exam.uuid}/time", data=form)
    assert given.status_code == 303
    assert "Reads with a magnifier." in manager.get(f"/manage/exams/{exam.uuid}").text
    assert here.post(f"/attempts/{attempt.uuid}/answers", json={"saves": [SOUND]}).json["remaining"] == 3000
    assert here.get(f"/attempts/{attempt.uuid}/token").json["remaining"] == 3000
    assert "50 minutes" in here.get(f"{COURSE}/{make.EXAM}").text
    assert 'data-remaining="3000"' in here.get(f"/attempts/{attempt.uuid}").text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"person": "nobody-of-this-name"}, "person"),
        ({"person": ""}, "person"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "many"}, "minutes"),
        ({"minutes": "9" * 30}, "minutes"),
        ({"reason": ""}, "reason"),
        ({"reason": "ok"}, "reason"),
    ],
)
def test_extra_time_is_refused_beside_its_field(session, exam, officer, signed_in, change, field):
    manager = signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    form = {"person": officer.username, "minutes": "10", "reason": "Reads with a magnifier."} | change
    page = manager.post(f"/manage/exams/{exam.uuid}/time", data=form)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert session.scalars(select(TimeGrant)).all() == []


def test_a_manager_gives_no_time_to_somebody_elsewhere(session, version, exam, signed_in, now):
    here, there = administration(session), administration(session)
    manager = signed_in(person(session, None, (Role.PROGRAMME_MANAGER, here)))
    foreign = make.learner(session, version, now, place=there)
    session.commit()
    form = {"person": foreign.username, "minutes": "10", "reason": "Reads with a magnifier."}
    assert manager.post(f"/manage/exams/{exam.uuid}/time", data=form).status_code == 422
    assert session.scalars(select(TimeGrant)).all() == []


CUT = {"percent": "72.5", "set_by": "A panel", "method": "Modified Angoff, 9 judges"}


def test_a_cut_score_is_proposed_by_who_manages_exams_everywhere(session, exam, quiz, signed_in):
    manager = signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    local = signed_in(person(session, None, (Role.PROGRAMME_MANAGER, administration(session))))
    assert local.post(f"/manage/exams/{exam.uuid}/cut", data=CUT).status_code == 404
    assert "a new pass mark" not in local.get(f"/manage/exams/{exam.uuid}").text
    assert manager.post(f"/manage/exams/{exam.uuid}/cut", data=CUT).status_code == 303
    assert make.exam_queries.cut_score_in_force(session, exam.exam_id).percent == "70"
    assert "Proposed: 72.5 %" in manager.get(f"/manage/exams/{exam.uuid}").text
    assert manager.post(f"/manage/exams/{quiz.uuid}/cut", data=CUT).status_code == 303
    assert make.exam_queries.cut_score_in_force(session, quiz.exam_id).percent == "145/2"


def test_a_form_for_extra_time_that_is_sent_twice_gives_once(session, exam, officer, signed_in):
    manager = signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    key = re.search(r'name="key" type="hidden" value="([^"]+)"', manager.get(f"/manage/exams/{exam.uuid}").text)
    form = {"person": officer.username, "minutes": "10", "reason": "Reads with a magnifier.", "key": key[1]}
    for _time in range(2):
        assert manager.post(f"/manage/exams/{exam.uuid}/time", data=form).status_code == 303
    other = person(session, None, Role.OFFICER)
    session.commit()
    refused = manager.post(f"/manage/exams/{exam.uuid}/time", data=form | {"person": other.username})
    assert (refused.status_code, "for somebody else" in refused.text) == (409, True)
    assert [one.seconds for one in session.scalars(select(TimeGrant))] == [600]


@pytest.mark.parametrize("percent", ["", "0", "101", "many", "NaN", "sNaN", "Infinity", "1e400", "70." + "1" * 60])
def test_a_cut_score_that_is_none_is_refused_beside_its_field(session, exam, signed_in, percent):
    manager = signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    before = len(session.scalars(select(CutScore)).all())
    page = manager.post(f"/manage/exams/{exam.uuid}/cut", data=CUT | {"percent": percent})
    assert page.status_code == 422
    assert 'id="percent-error"' in page.text
    assert len(session.scalars(select(CutScore)).all()) == before


def late_attempt(session, exam, officer, now):
    attempt = make.sit(session, exam, officer, now, wrong=[KindName.ONE_CHOICE, KindName.NUMBER])
    position = make.position_of(session, attempt, KindName.ONE_CHOICE)
    make.save(session, attempt, position, "b", now + timedelta(hours=1), client_seq=2, base_seq=1, given_at=now)
    session.commit()
    return attempt


def test_late_answers_are_listed_shown_and_decided(session, exam, officer, signed_in, here, now):
    attempt = late_attempt(session, exam, officer, now)
    manager = signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    assert officer.name in manager.get("/manage/exams").text
    page = manager.get(f"/manage/late/{attempt.uuid}").text
    assert "Result shown from" in page
    assert "submitted by the person" in page
    assert manager.post(f"/manage/late/{attempt.uuid}", data={"accept": "1", "reason": ""}).status_code == 422
    form = {"accept": "1", "reason": "The line was down at the post."}
    assert manager.post(f"/manage/late/{attempt.uuid}", data=form).status_code == 303
    result = here.get(f"/attempts/{attempt.uuid}").text
    assert "Passed with 83.3 %" in result
    assert "The line was down at the post." in result
    assert manager.get(f"/manage/late/{attempt.uuid}").status_code == 404
    assert manager.post(f"/manage/late/{attempt.uuid}", data=form).status_code == 409


@pytest.mark.parametrize("buttons", [{}, {"accept": "1", "refuse": "1"}])
def test_no_decision_is_guessed(session, exam, officer, signed_in, now, buttons):
    attempt = late_attempt(session, exam, officer, now)
    manager = signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    form = {"reason": "The line was down at the post."} | buttons
    assert manager.post(f"/manage/late/{attempt.uuid}", data=form).status_code == 422
    assert manager.get(f"/manage/late/{attempt.uuid}").status_code == 200


def test_late_answers_of_somebody_elsewhere_are_not_found(session, version, exam, signed_in, now):
    here, there = administration(session), administration(session)
    manager = signed_in(person(session, None, (Role.PROGRAMME_MANAGER, here)))
    attempt = late_attempt(session, exam, make.learner(session, version, now, place=there), now)
    assert manager.get(f"/manage/late/{attempt.uuid}").status_code == 404
    form = {"accept": "1", "reason": "The line was down at the post."}
    assert manager.post(f"/manage/late/{attempt.uuid}", data=form).status_code == 404
    assert "No attempt" not in manager.get("/manage/exams").text


def test_officers_find_no_page_of_the_managers(here, exam, attempt):
    for address in ("/manage/exams", f"/manage/exams/{exam.uuid}", f"/manage/late/{attempt.uuid}"):
        assert here.get(address).status_code == 404

"""Forms of trainers about the trainees of a meeting: where each leads, what it says, and what is refused."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assessments.sheets.models import ObservationRelease, Sheet
from assessments.sheets.queries.sheets import sheet_standing
from assessments.sheets.services.messages import tell_released
from lms import clock
from lms.ids import new_uuid
from lms.messages.models import Message
from tests.assessments.sheets.forms import said
from tests.builders import cohorts, meetings
from tests.builders.assessments import load_folder, write_exam_course
from tests.builders.observations import observing_rubric
from tests.builders.people import NOW, administration, browser_of, person
from tests.builders.rows import again
from tests.builders.sheets import rubric

NOBODY = "00000000-0000-4000-8000-000000000000"
WHOLE = {"rating-names": "2", "rating-protects": "2", "grade": "3"}


@pytest.fixture(scope="module")
def made(module_session, tmp_path_factory):
    """A cohort with a trainer, two trainees and a meeting that runs, and two rubrics meant for observing."""
    with module_session() as session:
        version = load_folder(session, write_exam_course(tmp_path_factory.mktemp("course")), NOW)
        place = administration(session, "Vientiane Customs", country="LA")
        leader = cohorts.trainer(session, "Sekou Diallo", place)
        cohort = cohorts.cohort(session, version, NOW, place=place, leader=leader)
        one, two = cohorts.officers(session, cohort, 2, NOW)
        observing_rubric(session)
        observing_rubric(session, "talk", "Talk")
        meeting = meetings.running(session, cohort, NOW)
        return SimpleNamespace(leader=leader, one=one, two=two, meeting=meeting, uuid=meeting.uuid)


@pytest.fixture
def at(session, made, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    people = {name: again(session, getattr(made, name)) for name in ("leader", "one", "two")}
    return SimpleNamespace(meeting=made.meeting, where=f"/observations/meetings/{made.uuid}", **people)


@pytest.fixture
def here(app, session, at):
    return browser_of(app, session, at.leader, at=NOW)


def begun(here, at, whom, rubric="bench"):
    answer = here.post(at.where, data={"person": whom.uuid, "rubric": rubric})
    assert answer.status_code == 303, answer.text
    return answer.location


def test_a_sheet_is_begun_once_for_a_trainee_by_a_rubric_that_is_offered(session, at, here):
    assert begun(here, at, at.one) == begun(here, at, at.one)
    assert begun(here, at, at.one, "talk") != begun(here, at, at.two, "talk")
    assert session.query(Sheet).count() == 3
    rubric(session)  # the newest version of “bench” is not meant for it
    stranger = person(session)
    session.commit()
    for sent in ({"person": at.two.uuid, "rubric": "bench"}, {"person": stranger.uuid, "rubric": "talk"},
                 {"person": NOBODY, "rubric": "talk"}, {"person": at.two.uuid, "rubric": "none"}):  # fmt: skip
        assert here.post(at.where, data=sent).status_code == 404
    assert session.query(Sheet).count() == 3


def test_what_cannot_be_begun_is_said_on_the_page_of_the_meeting(session, at, here):
    meetings.cancelled(session, at.meeting, at.leader, NOW)
    session.commit()
    answer = here.post(at.where, data={"person": at.one.uuid, "rubric": "bench"})
    assert (answer.status_code, "A cancelled meeting has no sheets." in answer.text) == (422, True)
    answer = here.post(at.where, data={"person": "", "rubric": ""})
    assert answer.status_code == 422
    assert session.query(Sheet).count() == 0


def test_saving_leads_back_to_the_sheet_and_sealing_to_the_trainees_by_the_same_rubric(session, at, here):
    sheet = begun(here, at, at.one, "talk")
    where, page = said(here, here.post(sheet, data={"key": new_uuid(), **WHOLE}))
    assert (where, "Saved." in page) == (sheet, True)
    where, page = said(here, here.post(sheet, data={"key": new_uuid(), **WHOLE, "do": "seal"}))
    assert (where, "The sheet is sealed." in page) == (f"{at.where}?rubric=talk", True)
    refused = here.post(f"{sheet}/reopen", data={"key": new_uuid(), "reason": "no"})
    assert refused.status_code == 422
    where, page = said(here, here.post(f"{sheet}/reopen", data={"key": new_uuid(), "reason": "The wrong row."}))
    assert (where, "The sheet is open again." in page) == (sheet, True)
    assert not sheet_standing(session, session.query(Sheet).one()).standing.sealed


@pytest.mark.parametrize("sent", [{"rating-names": "much"}, {"rating-names": "9"}, {"grade": "5"}])
def test_what_is_wrong_on_a_sheet_comes_back_with_it(at, here, sent):
    sheet = begun(here, at, at.one)
    for address in (sheet, f"{sheet}/ratings"):
        assert here.post(address, data={"key": new_uuid(), **sent}).status_code == 422
    assert here.get(sheet).status_code == 200


def test_an_empty_sheet_is_removed_and_leads_back_to_its_meeting(session, at, here):
    sheet = begun(here, at, at.one)
    other = begun(here, at, at.two)
    where, page = said(here, here.post(f"{sheet}/remove"))
    assert (where, "The empty sheet is removed." in page) == (at.where, True)
    assert (here.get(sheet).status_code, here.get(other).status_code) == (404, 200)
    assert here.post(f"/observations/{NOBODY}/remove").status_code == 404


def test_a_release_leads_back_to_the_meeting_and_is_refused_in_words(session, at, here):
    refused = here.post(f"{at.where}/release")
    assert (refused.status_code, "No sealed sheet waits to be released." in refused.text) == (409, True)
    sheet = begun(here, at, at.one)
    here.post(sheet, data={"key": new_uuid(), **WHOLE, "comment-": "Well done.", "do": "seal"})
    where, page = said(here, here.post(f"{at.where}/release"))
    assert (where, "The trainees may read their sheets now." in page) == (at.where, True)
    assert session.query(ObservationRelease).count() == 1
    assert "Well done." in here.get(f"{at.where}/export.csv").text
    assert here.get("/observations/meetings/" + NOBODY).status_code == 404


def test_how_many_were_told_is_answered_and_each_is_told_once(session, at):
    told = tell_released(session, at.meeting, [at.two.id, at.one.id], by_id=at.leader.id, now=NOW)
    assert told == 2
    assert {one.person_id for one in session.query(Message).filter_by(kind="observation.released")} == {
        at.one.id, at.two.id,
    }  # fmt: skip
    assert tell_released(session, at.meeting, [], by_id=at.leader.id, now=NOW) == 0

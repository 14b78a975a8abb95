"""The pages of whoever runs forms."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from courses.surveys.models import SurveyCode
from courses.surveys.services.codes import close_code
from lms.access import Role
from lms.people.models import Person
from tests.builders import surveys as build
from tests.builders.people import person, viewer

DAY = timedelta(days=1)


@pytest.fixture
def desk(session, trainer, signed_in):
    return signed_in(session.get_one(Person, trainer.id))


def closed(session, trainer, now, answers, **wanted):
    row = build.code(session, trainer, now, answers=answers, **wanted)
    close_code(session, row.uuid, viewer=trainer, now=now)
    session.commit()
    return row


def test_a_trainer_opens_a_form_and_gets_a_code_to_show(session, desk, trainer):
    assert "Open a form" in desk.get("/forms").text
    sent = desk.post(
        "/forms/new", data={"form": "reaction", "title": "Port City", "closes_on": "2026-12-01", "most": "25"}
    )
    [row] = session.scalars(select(SurveyCode))
    assert sent.headers["Location"] == f"/forms/codes/{row.uuid}"
    assert (row.title, row.most, row.made_by_id) == ("Port City", 25, trainer.id)
    page = desk.get(f"/forms/codes/{row.uuid}").text
    assert f"/f/{row.code[:4]}-{row.code[4:]}" in page
    assert "data:image/svg+xml" in page


def test_the_last_day_is_open_to_its_end(session, desk, now):
    desk.post("/forms/new", data={"form": "reaction", "title": "Today", "closes_on": "2026-11-25", "most": "5"})
    [row] = session.scalars(select(SurveyCode))
    assert row.closes_at.isoformat() == "2026-11-26T00:00:00+00:00"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"title": ""}, "Say who answers"),
        ({"closes_on": "2026-11-24"}, "Choose a day that is not in the past"),
        ({"closes_on": "soon"}, "Write the day as year, month and day"),
        ({"most": "0"}, "Type a number from 1 to 2000"),
        ({"most": "many"}, "Type a whole number"),
        ({"form": "supervisor"}, "Choose from the list"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_stays(session, desk, sent, words):
    good = {"form": "reaction", "title": "Port City", "closes_on": "2026-12-01", "most": "25"}
    answer = desk.post("/forms/new", data=good | sent)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert session.scalars(select(SurveyCode)).all() == []


def test_results_are_shown_once_the_form_is_closed(session, desk, trainer, now):
    row = build.code(session, trainer, now, answers=6)
    session.commit()
    page = desk.get(f"/forms/codes/{row.uuid}").text
    assert ("Mean" in page, "<dd>6</dd>" in page) == (False, True)
    desk.post(f"/forms/codes/{row.uuid}/close")
    page = desk.get(f"/forms/codes/{row.uuid}").text
    assert "Mean 5.0 of 5" in page
    assert "/key-in" not in page


@pytest.mark.parametrize("answers", [1, 4])
def test_of_fewer_than_five_answers_no_page_tells_anything(session, desk, trainer, now, answers):
    row = closed(session, trainer, now, answers)
    page = desk.get(f"/forms/codes/{row.uuid}").text
    assert "Fewer than five people answered" in page
    assert "Mean" not in page
    assert f"<dd>{answers}</dd>" not in page
    assert "fewer than 5" in desk.get("/forms").text


def test_what_fewer_than_five_said_is_left_out(session, desk, trainer, now):
    row = build.code(session, trainer, now, answers=6)
    for words in ("One.", "Two."):
        build.answer_form(session, row.code, build.sheet({"recommend": "no", "change": words}), now=now)
    close_code(session, row.uuid, viewer=trainer, now=now)
    session.commit()
    page = desk.get(f"/forms/codes/{row.uuid}").text
    assert "One." not in page
    assert "Left out: some answers were given by fewer than five people." in page


def test_confidence_before_and_after_stand_side_by_side(session, desk, trainer, now):
    before = build.code(session, trainer, now, form="confidence")
    after = build.code(session, trainer, now, form="confidence", before=before.uuid)
    for row, point in ((before, "2"), (after, "4")):
        for _number in range(5):
            build.answer_form(session, row.code, build.sheet({"recognise": point}), now=now)
    close_code(session, after.uuid, viewer=trainer, now=now)
    session.commit()
    assert "nothing to compare" in desk.get(f"/forms/codes/{after.uuid}").text
    close_code(session, before.uuid, viewer=trainer, now=now)
    session.commit()
    assert "Before the course: 2.0. Difference: +2.0." in desk.get(f"/forms/codes/{after.uuid}").text


def test_the_paper_holds_every_question_and_the_way_to_the_phone(session, desk, trainer, now):
    row = build.code(session, trainer, now)
    session.commit()
    page = desk.get(f"/forms/codes/{row.uuid}/paper").text
    assert page.count("<li>") >= 8
    assert "How was the pace?" in page
    assert f"/f/{row.code[:4]}-{row.code[4:]}" in page


def test_a_colleague_finds_no_page_of_it(session, trainer, colleague, signed_in, now):
    row = build.code(session, trainer, now)
    session.commit()
    other = signed_in(session.get_one(Person, colleague.id))
    assert "A class" not in other.get("/forms").text
    for page in ("", "/paper", "/key-in"):
        assert other.get(f"/forms/codes/{row.uuid}{page}").status_code == 404


def test_an_officer_finds_no_forms_to_run(officer, signed_in):
    assert signed_in(officer).get("/forms").status_code == 404


def asked(session, version, now, officers, answered):
    """Officers with a supervisor each, of whom some have answered."""
    for number in range(officers):
        row = viewer(session, person(session, f"Officer {number}", Role.OFFICER))
        first, _second = build.named(session, row, version, now)
        if number < answered:
            build.answered(session, first, now)
    session.commit()


def test_a_trainer_sees_that_supervisors_answered_and_of_four_answers_nothing(session, desk, version, now):
    asked(session, version, now, 5, 4)
    page = desk.get("/forms/supervisors").text
    assert page.count(">Has answered<") == 4
    assert "Fewer than five people answered" in page
    assert "Mean" not in page


@pytest.mark.parametrize("answered", [5, 6, 9])
def test_one_more_answer_of_a_supervisor_changes_no_sum_until_there_are_five_more(
    session, desk, version, now, answered
):
    asked(session, version, now, 9, answered)
    page = desk.get("/forms/supervisors").text
    assert "5 answers." in page
    assert "Mean 4.0 of 5" in page


def test_the_page_of_supervisors_asks_no_more_for_many_than_for_few(session, desk, version, now, counting):
    seen = []
    for many in (6, 20):
        asked(session, version, now, many, many)
        with counting() as statements:
            desk.get("/forms/supervisors")
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_results_are_drawn_beside_their_table(session, desk, trainer, now):
    row = build.code(session, trainer, now)
    for pace in ("slow", "right", "fast") * 5:
        build.answer_form(session, row.code, build.sheet({"pace": pace}), now=now)
    close_code(session, row.uuid, viewer=trainer, now=now)
    session.commit()
    page = desk.get(f"/forms/codes/{row.uuid}").text
    [named] = re.findall(r'<title id="[^"]+-title">([^<]+)</title>', page)
    assert named == "How was the pace?"
    assert page.count(">5<") >= 6

"""Sheets of paper: keyed in by one person, checked by a second one, and counted then."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from courses.api import GroupRef
from courses.learning.services import enrol
from courses.ports.runs import SURVEY_GROUPS
from courses.surveys.models import SurveyAnswer, SurveyPaper
from courses.surveys.queries.papers import code_on_paper, papers_waiting
from courses.surveys.rules.paper import PaperEnd, as_typed, differing
from courses.surveys.services import papers
from courses.surveys.services.codes import close_code
from lms.audit.models import AuditEntry
from lms.errors import NotFound, RuleBroken
from lms.people.models import Person
from tests.builders import composition
from tests.builders import surveys as build
from tests.builders.audit import records_apart

CLASS = GroupRef("class", 7)
OTHER = build.REACTION | {"clear": "1"}


@pytest.fixture
def row(session, trainer, now):
    return build.code(session, trainer, now)


@pytest.fixture
def keyed(session, row, trainer, now):
    return papers.key_in(session, row.uuid, build.sheet(), viewer=trainer, now=now)


def counted(session):
    return [one.answers for one in session.scalars(select(SurveyAnswer))]


def names(session):
    found = session.scalars(select(AuditEntry.name).where(AuditEntry.name.startswith("survey.paper")))
    return list(found)


def opened(session, row):
    return code_on_paper(session, row.code)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({}, {}, ()),
        ({"clear": 4}, {"clear": 4}, ()),
        ({"clear": 4}, {"clear": 5}, ("clear",)),
        ({"clear": 4}, {}, ("clear",)),
        ({"change": "More  time"}, {"change": "more time"}, ()),
        (
            {"change": "More", "recommend": True},
            {"change": "Less", "recommend": False},
            ("recommend", "change"),
        ),
    ],
)
def test_two_copies_differ_where_an_answer_differs(first, second, found):
    assert differing(build.FORM, first, second) == found


def test_answers_are_typed_as_their_fields_hold_them():
    assert as_typed({"clear": 4, "recommend": False, "pace": "fast"}) == {
        "clear": "4",
        "recommend": "no",
        "pace": "fast",
    }


def test_what_one_person_keyed_in_waits_and_counts_nothing(session, row, keyed):
    assert keyed == 1
    assert counted(session) == []
    assert (opened(session, row).number, opened(session, row).waiting) == (0, 1)


def test_sheets_get_numbers_and_one_that_is_sent_twice_keeps_its_own(session, row, keyed, trainer, now):
    sheet = build.sheet()
    assert [papers.key_in(session, row.uuid, sheet, viewer=trainer, now=now) for _try in range(2)] == [2, 2]
    assert names(session) == ["survey.paper-keyed-in"] * 2


def test_what_a_second_person_copies_alike_counts_once(session, row, keyed, trainer, colleague, now):
    assert papers.check_paper(session, opened(session, row), keyed, build.sheet(), viewer=colleague, now=now)
    [answer] = session.scalars(select(SurveyAnswer))
    assert (answer.paper, answer.keyed_by_id) == (True, trainer.id)
    [paper] = session.scalars(select(SurveyPaper))
    assert (paper.outcome, paper.ended_by_id, paper.answers) == (PaperEnd.CHECKED, colleague.id, {})
    with pytest.raises(NotFound):
        papers.check_paper(session, opened(session, row), keyed, build.sheet(), viewer=colleague, now=now)


def test_who_keyed_a_sheet_in_does_not_check_it(session, row, keyed, trainer, now):
    with pytest.raises(RuleBroken, match="A second person checks it"):
        papers.check_paper(session, opened(session, row), keyed, build.sheet(), viewer=trainer, now=now)
    assert counted(session) == []


def test_what_differs_is_settled_by_the_second_person_after_both_were_shown(session, row, keyed, colleague, now):
    said = {"viewer": colleague, "now": now}
    assert not papers.check_paper(session, opened(session, row), keyed, build.sheet(OTHER), **said)
    assert counted(session) == []
    papers.settle_paper(session, opened(session, row), keyed, build.sheet(OTHER), **said)
    assert [one["clear"] for one in counted(session)] == [1]
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.name == "survey.paper-checked"))
    assert entry.data["corrected"] == 1


def test_nobody_settles_what_they_have_not_keyed_in(session, row, keyed, colleague, now):
    with pytest.raises(RuleBroken, match="Enter the sheet first"):
        papers.settle_paper(session, opened(session, row), keyed, build.sheet(OTHER), viewer=colleague, now=now)


def test_a_sheet_that_is_set_aside_does_not_count(session, row, keyed, colleague, now):
    papers.set_aside(session, opened(session, row), keyed, viewer=colleague, now=now)
    assert (counted(session), papers_waiting(session, row.id)) == ([], [])
    assert opened(session, row).waiting == 0


def test_a_sheet_that_waits_takes_a_place_among_those_for_which_the_form_is_open(session, trainer, now):
    row = build.code(session, trainer, now, most=1)
    papers.key_in(session, row.uuid, build.sheet(), viewer=trainer, now=now)
    with pytest.raises(RuleBroken, match="already has all its answers"):
        build.answer_form(session, row.code, build.sheet(), now=now)


def test_nobody_who_sits_in_the_class_handles_its_sheets(
    session, version, trainer, colleague, now, app, monkeypatch
):  # fmt: skip
    composition.fill(app, monkeypatch, SURVEY_GROUPS, lambda _session, _viewer: {CLASS: "Class 7"})
    row = build.code(session, trainer, now, group=CLASS)
    no = papers.key_in(session, row.uuid, build.sheet(), viewer=trainer, now=now)
    enrol(session, colleague.id, version.id, group=CLASS, now=now)
    for act in (
        lambda: papers.key_in(session, row.uuid, build.sheet(), viewer=colleague, now=now),
        lambda: papers.check_paper(session, opened(session, row), no, build.sheet(), viewer=colleague, now=now),
        lambda: papers.set_aside(session, opened(session, row), no, viewer=colleague, now=now),
    ):
        with pytest.raises(RuleBroken, match="You are in this class"):
            act()


def test_every_step_of_paper_has_its_entry(session, row, keyed, trainer, colleague, now):
    second = papers.key_in(session, row.uuid, build.sheet(), viewer=trainer, now=now)
    papers.check_paper(session, opened(session, row), keyed, build.sheet(), viewer=colleague, now=now)
    papers.set_aside(session, opened(session, row), second, viewer=colleague, now=now)
    assert set(names(session)) == {"survey.paper-keyed-in", "survey.paper-checked", "survey.paper-set-aside"}
    assert records_apart(session) == []


def test_results_are_told_when_no_sheet_waits(session, row, keyed, trainer, colleague, now):
    close_code(session, row.uuid, viewer=trainer, now=now)
    later = now + timedelta(days=1)
    assert not opened(session, row).tells(later)
    papers.check_paper(session, opened(session, row), keyed, build.sheet(), viewer=colleague, now=later)
    assert opened(session, row).tells(later)


def desk(session, signed_in, who):
    session.commit()
    return signed_in(session.get_one(Person, who.id))


def test_paper_goes_through_two_pairs_of_hands_on_the_pages(session, row, trainer, colleague, signed_in, now):
    address = f"/forms/codes/{row.uuid}/key-in"
    first = desk(session, signed_in, trainer)
    key = re.search(r'name="key" value="([^"]+)"', first.get(address).text)[1]
    sent = first.post(address, data={"q-clear": "4", "q-pace": "fast", "key": key}, follow_redirects=True)
    assert "Write number 1 on the sheet" in sent.text
    assert "1 paper form waits for a second person" in first.get(f"/forms/codes/{row.uuid}").text
    assert first.get(f"/forms/check/{row.code}/1").headers["Location"].endswith(f"/forms/check/{row.code}")
    second = desk(session, signed_in, colleague)
    typed = second.post("/forms/check", data={"code": f"{row.code[:4]}-{row.code[4:]}".lower()})
    assert typed.headers["Location"] == f"/forms/check/{row.code}"
    assert "Tara Trainer" in second.get(f"/forms/check/{row.code}").text
    one = f"/forms/check/{row.code}/1"
    assert " checked>" not in second.get(one).text
    assert second.post(one, data={"q-clear": "9"}).status_code == 422
    assert second.post(one, data={"q-clear": "4", "q-pace": "right"}).headers["Location"] == one
    page = second.get(one).text
    assert "Your copies are different" in page
    assert re.search(r"<td><span[^>]*>Too fast</span></td>", page)
    second.post(one, data={"q-clear": "4", "q-pace": "fast"})
    assert counted(session) == [{"clear": 4, "pace": "fast"}]
    assert "No sheet waits" in second.get(f"/forms/check/{row.code}").text


def test_a_code_that_no_form_has_is_told(session, colleague, signed_in):
    answer = desk(session, signed_in, colleague).post("/forms/check", data={"code": "ABCDEFGH"})
    assert (answer.status_code, "No form has this code" in answer.text) == (422, True)


def test_a_second_person_sets_a_sheet_aside(session, row, keyed, colleague, signed_in):
    second = desk(session, signed_in, colleague)
    second.post(f"/forms/check/{row.code}/1/set-aside")
    assert session.scalars(select(SurveyPaper.outcome)).all() == [PaperEnd.SET_ASIDE]
    assert second.get(f"/forms/check/{row.code}/1").status_code == 404


def test_a_sheet_without_any_answer_is_no_sheet(session, row, trainer, now):
    with pytest.raises(RuleBroken, match="at least one question"):
        papers.key_in(session, row.uuid, build.sheet({}), viewer=trainer, now=now)

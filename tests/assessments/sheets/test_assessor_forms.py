"""Forms of assessors, trainers and coordinators: where each leads, what it says, and what is wrong beside its field."""

from __future__ import annotations

import random

import pytest

from assessments.permissions import PracticalRole
from assessments.sheets.models import PrintedRatingSheet, SheetEvent
from assessments.sheets.queries.paper import papers_of
from assessments.sheets.queries.sheets import sheet_standing
from assessments.sheets.services.paper import print_sheets
from assessments.workshops.scope_kind import WORKSHOP
from lms import clock
from lms.access import Grant
from lms.ids import new_uuid
from tests.assessments.sheets.forms import said
from tests.assessments.sheets.settled import bring, content
from tests.builders.people import NOW, browser_of, give_anywhere, person, viewer
from tests.builders.sheets import Bench


@pytest.fixture(autouse=True)
def at_now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(scope="module")
def made(module_session):
    with module_session() as session:
        return Bench(session)


@pytest.fixture
def bench(session, client, made):
    return made.at(session)


@pytest.fixture
def enter(app, session, bench):
    def sign(row):
        return browser_of(app, session, row, at=NOW)

    return sign


def filled(**fields):
    return {"key": new_uuid(), **{name.replace("_", "-"): value for name, value in fields.items()}}


WHOLE = {"rating_names": "2", "rating_protects": "2", "grade": "3"}


def test_saving_leads_back_to_the_sheet_and_sealing_to_the_list(session, bench, enter):
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}"
    where, page = said(here, here.post(at, data=filled(**WHOLE, comment_names="Calm.", flagged="y")))
    assert (where, "Saved." in page, "The sheet is sealed." in page) == (at, True, False)
    standing = sheet_standing(session, bench.first).standing
    assert (standing.sealed, standing.content) == (False, content(2, 2, 3, comments={"names": "Calm."}, flagged=True))
    session.commit()
    where, page = said(here, here.post(at, data=filled(**WHOLE, do="seal")))
    assert (where, "The sheet is sealed." in page, "Saved." in page) == ("/sheets", True, False)
    session.expire_all()
    standing = sheet_standing(session, bench.first).standing
    assert (standing.sealed, standing.content.comments, standing.content.flagged) == (True, {}, False)


def test_the_same_form_sent_twice_is_one(session, bench, enter):
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}"
    sent = filled(**WHOLE, do="seal")
    assert [here.post(at, data=sent).status_code for _time in range(2)] == [303, 303]
    assert session.query(SheetEvent).filter_by(act="seal").count() == 1


@pytest.mark.parametrize("key", ["", "k" * 37])
def test_a_form_without_a_key_of_its_own_is_refused(session, bench, enter, key):
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}"
    sent = filled(**WHOLE) | {"key": key}
    assert here.post(at, data=sent).status_code == here.post(f"{at}/ratings", data=sent).status_code == 422
    assert session.query(SheetEvent).count() == 0


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("rating-names", "much", "Choose one of the levels."), ("rating-names", "9", "choose one of the levels 0, 1, 2"),
     ("grade", "7", "Choose one of the global grades."), ("comment-names", "x" * 2001, "at most 2000 characters")],
)  # fmt: skip
def test_what_is_wrong_is_told_to_the_page_and_to_the_script(session, bench, enter, field, value, words):
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}"
    sent = filled() | {field: value}
    page = here.post(at, data=sent)
    assert (page.status_code, words in page.text) == (422, True)
    answer = here.post(f"{at}/ratings", data=sent)
    assert (answer.status_code, answer.json["saved"]) == (422, False)
    assert words in answer.json["said"]
    assert answer.json.get("field") == (None if value == "much" else field)
    assert session.query(SheetEvent).count() == 0


def test_the_script_is_told_how_much_is_rated_and_whether_the_total_shows(bench, enter):
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}/ratings"
    answers = [here.post(at, data=filled(**one)).json for one in ({}, {"rating_names": "0"}, WHOLE)]
    assert [(one["saved"], one["rated"], one["total"]) for one in answers] == [
        (True, 0, False), (True, 1, False), (True, 2, True),
    ]  # fmt: skip


def test_a_list_has_what_is_open_and_what_is_sealed_apart(bench, enter):
    here = enter(bench.one)
    assert here.get("/sheets").text.count(bench.first.uuid) == 1
    here.post(f"/sheets/{bench.first.uuid}", data=filled(**WHOLE, do="seal"))
    page = here.get("/sheets").text
    assert page.count(bench.first.uuid) == 1
    assert page.index(bench.first.uuid) > page.lower().index("sealed")
    assert bench.second.uuid not in page


def test_a_sheet_is_opened_again_by_its_form_and_a_wrong_one_says_why(bench, enter):
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}"
    refused = here.post(f"{at}/reopen", data=filled(reason="The wrong row."))
    assert (refused.status_code, "This sheet is not sealed." in refused.text) == (422, True)
    here.post(at, data=filled(**WHOLE, do="seal"))
    assert here.get(f"{at}/reopen").status_code == 200
    assert here.post(f"{at}/reopen", data=filled(reason="no")).status_code == 422
    where, page = said(here, here.post(f"{at}/reopen", data=filled(reason="The wrong row.")))
    assert (where, "The sheet is open again." in page) == (at, True)


@pytest.mark.parametrize("sent", [{"recorded": "no"}, {"recorded": "perhaps"}, {}])
def test_an_assessor_says_only_that_there_is_a_recording(session, bench, enter, sent):
    bench.performance.recorded = False
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}"
    refused = here.post(f"{at}/recording", data=sent)
    assert (refused.status_code, "Send the form again" in refused.text) == (409, True)
    where, page = said(here, here.post(f"{at}/recording", data={"recorded": "yes"}))
    assert (where, "Saved." in page) == (at, True)


def runner(session, bench, name):
    row = person(session, name)
    give_anywhere(session, row, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id)))
    return row


@pytest.fixture
def printed(session, bench):
    """Somebody who runs the workshop, another, and the code of the paper of the first assessor."""
    one, other = runner(session, bench, "Wanjiru Otieno"), runner(session, bench, "Juma Said")
    found = papers_of(session, viewer(session, one), bench.workshop.id)
    print_sheets(session, found, choose=random.Random(3).choice, by_id=one.id, now=NOW)
    return one, other, session.query(PrintedRatingSheet.code).filter_by(sheet_id=bench.first.id).scalar()


def test_a_code_is_looked_for_and_what_is_no_code_or_nobodys_is_said(session, bench, enter, printed):
    one, _other, code = printed
    here = enter(one)
    assert here.get("/paper-sheets").status_code == 200
    for wrong, words in (("what", "No sheet has this code."), ("", "Type the code")):
        answer = here.post("/paper-sheets", data={"code": wrong})
        assert (answer.status_code, words in answer.text) == (422, True)
    assert here.post("/paper-sheets", data={"code": f" {code.lower()} "}).location == f"/paper-sheets/code/{code}"
    strange = enter(runner(session, Bench(session), "Elsewhere")).post("/paper-sheets", data={"code": code})
    assert (strange.status_code, "None of your workshops has a sheet with this code" in strange.text) == (422, True)


def test_papers_are_made_ready_and_shown_as_one_file(session, bench, enter):
    here, at = enter(runner(session, bench, "Wanjiru Otieno")), f"/paper-sheets/{bench.workshop.uuid}"
    for words in ("2 sheets are ready to print.", "0 sheets are ready to print."):
        where, page = said(here, here.post(at))
        assert (where, words in page) == (at, True)
    file = here.get(f"{at}/sheets.pdf")
    assert (file.mimetype, file.headers["Content-Disposition"]) == (
        "application/pdf", 'inline; filename="marking-sheets.pdf"',
    )  # fmt: skip
    assert here.get(f"{at}/export.csv").status_code == 200


def test_each_keying_leads_on_and_says_what_became_of_the_paper(session, bench, enter, printed):
    one, other, code = printed
    first, second = enter(one), enter(other)
    at, home = f"/paper-sheets/code/{code}", f"/paper-sheets/{bench.workshop.uuid}"
    assert first.get(at).status_code == 200
    for wrong, words in (
        ({"rating_names": "much"}, "Choose one of the levels."),
        ({"rating_names": "9"}, "choose one of the levels 0, 1, 2"),
        (WHOLE | {"grade": ""}, "Give the global grade first."),
    ):
        answer = first.post(at, data=filled(**wrong))
        assert (answer.status_code, words in answer.text) == (422, True)
    low = WHOLE | {"rating_names": "1"}
    where, page = said(first, first.post(at, data=filled(**WHOLE)))
    assert (where, "Somebody else enters it a second time." in page) == (home, True)
    where, page = said(second, second.post(at, data=filled(**low)))
    assert (where, "Your entry is different from the first one." in page) == (at, True)
    where, page = said(second, second.post(at, data=filled(**WHOLE, comment_names=" ")))
    assert (where, "The sheet is checked and sealed." in page) == (home, True)
    assert second.post(at, data=filled(**WHOLE)).status_code == 409
    assert second.get("/paper-sheets/code/ZZZZZZZZ").status_code == 404


def test_a_paper_that_differs_from_what_came_by_the_line_is_said_to_be_kept_beside(session, bench, enter, printed):
    one, other, code = printed
    bring(bench, bench.first, content(1, 2))
    at = f"/paper-sheets/code/{code}"
    enter(one).post(at, data=filled(**WHOLE))
    here = enter(other)
    _where, page = said(here, here.post(at, data=filled(**WHOLE)))
    assert "An earlier sealed version of this sheet is different." in page

"""Sheets on paper: printed under a code, keyed in by one and again by another, and where the two differ settled."""

import random

import pytest

from assessments.permissions import PracticalRole
from assessments.sheets.audited import AUDITED
from assessments.sheets.models import PrintedRatingSheet
from assessments.sheets.queries.paper import paper_by_code, papers_of
from assessments.sheets.queries.sheets import sheet_standing
from assessments.sheets.rules.paper import PaperState, differing_fields
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.services.arriving import Arrival
from assessments.sheets.services.paper import key_in_sheet, print_sheets
from assessments.workshops.scope_kind import WORKSHOP
from lms.access import Grant
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, NotFound, RuleBroken
from tests.builders.people import NOW, browser, give_anywhere, person, sign_in, viewer
from tests.builders.sheets import Bench


@pytest.fixture
def bench(session, client):
    return Bench(session)


@pytest.fixture
def runner(session, bench):
    row = person(session, "Wanjiru Otieno")
    give_anywhere(session, row, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id)))
    return row


@pytest.fixture
def code(session, bench, runner):
    """The code of the first assessor's paper."""
    found = papers_of(session, viewer(session, runner), bench.workshop.id)
    print_sheets(session, found, choose=random.Random(3).choice, by_id=runner.id, now=NOW)
    return session.query(PrintedRatingSheet.code).filter_by(sheet_id=bench.first.id).scalar()


def content(names=2, protects=2, **more):
    return SheetContent({"names": names, "protects": protects}, **{"grade": 2} | more)


def keyed(session, runner, code, by, what):
    found = paper_by_code(session, viewer(session, runner), code)
    return key_in_sheet(session, found, what, by_id=by.id, now=NOW)


def test_two_people_who_read_the_same_seal_the_sheet(session, bench, runner, code):
    second = person(session, "Juma Said")
    assert keyed(session, runner, code, runner, content()) is PaperState.KEYED
    with pytest.raises(RuleBroken, match="Somebody else has to enter it again"):
        keyed(session, runner, code, runner, content())
    assert keyed(session, runner, code, second, content()) is Arrival.TAKEN
    found = sheet_standing(session, bench.first).standing
    assert (found.sealed, found.content.ratings) == (True, {"names": 2, "protects": 2})
    with pytest.raises(RuleBroken, match="entered and checked"):
        keyed(session, runner, code, second, content())
    assert [words for one in compare_all(session, AUDITED) for words in one.faults] == []


def test_where_they_differ_the_paper_settles_it(session, bench, runner, code):
    second = person(session, "Juma Said")
    keyed(session, runner, code, runner, content(names=1))
    assert keyed(session, runner, code, second, content(names=2)) is PaperState.DIFFERS
    assert not sheet_standing(session, bench.first).standing.sealed
    assert keyed(session, runner, code, second, content(names=1)) is Arrival.TAKEN
    assert sheet_standing(session, bench.first).standing.content.ratings["names"] == 1


def test_a_paper_that_is_not_whole_is_refused_by_its_field_and_nothing_is_kept(session, bench, runner, code):
    with pytest.raises(BadInput, match="global grade"):
        keyed(session, runner, code, runner, content(grade=None))
    assert paper_by_code(session, viewer(session, runner), code).state is PaperState.PRINTED


def test_nobody_keys_in_what_is_said_of_themselves_or_what_they_rate(session, bench, runner, code):
    for row in (bench.candidate, bench.one):
        give_anywhere(session, row, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id)))
        with pytest.raises(NotFound):
            paper_by_code(session, viewer(session, row), code)


def test_what_differs_is_named_by_its_fields():
    one, other = content(names=1, comments={"names": "Calm."}), content(grade=3, flagged=True)
    assert differing_fields(one, other) == ["rating-names", "comment-names", "grade", "flagged"]


def test_the_pages_print_and_key_in(app, session, bench, runner):
    here = browser(app)
    sign_in(here, session, runner)
    session.commit()
    at = f"/paper-sheets/{bench.workshop.uuid}"
    assert here.get(at + "/sheets.pdf").status_code == 404
    assert here.post(at).status_code == 303
    assert here.get(at + "/sheets.pdf").data.startswith(b"%PDF")
    code = session.query(PrintedRatingSheet.code).filter_by(sheet_id=bench.first.id).scalar()
    assert code in here.get(at + "/export.csv").text
    assert here.post("/paper-sheets", data={"code": code[:4] + "-" + code[4:].lower()}).status_code == 303
    sent = {"key": "k", "rating-names": "2", "rating-protects": "2"}
    refused = here.post(f"/paper-sheets/code/{code}", data=sent)
    assert (refused.status_code, "Give the global grade first" in refused.text) == (422, True)
    assert here.post(f"/paper-sheets/code/{code}", data={**sent, "grade": "2"}).status_code == 303
    assert "Somebody else has to enter it again" in here.get(f"/paper-sheets/code/{code}").text

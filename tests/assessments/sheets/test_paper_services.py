"""Paper sheets of a workshop step by step, beside another workshop: who finds them, keys them in and is refused."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.permissions import PracticalRole
from assessments.sheets.events import (
    PaperSheetKeyed,
    PaperSheetPrinted,
)
from assessments.sheets.models import (
    PaperKeying,
    PrintedRatingSheet,
)
from assessments.sheets.queries.paper import paper_by_code, papers_of, workshop_run, workshops_run
from assessments.sheets.queries.sheets import sheet_standing
from assessments.sheets.rules.paper import PaperState
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.services.arriving import Arrival
from assessments.sheets.services.paper import key_in_sheet, print_sheets, why_not_key
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from assessments.workshops.scope_kind import WORKSHOP
from lms.access import Grant
from lms.errors import Conflict, NotFound, RuleBroken
from tests.assessments.sheets.settled import bring, content
from tests.builders.audit import entries
from tests.builders.people import NOW, give_anywhere, person, viewer
from tests.builders.sheets import sheets_apart, workshop

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def runner(session, bench):
    return runs(session, bench, "Wanjiru Otieno")


def runs(session, bench, name):
    row = person(session, name)
    give_anywhere(session, row, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id)))
    return row


def of(bench, kind, subject):
    return [one for one in entries(bench.session, kind) if one.subject == subject]


def printed(session, bench, runner):
    found = papers_of(session, viewer(session, runner), bench.workshop.id)
    return print_sheets(session, found, choose=random.Random(3).choice, by_id=runner.id, now=NOW)


def test_open_sheets_are_printed_once_each_and_sealed_ones_never(session, bench, beside, runner):
    bench.fill(bench.second, 2, 2)
    (row,) = printed(session, bench, runner)
    assert (row.sheet_id, row.printed_by_id, row.printed_at) == (bench.first.id, runner.id, NOW)
    assert printed(session, bench, runner) == []
    (told,) = of(bench, PaperSheetPrinted, f"sheet:{bench.first.id}")
    assert (told.actor_id, told.data["paper_id"]) == (runner.id, row.id)
    assert session.query(PrintedRatingSheet).count() == 1
    assert sheets_apart(session) == []


def test_papers_are_those_of_workshops_that_one_runs_and_of_nothing_that_one_has_to_do_with(
    session, bench, beside, runner
):
    other = workshop(session, starts_on=NOW.date() + timedelta(days=3))
    give_anywhere(session, runner, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(other.id)))
    seen = viewer(session, runner)
    assert [one.sheet.row for one in papers_of(session, seen, bench.workshop.id)] == [bench.first, bench.second]
    mission = PerformancePlan(Occasion.MISSION, bench.workshop.id, bench.version.id, bench.candidate.id)
    row = make_performance(session, mission, by_id=None, now=NOW)
    assign_sheet(session, row, bench.three.id, Turn.ONLY, by_id=None, now=NOW)
    assert len(papers_of(session, seen, bench.workshop.id)) == 2
    assert papers_of(session, seen, beside.workshop.id) == papers_of(session, seen, other.id) == []
    assert workshops_run(session, seen) == [other, bench.workshop]
    assert workshop_run(session, seen, bench.workshop.uuid) == bench.workshop
    with pytest.raises(NotFound):
        workshop_run(session, seen, beside.workshop.uuid)
    assign_sheet(session, bench.performance, runner.id, Turn.ONLY, by_id=None, now=NOW)
    assert papers_of(session, seen, bench.workshop.id) == []


def keyed(session, runner, code, what, now=NOW):
    found = paper_by_code(session, viewer(session, runner), code)
    return key_in_sheet(session, found, what, by_id=runner.id, now=now)


def test_a_paper_is_keyed_in_step_by_step_and_each_is_written_down(session, bench, beside, runner):
    first, second = printed(session, bench, runner)
    again = runs(session, bench, "Juma Said")
    assert keyed(session, runner, second.code, content(2, 2)) is PaperState.KEYED
    assert paper_by_code(session, viewer(session, runner), first.code).state is PaperState.PRINTED
    assert keyed(session, runner, first.code, content(1, 2)) is PaperState.KEYED
    assert keyed(session, again, first.code, content(2, 2), LATER) is PaperState.DIFFERS
    assert keyed(session, runner, first.code, content(1, 1)) is Arrival.TAKEN
    rows = session.scalars(select(PaperKeying).filter_by(paper_id=first.id).order_by(PaperKeying.id)).all()
    assert [(one.step, one.by_id, one.at, one.content["ratings"]["names"]) for one in rows] == [
        ("first", runner.id, NOW, 1), ("second", again.id, LATER, 2), ("settled", runner.id, NOW, 1),
    ]  # fmt: skip
    told = of(bench, PaperSheetKeyed, f"sheet:{bench.first.id}")
    assert [(one.actor_id, one.data["step"]) for one in told] == [
        (runner.id, "first"), (again.id, "second"), (runner.id, "settled"),
    ]  # fmt: skip
    standing = sheet_standing(session, bench.first).standing
    assert (standing.sealed, standing.content.ratings) == (True, {"names": 1, "protects": 1})
    assert not sheet_standing(session, bench.second).standing.sealed
    assert sheets_apart(session) == []


def test_a_paper_tells_who_may_key_it_in_and_refuses_what_changed_meanwhile(session, bench, beside, runner):
    unprinted = papers_of(session, viewer(session, runner), bench.workshop.id)[0]
    with pytest.raises(RuleBroken, match="was not printed"):
        key_in_sheet(session, unprinted, content(2, 2), by_id=runner.id, now=NOW)
    first, _second = printed(session, bench, runner)
    before = paper_by_code(session, viewer(session, runner), first.code)
    again = runs(session, bench, "Juma Said")
    assert why_not_key(before, runner.id) == ""
    keyed(session, runner, first.code, content(2, 2))
    with pytest.raises(Conflict, match="at the same moment"):
        key_in_sheet(session, before, content(2, 2), by_id=again.id, now=NOW)
    once = paper_by_code(session, viewer(session, runner), first.code)
    assert ("Somebody else has to enter it again" in why_not_key(once, runner.id), why_not_key(once, again.id)) == (
        True,
        "",
    )
    keyed(session, again, first.code, content(1, 2))
    differs = paper_by_code(session, viewer(session, runner), first.code)
    assert why_not_key(differs, runner.id) == why_not_key(differs, again.id) == ""
    for code in ("", first.code[:-1], "ZZZZZZZZ"):
        with pytest.raises(NotFound):
            paper_by_code(session, viewer(session, runner), code)
    with pytest.raises(NotFound):
        paper_by_code(session, viewer(session, runs(session, beside, "Elsewhere")), first.code)


def test_a_paper_of_a_sheet_that_came_otherwise_meanwhile_is_kept_beside(session, bench, beside, runner):
    first, _second = printed(session, bench, runner)
    bring(bench, bench.first, content(2, 2))
    keyed(session, runner, first.code, content(1, 2))
    assert keyed(session, runs(session, bench, "Juma Said"), first.code, content(1, 2)) is Arrival.DIFFERS

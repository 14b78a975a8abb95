"""The moderator's board: counts under ten candidates, figures from there on, and nothing that is not sealed."""

from __future__ import annotations

import pytest
from sqlalchemy import event, func, select

from assessments.sheets.pages.board import board_page, rate_said, ratings_of, severity_said
from assessments.sheets.queries.performances import moderated_lines
from assessments.sheets.rules.states import Turn
from assessments.sheets.services.performances import assign_sheet
from assessments.statistics.monitoring import rate_of
from assessments.statistics.severity.severity import AssessorSeverity, SeverityStanding
from assessments.workshops.models import WorkshopCandidate
from tests.builders import people
from tests.builders.people import NOW
from tests.builders.sheets import Bench, candidate, seal_with


@pytest.fixture(autouse=True)
def in_request(app):
    """Figures are said in the language of a request."""
    with app.test_request_context():
        yield


@pytest.fixture
def bench(session):
    return Bench(session)


def more(bench, count):
    """So many more candidates, each rated by both: every third one differently."""
    first = bench.session.scalar(select(func.max(WorkshopCandidate.number))) + 1
    for number in range(first, first + count):
        bench.candidate = candidate(bench.session, bench.workshop, number, f"Candidate {number}")
        performance = bench.perform()
        for who, turn in ((bench.one, Turn.FIRST), (bench.two, Turn.SECOND)):
            sheet = assign_sheet(bench.session, performance, who.id, turn, by_id=None, now=NOW)
            lower = turn is Turn.SECOND and number % 3 == 0
            seal_with(bench.session, sheet, names=1 if lower else 1 + number % 2, protects=1 + number % 2)


def board(bench):
    bench.session.flush()
    viewer = people.viewer(bench.session, bench.moderator)
    return board_page(bench.session, viewer, bench.workshop.uuid, "en", now=NOW)


def test_before_anybody_has_sealed_there_are_counts_of_sheets_alone(bench):
    page = board(bench)
    assert (page.performances, page.sealed, page.sheets, page.agreement) == (1, 0, 2, ())
    assert page.thirds == "none yet"
    assert [one.name for one in page.assessors] == ["A Sekou Diallo", "B Mai Phan", "C Ines Lopes"]


def test_below_ten_candidates_there_are_counts_and_no_coefficient(bench):
    more(bench, 9)
    overall = board(bench).agreement[0]
    assert overall.counts.startswith("16 of 18 the same")
    assert (overall.exact, overall.kappa, overall.alpha, str(overall.light)) == ("", "", "", "counts only")
    assert {one.severity for one in board(bench).assessors if one.sealed} == {"9 candidates: too few"}


def test_from_ten_candidates_on_there_are_figures_with_their_interval_and_severity_with_its_error(bench):
    more(bench, 12)
    page = board(bench)
    overall = page.agreement[0]
    assert overall.exact == "92 %"
    assert overall.adjacent == "100 %"
    assert " to " in overall.alpha
    by_name = {one.name: one for one in page.assessors}
    assert "strict by" in by_name["B Mai Phan"].severity
    assert "±" in by_name["B Mai Phan"].severity
    assert by_name["C Ines Lopes"].severity == ""


def test_a_sheet_of_one_alone_and_a_third_rating_change_no_agreement(bench):
    seal_with(bench.session, bench.first, 2, 2)
    viewer = people.viewer(bench.session, bench.moderator)
    lines = moderated_lines(bench.session, viewer, bench.workshop.id)
    ratings, titles = ratings_of(lines, "en")
    assert len(ratings) == len(titles) == 2
    assert board(bench).agreement[0].counts.startswith("0 of 0")


def test_the_board_asks_as_often_for_many_as_for_few(bench, session):
    def asked():
        session.expire_all()
        found = []
        listener = lambda *_rest: found.append(1)  # noqa: E731  # one that can be taken away again
        event.listen(session.get_bind(), "before_cursor_execute", listener)
        try:
            board(bench)
        finally:
            event.remove(session.get_bind(), "before_cursor_execute", listener)
        return len(found)

    more(bench, 1)
    few = asked()
    more(bench, 2)
    assert asked() == few


def test_a_rate_is_said_with_its_interval_and_severity_with_why_there_is_none():
    assert rate_said(rate_of(2, 8)) == "2 of 8: 25 % (95 % interval 7 to 59 %)"
    assert severity_said(AssessorSeverity(1, 30, SeverityStanding.NOT_COMPARABLE)) == "cannot be compared"
    shown = AssessorSeverity(1, 12, SeverityStanding.SHOWN, effect=-0.21, se=0.1)
    assert severity_said(shown) == "strict by 0.21 ± 0.10"

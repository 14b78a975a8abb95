"""The moderator's board: counts under ten candidates, figures from there on, and nothing that is not sealed."""

from __future__ import annotations

import pytest

from assessments.sheets.offline.services.devices import HeardDevice, hear
from assessments.sheets.pages.board import board_page
from assessments.sheets.pages.board_figures import rate_said, ratings_of, severity_said
from assessments.sheets.queries.board import board_lines, board_version, workshops_to_moderate
from assessments.sheets.queries.performances import moderated_lines
from assessments.sheets.queries.sheets import definitions_of, newest_reconciliations
from assessments.sheets.services.marking import Bringing, rate
from assessments.sheets.services.sampling import look_at, set_plan
from assessments.statistics.monitoring import rate_of
from assessments.statistics.sampling import SamplingPlan
from assessments.statistics.severity.severity import AssessorSeverity, SeverityStanding
from tests.assessments.sheets.crowded import more
from tests.builders import people
from tests.builders.people import NOW
from tests.builders.sheets import Bench, seal_with


@pytest.fixture(autouse=True)
def in_request(app):
    """Figures are said in the language of a request."""
    with app.test_request_context():
        yield


@pytest.fixture
def bench(session):
    return Bench(session)


@pytest.fixture(scope="module")
def nine(module_session):
    """A bench of which nine candidates were rated by both."""
    with module_session() as session:
        found = Bench(session)
        more(found, 9)
        return found


@pytest.fixture
def crowded(session, nine):
    return nine.at(session)


def board(bench):
    bench.session.flush()
    viewer = people.viewer(bench.session, bench.moderator)
    return board_page(bench.session, viewer, bench.workshop.uuid, "en", now=NOW)


def test_before_anybody_has_sealed_there_are_counts_of_sheets_alone(bench):
    page = board(bench)
    assert (page.performances, page.sealed, page.sheets, page.agreement) == (1, 0, 2, ())
    assert page.thirds == "none yet"
    assert [one.name for one in page.assessors] == ["A Sekou Diallo", "B Mai Phan", "C Ines Lopes"]


def test_below_ten_candidates_there_are_counts_and_no_coefficient(crowded):
    overall = board(crowded).agreement[0]
    assert overall.counts.startswith("16 of 18 the same")
    assert (overall.exact, overall.kappa, overall.alpha, str(overall.light)) == ("", "", "", "counts only")
    assert {one.severity for one in board(crowded).assessors if one.sealed} == {"9 candidates: too few"}


def test_from_ten_candidates_on_there_are_figures_with_their_interval_and_severity_with_its_error(crowded):
    more(crowded, 3)
    page = board(crowded)
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
    lines = board_lines(bench.session, viewer, bench.workshop.id)
    ratings = ratings_of(lines, definitions_of(bench.session, [bench.version.id]))
    assert len(ratings) == len({one.criterion for one in ratings}) == 2
    assert board(bench).agreement[0].counts.startswith("0 of 0")


def test_the_board_asks_seven_times_for_many_as_for_few(bench, session, counting):
    viewer, uuid = people.viewer(session, bench.moderator), bench.workshop.uuid
    set_plan(session, bench.workshop, SamplingPlan(), seed="seed", by_id=bench.moderator.id, now=NOW)

    def asked():
        session.flush()
        session.expire_all()
        with counting() as found:
            board_page(session, viewer, uuid, "en", now=NOW)
        return len(found)

    more(bench, 1)
    few = asked()
    more(bench, 2)
    assert asked() == few == 7  # the session of the request is the eighth


def test_whatever_the_board_shows_changes_its_tag(bench, session):
    viewer = people.viewer(session, bench.moderator)
    tags = []

    def tag():
        session.flush()
        chosen = workshops_to_moderate(session, viewer)[0]
        tags.append(board_version(session, viewer, chosen))

    tag()
    rate(session, bench.first, "names", 1, key="one", by=Bringing(bench.one.id), now=NOW)
    tag()
    hear(session, bench.one.id, HeardDevice("tablet", 2, 0), now=NOW)
    tag()
    for sheet in (bench.first, bench.second):
        seal_with(session, sheet, 2, 2)
    tag()
    set_plan(session, bench.workshop, SamplingPlan(), seed="seed", by_id=bench.moderator.id, now=NOW)
    tag()
    result = newest_reconciliations(session, [bench.performance.id])[bench.performance.id]
    look_at(session, bench.performance, result.uuid, "", agrees=True, by_id=bench.moderator.id, now=NOW)
    tag()
    assert len(set(tags)) == len(tags)


def test_the_lines_of_the_board_say_what_the_pages_of_performances_say(bench):
    more(bench, 2)
    seal_with(bench.session, bench.first, 2, 2)
    viewer = people.viewer(bench.session, bench.moderator)
    bench.session.flush()
    known = {one.row.uuid: one for one in moderated_lines(bench.session, viewer, bench.workshop.id)}
    for line in board_lines(bench.session, viewer, bench.workshop.id):
        other = known.pop(line.uuid)
        assert line.state is other.state
        assert [(one.assessor_id, one.turn, one.sealed, one.ratings) for one in line.sheets] == [
            (one.row.assessor_id, one.row.turn, one.standing.sealed, one.standing.content.ratings)
            for one in other.sheets
        ]
    assert not known


def test_a_rate_is_said_with_its_interval_and_severity_with_why_there_is_none():
    assert rate_said(rate_of(2, 8)) == "2 of 8: 25 % (95 % interval 7 to 59 %)"
    assert severity_said(AssessorSeverity(1, 30, SeverityStanding.NOT_COMPARABLE)) == "cannot be compared"
    shown = AssessorSeverity(1, 12, SeverityStanding.SHOWN, effect=-0.21, se=0.1)
    assert severity_said(shown) == "strict by 0.21 ± 0.10"

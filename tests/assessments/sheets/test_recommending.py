"""A moderator signs what they recommend: on results that all stand, without ties, in versions that cite them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assessments.independence.rules import Fact, Tie
from assessments.independence.services import declare_interest
from assessments.permissions import PracticalRole
from assessments.sheets.models import Recommendation
from assessments.sheets.pages.recommending import recommendation_page, result_lines
from assessments.sheets.queries.recommendations import recommendations_of
from assessments.sheets.rules.progress import PerformanceState
from assessments.sheets.rules.recommending import (
    TopicProposal,
    all_settled,
    cites_digest,
    is_out_of_date,
    ties_of_signer,
)
from assessments.sheets.services.recommending import (
    RecommendationDraft,
    cited_by,
    lines_at,
    sign_recommendation,
)
from assessments.sheets.services.settling import plan_fresh, settle_by_discussion
from assessments.workshops.labels import TOPICS
from assessments.workshops.models import WorkshopCandidate
from assessments.workshops.scope_kind import WORKSHOP
from lms.access import Grant
from lms.errors import BadInput, Conflict, RuleBroken
from tests.builders import people
from tests.builders.people import NOW
from tests.builders.sheets import Bench, seal_with

ALL = dict.fromkeys(TOPICS, TopicProposal.CERTIFY)
SUMMARY = "Names and protects without help."


@pytest.fixture(scope="module")
def rated(module_session):
    """Both sheets of the candidate are sealed."""
    with module_session() as session:
        found = Bench(session)
        for sheet in (found.first, found.second):
            seal_with(session, sheet, 2, 2)
        return found


@pytest.fixture
def bench(session, rated):
    return rated.at(session)


def of_bench(bench):
    return bench.session.scalars(select(WorkshopCandidate).filter_by(workshop_id=bench.workshop.id)).one()


def sign(bench, by=None, *, proposals=None, summary=SUMMARY, minority="", seen=None):
    lines = lines_at(bench.session, bench.workshop.id, bench.candidate.id)
    draft = RecommendationDraft(proposals or ALL, summary, minority, seen or cites_digest(cited_by(lines)))
    by = by or bench.moderator
    return sign_recommendation(bench.session, bench.workshop, of_bench(bench), draft, by_id=by.id, now=NOW)


def newest(bench):
    return recommendations_of(bench.session, [bench.candidate.id])[bench.candidate.id][0]


def change_result(bench):
    settle_by_discussion(
        bench.session, bench.performance, {"names": 1}, "The film shows it.", by_id=bench.moderator.id, now=NOW
    )


def test_what_is_signed_cites_the_results_and_keeps_what_they_said(bench):
    row = sign(bench, minority="B would not certify.")
    assert row.cites == cited_by(lines_at(bench.session, bench.workshop.id, bench.candidate.id))
    assert list(row.cites) == [bench.performance.uuid]
    (result,) = row.results
    assert (result["exercise"], result["passed"], result["status"]) == ("Identification bench", True, "agreed")
    assert not newest(bench).out_of_date


def test_it_is_out_of_date_once_a_result_changes_and_a_newer_version_is_not(bench):
    first = sign(bench)
    change_result(bench)
    assert newest(bench).out_of_date
    second = sign(bench, proposals=ALL | {"operations": TopicProposal.NOT})
    assert (first.no, second.no, newest(bench).row.id) == (1, 2, second.id)
    assert not newest(bench).out_of_date
    assert first.summary == SUMMARY


def test_a_result_that_changed_while_the_page_was_open_is_found(bench):
    seen = cites_digest(cited_by(lines_at(bench.session, bench.workshop.id, bench.candidate.id)))
    change_result(bench)
    with pytest.raises(Conflict, match="result has changed"):
        sign(bench, seen=seen)


def test_nothing_is_signed_before_every_performance_has_its_result(session):
    bench = Bench(session)
    with pytest.raises(RuleBroken, match="Not every performance"):
        sign(bench)
    seal_with(session, bench.first, 0, 2)
    seal_with(session, bench.second, 2, 2)
    with pytest.raises(RuleBroken, match="Not every performance"):
        sign(bench)
    plan_fresh(session, bench.performance, by_id=bench.moderator.id, now=NOW)
    with pytest.raises(RuleBroken, match="Not every performance"):
        sign(bench)


def test_who_rated_the_candidate_or_has_to_do_with_them_does_not_sign(bench):
    with pytest.raises(RuleBroken, match="You rate this candidate"):
        sign(bench, by=bench.one)
    declare_interest(
        bench.session, declared_by_id=bench.moderator.id, about_id=bench.candidate.id, words="Cousins.", now=NOW
    )
    with pytest.raises(RuleBroken, match="cannot sign"):
        sign(bench)
    assert bench.session.scalar(select(func.count(Recommendation.id))) == 0


@pytest.mark.parametrize(
    ("proposals", "summary", "minority", "field"),
    [
        (ALL, "no", "", "summary"),
        (ALL, SUMMARY, "x" * 2001, "minority"),
        (dict.fromkeys(TOPICS, TopicProposal.NOT_SEEN), SUMMARY, "", "summary"),
    ],
)
def test_a_recommendation_says_something(bench, proposals, summary, minority, field):
    with pytest.raises(BadInput) as refused:
        sign(bench, proposals=proposals, summary=summary, minority=minority)
    assert refused.value.field == field


@pytest.mark.parametrize("tie", [*Tie])
def test_every_tie_keeps_a_moderator_from_signing(tie):
    assert ties_of_signer([Fact(tie, 1, 2)], now=NOW)


def test_who_has_left_the_administration_may_sign():
    over = Fact(Tie.SAME_ADMINISTRATION, 1, 2, until=NOW - timedelta(days=1))
    assert ties_of_signer([over], now=NOW) == []


def test_all_is_settled_once_there_is_something_and_nothing_is_open():
    assert not all_settled([])
    assert all_settled([PerformanceState.FINAL, PerformanceState.REPLACED])
    assert not all_settled([PerformanceState.FINAL, PerformanceState.REVIEW])
    assert is_out_of_date({"a": "1"}, {"a": "1", "b": ""})


def test_where_one_sheet_alone_would_have_passed_it_is_said(app):
    kept = {
        "exercise": "Case", "total": "5", "cut": "5", "highest": "8", "passed": True, "status": "resolved", "by": None,
        "totals": ["4", "6"],
    }  # fmt: skip
    with app.test_request_context():
        (one,) = result_lines([kept])
    assert (one.total, one.apart, one.how, one.totals) == ("5 of 8", True, "the median of three", "4, 6")


def test_a_moderator_signs_by_the_page_and_reads_what_was_signed(app, bench, session, client):
    people.sign_in(client, session, bench.moderator)
    listed = f"/performances/recommendations/{bench.workshop.uuid}"
    row = of_bench(bench)
    at = f"{listed}/{row.uuid}"
    session.commit()
    assert "not signed" in client.get(listed).text
    page = client.get(at).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    sent = {f"topic-{code}": "certify" for code in TOPICS} | {"seen": seen, "summary": SUMMARY, "minority": "B doubts."}
    wrong = client.post(at, data=sent | {"topic-operations": ""})
    assert wrong.status_code == 422
    assert "Choose what you propose" in wrong.text
    assert client.post(at, data=sent).status_code == 303
    shown = client.get(at).text
    assert "B doubts." in shown
    assert "version 1" in shown
    assert "signed" in client.get(listed).text
    assert SUMMARY not in client.get(f"{listed}/export.csv").text


def test_whoever_rates_a_candidate_is_shown_no_result_of_them(bench, session, client):
    people.give_anywhere(session, bench.one, moderating(bench))
    people.sign_in(client, session, bench.one)
    listed = f"/performances/recommendations/{bench.workshop.uuid}"
    uuid = of_bench(bench).uuid
    session.commit()
    assert "you rate this candidate" in client.get(listed).text
    assert client.get(f"{listed}/{uuid}").status_code == 404


def moderating(bench):
    """The role for this workshop."""
    return Grant(PracticalRole.MODERATOR, WORKSHOP, str(bench.workshop.id))


def test_the_page_of_a_candidate_asks_as_often_for_many_results_as_for_one(app, bench, session, counting):
    uuid_of = of_bench(bench)

    def asked():
        session.flush()
        with app.test_request_context(), counting() as found:
            recommendation_page(session, bench.workshop, uuid_of)
        return len(found)

    few = asked()
    for no in range(2, 5):
        bench.perform(no=no)
    assert asked() == few

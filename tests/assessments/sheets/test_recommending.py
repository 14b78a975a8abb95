"""A moderator signs what they recommend: on results that all stand, without ties, in versions that cite them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assessments.independence.rules import Fact, Tie
from assessments.independence.services import declare_interest
from assessments.permissions import PracticalRole
from assessments.sheets.events import RecommendationSigned
from assessments.sheets.models import Recommendation
from assessments.sheets.pages.recommending import recommendation_page, result_lines
from assessments.sheets.queries.recommendations import rated_by, recommendations_of, versions_of
from assessments.sheets.rules.progress import PerformanceState
from assessments.sheets.rules.recommending import (
    TopicProposal,
    all_settled,
    cites_digest,
    is_out_of_date,
    ties_of_signer,
)
from assessments.sheets.rules.states import Occasion
from assessments.sheets.services.performances import PerformancePlan, make_performance
from assessments.sheets.services.recommending import (
    RecommendationDraft,
    cited_by,
    lines_at,
    results_as_data,
    sign_recommendation,
)
from assessments.sheets.services.settling import plan_fresh, settle_by_discussion
from assessments.workshops.labels import TOPICS
from assessments.workshops.models import WorkshopCandidate
from assessments.workshops.scope_kind import WORKSHOP
from lms.access import Grant
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict, RuleBroken
from tests.builders import people
from tests.builders.people import NOW
from tests.builders.sheets import Bench, seal_with, sheets_apart

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


@pytest.fixture(scope="module")
def rated_beside(module_session, rated):
    """The same candidate at another workshop, where another moderator signed."""
    with module_session() as session:
        found = Bench(session)
        for sheet in (found.first, found.second):
            seal_with(session, sheet, 2, 2)
        sign(found)
        return found


@pytest.fixture
def beside(session, rated_beside):
    return rated_beside.at(session)


def test_versions_are_of_one_candidate_at_one_workshop_and_each_is_written_down(bench, beside, app):
    first = sign(bench, minority="  B doubts. ", summary=f"  {SUMMARY} ")
    second = sign(bench)
    assert [(one.no, one.minority, one.summary, one.by_id, one.at) for one in (first, second)] == [
        (1, "B doubts.", SUMMARY, bench.moderator.id, NOW), (2, "", SUMMARY, bench.moderator.id, NOW),
    ]  # fmt: skip
    assert (first.workshop_id, first.person_id, first.proposals) == (bench.workshop.id, bench.candidate.id, ALL)
    assert versions_of(bench.session, bench.workshop.id, bench.candidate.id) == [second, first]
    assert versions_of(bench.session, beside.workshop.id, bench.candidate.id) == []
    assert versions_of(bench.session, bench.workshop.id, beside.candidate.id) == []
    found = recommendations_of(bench.session, [bench.candidate.id])
    assert [(one.row, one.workshop) for one in found[bench.candidate.id]] == [(second, bench.workshop.title)]
    assert set(recommendations_of(bench.session, [bench.candidate.id, beside.candidate.id])) == {
        bench.candidate.id, beside.candidate.id,
    }  # fmt: skip
    assert recommendations_of(bench.session, [bench.moderator.id]) == {}
    query = select(AuditEntry).where(AuditEntry.name == RecommendationSigned.name).order_by(AuditEntry.id)
    told = [one for one in bench.session.scalars(query) if one.subject == f"workshop:{bench.workshop.id}"]
    assert [(one.actor_id, one.data["person_id"], one.data["reason"], one.data["scheme"]) for one in told] == [
        (bench.moderator.id, bench.candidate.id, SUMMARY, "advisor")
    ] * 2
    assert sheets_apart(bench.session) == []


def test_what_counts_at_one_workshop_is_nothing_of_another_or_of_a_mission(bench, beside):
    plan = PerformancePlan(Occasion.MISSION, bench.workshop.id, bench.version.id, bench.candidate.id)
    make_performance(bench.session, plan, by_id=None, now=NOW)
    beside.candidate = bench.candidate
    other = beside.perform()
    assert [one.row for one in lines_at(bench.session, bench.workshop.id, bench.candidate.id)] == [bench.performance]
    assert [one.row for one in lines_at(bench.session, beside.workshop.id, bench.candidate.id)] == [other]
    sign(bench)
    assert not newest(bench).out_of_date


@pytest.mark.parametrize(
    ("summary", "minority", "field"),
    [("abcde", "", None), ("  abcd  ", "", "summary"), ("x" * 2000, "y" * 2000, None), ("x" * 2001, "", "summary"),
     ("abcde", f" {'y' * 2000} ", None)],
)  # fmt: skip
def test_a_summary_has_five_to_2000_signs_and_a_minority_view_as_many_at_most(bench, summary, minority, field):
    if field is None:
        assert sign(bench, summary=summary, minority=minority).summary == summary
        return
    with pytest.raises(BadInput) as refused:
        sign(bench, summary=summary, minority=minority)
    assert refused.value.field == field


def test_something_about_one_topic_is_enough(bench):
    nothing = dict.fromkeys(TOPICS, TopicProposal.NOT_SEEN)
    assert sign(bench, proposals=nothing | {"operations": TopicProposal.NOT}).no == 1


def test_who_rated_the_candidate_elsewhere_is_refused_by_that_fact_and_who_rates_others_signs(bench, beside):
    for row in (beside.one, beside.two):
        assert row.id not in rated_by(bench.session, bench.workshop.id, row.id)
    assert sign(bench, by=beside.one).by_id == beside.one.id
    beside.candidate = bench.candidate
    beside.performance = beside.perform(no=2)
    seal_with(bench.session, beside.assign(beside.two, "first"), 2, 2)
    with pytest.raises(RuleBroken, match=r"You cannot sign here\. One assessed the other"):
        sign(bench, by=beside.two)


def test_results_are_kept_as_they_are_said_and_what_was_replaced_or_has_none_is_left_out(bench):
    bench.exercise.topic = "operations"
    plain = PerformancePlan(Occasion.WORKSHOP, bench.workshop.id, bench.version.id, bench.candidate.id)
    bench.performance = make_performance(bench.session, plain, by_id=None, now=NOW)
    for row, turn in ((bench.one, "first"), (bench.two, "second")):
        seal_with(bench.session, bench.assign(row, turn), 0, 1)
    lines = lines_at(bench.session, bench.workshop.id, bench.candidate.id)
    first, second = results_as_data(bench.session, lines)
    assert (first["exercise"], first["topic"], first["total"], first["cut"], first["highest"], first["passed"]) == (
        "Identification bench", "operations", "7", "3.5", "7", True,
    )  # fmt: skip
    assert (second["exercise"], second["topic"], second["total"], second["passed"], second["by"]) == (
        "bench", None, "1", False, None,
    )  # fmt: skip
    bench.perform(no=2)
    lines = lines_at(bench.session, bench.workshop.id, bench.candidate.id)
    assert len(lines) == 3
    assert [one["exercise"] for one in results_as_data(bench.session, lines)] == ["bench"]
    assert list(cited_by(lines).values()) == [lines[0].result.uuid, lines[1].result.uuid, ""]

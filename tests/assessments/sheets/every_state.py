"""A workshop with a candidate in every state, and another beside it where a third is wanted."""

from __future__ import annotations

from assessments.permissions import PracticalRole
from assessments.sheets.rules.progress import PerformanceState
from assessments.sheets.rules.states import ThirdBasis, Turn, Way
from assessments.sheets.services.performances import PerformancePlan, make_performance
from assessments.sheets.services.settling import name_third, plan_fresh
from lms.access import Grant
from tests.assessments.sheets.settled import agree, bring, content, differ
from tests.builders.people import NOW, give_anywhere, person, viewer
from tests.builders.sheets import Bench, candidate

S = PerformanceState


def third(bench, **more):
    told = {"by_id": bench.moderator.id, "now": NOW} | more
    return name_third(bench.session, bench.performance, bench.three.id, ThirdBasis.RECORDING, **told)


def alone(bench):
    differ(bench)
    bring(bench, third(bench), content(1, 0, comments={"protects": "No gloves."}))


def named(bench):
    differ(bench)
    third(bench)


def twice(bench):
    bring(bench, bench.first, content(2, 2))
    bring(bench, bench.first, content(1, 2), way=Way.PAPER)


def late(bench):
    bench.fill(bench.first, 2, 2)
    bench.workshop.closed_at = NOW
    bench.fill(bench.second, 2, 2)
    bench.workshop.closed_at = None
    bench.session.flush()


def replaced(bench):
    differ(bench)
    plan_fresh(bench.session, bench.performance, by_id=bench.moderator.id, now=NOW)


HOW = {
    S.FINAL: agree,
    S.THIRD_WANTED: differ,
    S.THIRD_NAMED: named,
    S.DIFFERS: twice,
    S.REVIEW: late,
    S.PANEL_WANTED: alone,
    S.REPLACED: replaced,
    S.MARKING: lambda bench: bench.fill(bench.first, 2, 2),
}


def build(session):
    """Ours with a candidate in each state, theirs, and who performed in each state with their performance."""
    bench, beside, people = Bench(session), Bench(session), {}
    for number, (state, act) in enumerate(HOW.items(), 1):
        if number > 1:
            bench.candidate = candidate(session, bench.workshop, number, f"Candidate {number}")
            bench.performance = bench.perform(recorded=True)
            bench.first, bench.second = bench.assign(bench.one, Turn.FIRST), bench.assign(bench.two, Turn.SECOND)
        act(bench)
        people[state] = (bench.candidate, bench.performance)
    differ(beside)
    return bench, beside, people


def moderating(session, bench):
    """The moderator of a workshop, as policies know them."""
    return viewer(session, bench.moderator)


def everywhere(session):
    """Somebody who moderates every workshop."""
    row = person(session)
    give_anywhere(session, row, Grant(PracticalRole.MODERATOR))
    return viewer(session, row)


def made(session, occasion, number, bench, **values):
    """A performance of this occasion, by the small rubric."""
    plan = PerformancePlan(occasion, number, bench.version.id, **values)
    return make_performance(session, plan, by_id=None, now=NOW)

"""Cohorts, as their trainers, managers and officers see them."""

from __future__ import annotations

from tests.pages import acts
from tests.pages.acts import fill, press
from tests.pages.state import State

ONE, SHARED = "/cohorts/{class}", "/cohorts/{class-shared}"
COHORTS = [
    State("cohorts.index", "open", "trainer", "/cohorts"),
    State("cohorts.index", "proposed", "trainer", "/cohorts?state=proposed"),
    State("cohorts.index", "ended", "trainer", "/cohorts?state=ended"),
    State("cohorts.index", "none open", "manager", "/cohorts", empty=True),
    State("cohorts.index", "none proposed", "manager", "/cohorts?state=proposed", empty=True),
    State("cohorts.index", "none ended", "manager", "/cohorts?state=ended", empty=True),
    State("cohorts.new", "to fill", "trainer", "/cohorts/new"),
    State("cohorts.new", "nothing typed", "trainer", "/cohorts/new", press("Open the cohort"), 422),
    State("cohorts.one", "with officers", "trainer", ONE),
    State("cohorts.one", "as a manager", "manager", ONE),
    State("cohorts.one", "with two trainers and one who left", "trainer", SHARED),
    State("cohorts.one", "nobody joined", "trainer", "/cohorts/{class-empty}"),
    State("cohorts.one", "past its last day", "trainer", "/cohorts/{class-over}"),
    State("cohorts.one", "offered", "trainer", "/cohorts/{class-offered}"),
    State("cohorts.one", "ended", "trainer", "/cohorts/{class-ended}"),
    State("cohorts.one", "proposed", "trainer", "/cohorts/{wished}"),
    State("cohorts.one", "to decide", "manager", "/cohorts/{wished}"),
    State("cohorts.one", "refused without a reason", "manager", "/cohorts/{wished}", press("Refuse"), 422),
    State("cohorts.one", "refused", "trainer", "/cohorts/{class-refused}"),
    State("cohorts.change", "to change", "trainer", ONE + "/change"),
    State("cohorts.change", "no title", "trainer", ONE + "/change", fill("Save", title=""), 422),
    State("cohorts.end", "to fill", "trainer", ONE + "/end"),
    State("cohorts.end", "no reason", "trainer", ONE + "/end", press("End the cohort"), 422),
    State("cohorts.co_trainers", "one", "trainer", ONE + "/trainers"),
    State("cohorts.co_trainers", "two", "trainer", SHARED + "/trainers", acts.unfold),
    State(
        "cohorts.co_trainers", "no trainer", "trainer", ONE + "/trainers", fill("Add the trainer", person="nobody"), 422
    ),
    State("cohorts.hand_over", "to fill", "trainer", ONE + "/hand-over"),
    State("cohorts.hand_over", "nothing typed", "trainer", ONE + "/hand-over", press("Offer the cohort"), 422),
    State("cohorts.hand_over", "offered", "trainer", "/cohorts/{class-offered}/hand-over"),
    State("cohorts.offered", "to take", "other trainer", "/hand-overs/{offer}"),
    State("cohorts.code", "shown", "trainer", ONE + "/code"),
    State("cohorts.code", "none", "trainer", "/cohorts/{class-empty}/code"),
    State("cohorts.participant", "in the cohort", "trainer", ONE + "/participants/{officer}", acts.unfold),
    State("cohorts.participant", "withdrawn", "trainer", SHARED + "/participants/{leaver}"),
    State(
        "cohorts.participant",
        "withdrawn without a reason",
        "trainer",
        SHARED + "/participants/{slow-uuid}",
        acts.withdraw,
        422,
    ),
    State("cohorts.joins", "some wait", "manager", "/cohorts/joins"),
    State("cohorts.joins", "refused without a reason", "manager", "/cohorts/joins", press("Refuse"), 422),
    State("cohorts.joins", "nobody waits", "manager", "/cohorts/joins", empty=True),
    State("cohorts.join", "to fill", "newcomer", "/join"),
    State("cohorts.join", "with cohorts", "officer", "/join"),
    State("cohorts.join", "a wrong code", "officer", "/join", fill("Continue", code="ABC"), 422),
    State("cohorts.join_by", "to join", "newcomer", "/join/{code}"),
    State("cohorts.join_by", "a run is open", "busy", "/join/{code}"),
    State("cohorts.join_by", "nothing chosen", "busy", "/join/{code}", press("Join the cohort"), 422),
    State("cohorts.join_by", "of another administration", "assessor", "/join/{code}"),
    State("cohorts.join_by", "one's own class", "trainer", "/join/{code}"),
    State("cohorts.own", "in it", "officer", "/my-cohorts/{class}"),
    State("cohorts.own", "waits for a run", "slow", "/my-cohorts/{class-shared}"),
    State("cohorts.own", "waits for approval", "guest", "/my-cohorts/{class-shared}"),
    State("web.start", "cohorts wait", "trainer", "/"),
    State("web.start", "a cohort is offered", "other trainer", "/"),
    State("web.start", "a run keeps from a cohort", "slow", "/"),
]

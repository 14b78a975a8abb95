"""Over all acts of a handful of people who hold every right: each acts once along the chain of a candidate.

How to extend it stands in `acts`. `CHAIN_EXAMPLES=500` walks and strays more than the little of every run.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assessments.api import ActingPart
from assessments.independence.rules import BARS
from assessments.sheets.rules.states import Turn
from tests.one_part_each.acts import ACTS, WAYS, Deed, Way
from tests.one_part_each.conftest import Undone
from tests.one_part_each.findings import findings
from tests.one_part_each.site import Site

EXAMPLES = int(os.environ.get("CHAIN_EXAMPLES", "0"))
APPLIED, TRAINED, SUPERVISED, EXAMINED, CHECKED, DECIDED, RELEASED = range(1, 8)  # how far a way was gone


def drawn(few: int) -> settings:
    """So many examples in every run, others each time where more are asked for."""
    return settings(
        max_examples=EXAMPLES or few, deadline=None, derandomize=not EXAMPLES, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


class Found(AssertionError):
    """Something that must never be."""


def looking(site: Site) -> Callable[[], None]:
    """Fails where something is wrong."""

    def look() -> None:
        if found := findings(site):
            raise Found("; ".join(found))

    return look


def test_whoever_is_cast_for_a_part_nobody_acts_twice_sees_too_early_or_issues_alone(site: Site, undone: Undone):
    @example(way=Way({"second": "moderator", "supervisor": "trainer", "registrar": "chair"}, looks=("moderator",)))
    @drawn(1)
    @given(way=WAYS)
    def goes(way: Way) -> None:
        with undone():
            way.take(site, looking(site))

    goes()


def test_from_every_place_of_the_way_no_acts_of_anybody_lead_to_a_fault(site: Site, undone: Undone):
    look = looking(site)

    @drawn(5)
    @given(deeds=st.lists(ACTS, min_size=2, max_size=5))
    def strays(deeds: list[Deed]) -> None:
        with undone():
            for one in deeds:
                one(site)
            look()

    def stop() -> None:
        look()
        strays()

    Way({}, refused=True, apart=2, issues=True).take(site, stop)
    with site.reading() as session:
        assert site.found(session).row.state == "registered"


Acts = Callable[[Site], object]
Plant = Callable[[pytest.MonkeyPatch], object]


def supervisor_rates(site: Site) -> None:
    Way({}).take(site, lambda: None, SUPERVISED)
    site.assign("officer", "supervisor", Turn.FIRST)
    site.fill("supervisor", 2)
    site.seal("supervisor")


def candidate_admits_themselves(site: Site) -> None:
    site.apply()
    site.step("candidate", "admit")


def second_seals_and_reads_the_first(site: Site) -> None:
    Way({}).take(site, lambda: None, APPLIED)
    for who, turn in (("first", Turn.FIRST), ("second", Turn.SECOND)):
        site.assign("officer", who, turn)
    site.fill("first", 2)
    site.fill("second", 2)
    site.seal("second")
    site.look("second")


def member_was_at_work_with_them(site: Site) -> None:
    Way({}).take(site, lambda: None, TRAINED)
    Way({}).supervised(site)
    Way({}).checked(site)
    site.convene("officer", ["chair", "member", "spare"])
    site.see_at_work("spare")
    site.vote("spare", "certify")


def one_signs(site: Site) -> None:
    Way({}).take(site, lambda: None, SUPERVISED)
    Way({}).checked(site)
    site.convene("officer", ["chair", "member"])
    for who in ("chair", "member"):
        site.vote(who, "certify")
    site.write_down("chair")
    site.sign("chair")
    site.step("registrar", "release")


def member_releases(site: Site) -> None:
    Way({}).take(site, lambda: None, SUPERVISED)
    Way({}).checked(site)
    Way({}).decided(site)
    site.step("member", "release")


def same_panel_decides_again(site: Site) -> None:
    way = Way({})
    way.take(site, lambda: None, SUPERVISED)
    way.checked(site)
    way.panel(site, "officer", ("chair", "member"), "reject")
    way.appeals(site)
    way.panel(site, "officer", ("chair", "spare"), "certify")


def same_officer_decides_again(site: Site) -> None:
    site.apply()
    site.step("officer", "refuse")
    site.confirm("second officer")
    Way({}).appeals(site)
    site.step("second officer", "admit")


def is_no_rule(target: str, answer: object) -> Plant:
    return lambda patch: patch.setattr(target, lambda *_one, **_more: answer)


def nobody_counts_signatures(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("certificates.panels.services.deciding.is_signed", lambda *_one: True)
    patch.setattr("certificates.candidates.rules.moving._of_panel", lambda *_one: [])


PLANTS: dict[str, tuple[Acts, Plant]] = {
    "examiner and supervisor": (supervisor_rates, is_no_rule("assessments.independence.queries.facts.obstacles", [])),
    "own file: a step": (
        candidate_admits_themselves, is_no_rule("certificates.candidates.rules.moving._of_mover", [])
    ),
    "read a sheet before the time": (
        second_seals_and_reads_the_first, is_no_rule("assessments.sheets.pages.marking.sees_other", True)
    ),
    "decider and supervisor": (
        member_was_at_work_with_them, is_no_rule("certificates.panels.services.deciding.demand_free", None)
    ),
    "without two signatures": (one_signs, nobody_counts_signatures),
    "released by one of those who decided": (
        member_releases, lambda patch: patch.setitem(BARS, ActingPart.REGISTRAR, frozenset())
    ),
    "decided again in known": (
        same_panel_decides_again, is_no_rule("certificates.panels.queries.conflicts.undone_panels", frozenset())
    ),
    "decided again in applied": (
        same_officer_decides_again, is_no_rule("certificates.candidates.rules.history._beside", [])
    ),
}  # fmt: skip


@pytest.mark.once  # a test of the findings, which the other tests read on both databases
@pytest.mark.sampled
@pytest.mark.parametrize("said", PLANTS)
def test_a_rule_that_is_missing_is_found_and_with_it_the_same_acts_are_refused(
    site: Site, undone: Undone, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    acts, plant = PLANTS[said]
    with undone():
        acts(site)
        assert findings(site) == []
    with monkeypatch.context() as patch, undone():
        plant(patch)
        acts(site)
        assert any(said in one for one in findings(site)), findings(site)


def test_who_signed_an_annex_of_a_mission_that_was_cancelled_does_not_rate(site: Site) -> None:
    Way({}).take(site, looking(site), TRAINED)
    assert site.put_under("officer", "supervisor")
    assert site.sign_annex("supervisor")
    assert site.cancel("officer")
    assert not site.assign("officer", "supervisor", Turn.FIRST)
    assert site.assign("officer", "spare", Turn.FIRST)


def test_who_saw_somebody_at_work_in_an_operation_does_not_rate_them(site: Site) -> None:
    site.apply()
    assert site.see_at_work("first")
    assert not site.assign("officer", "first", Turn.FIRST)


def test_who_moderates_everywhere_is_no_third_and_rates_nothing_that_another_has_begun(site: Site) -> None:
    site.apply()
    assert site.assign("officer", "first", Turn.FIRST)
    assert site.fill("first", 2)
    site.look("spare")
    assert {reader for reader, _sheet in site.watched} == {site.ids["spare"]}
    assert not site.assign("officer", "spare", Turn.SECOND)
    assert site.assign("officer", "second", Turn.SECOND)
    assert site.fill("second", 0)
    assert site.seal("first")
    assert site.seal("second")
    assert not site.name_third("moderator", "spare")
    assert site.name_third("moderator", "third")

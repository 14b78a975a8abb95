"""Conflicts of interest as `tests/reference/practical` publishes them, asked of the rule of independence."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessments.independence.rules import ActingPart, Fact, Tie, obstacles
from lms.months import months_later

FILE = Path(__file__).resolve().parents[2] / "reference" / "practical" / "reconciliation.json"
PUBLISHED = json.loads(FILE.read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
CALLED = {
    Tie.SELF: "self",
    Tie.SAME_ADMINISTRATION: "same_organisation",
    Tie.TAUGHT: "taught",
    Tie.SUPERVISED: "supervised",
    Tie.DECLARED: "declared",
    Tie.EXAMINED: "same_assessor_on_resit",
}
ASSESSOR, CANDIDATE = 1, 2


def facts(case):
    """What the file says of the two, as facts; months ago are moments."""
    one, other = case["assessor"], case["candidate"]
    if one["id"] == other["id"]:
        yield Fact(Tie.SELF, ASSESSOR, CANDIDATE)
    if one["org"] == other["org"]:
        yield Fact(Tie.SAME_ADMINISTRATION, ASSESSOR, CANDIDATE)
    if one["id"] in other["taught_by"]:
        yield Fact(Tie.TAUGHT, ASSESSOR, CANDIDATE, until=months_later(NOW, -other["taught_by"][one["id"]]))
    if one["id"] in other["supervised_by"]:
        yield Fact(Tie.SUPERVISED, ASSESSOR, CANDIDATE)
    if other["id"] in one["declared"]:
        yield Fact(Tie.DECLARED, ASSESSOR, CANDIDATE)
    if one["id"] in other["previous_assessors"]:
        yield Fact(Tie.EXAMINED, ASSESSOR, CANDIDATE, ref="workshop:1", failed=True)


def reasons(case):
    return [CALLED[one.tie] for one in obstacles(facts(case), ActingPart.EXAMINER, now=NOW, here="workshop:2")]


@pytest.mark.parametrize("case", PUBLISHED["conflict_cases"], ids=lambda case: case["candidate"]["id"])
def test_a_published_conflict_is_found_and_no_other(case):
    assert (bool(reasons(case)), reasons(case)) == (case["blocked"], case["reasons"])


def test_every_published_rule_stands_in_the_way_of_an_assessor():
    near = {"id": "a1", "org": "X", "declared": ["a1"]}
    case = {
        "assessor": near,
        "candidate": {**near, "taught_by": {"a1": 1}, "supervised_by": ["a1"], "previous_assessors": ["a1"]},
    }
    assert set(reasons(case)) == set(PUBLISHED["conflict_policy"]["rules"])

"""What other areas may use of independence."""

from assessments.independence.labels import part_said, tie_said
from assessments.independence.ports import CONFLICT_FACTS, ConflictFacts
from assessments.independence.queries.facts import (
    facts_between,
    obstacles_between,
    said_no_interest,
    waivers_between,
)
from assessments.independence.rules import (
    DEFAULT_INTERVALS,
    ActingPart,
    Fact,
    Tie,
    TieIntervals,
    Waiver,
    may_be_waived,
    obstacles,
)
from assessments.independence.services import (
    declare_interest,
    demand_free,
    end_interest,
    say_no_interest,
    waive,
)

__all__ = [
    "CONFLICT_FACTS",
    "DEFAULT_INTERVALS",
    "ActingPart",
    "ConflictFacts",
    "Fact",
    "Tie",
    "TieIntervals",
    "Waiver",
    "declare_interest",
    "demand_free",
    "end_interest",
    "facts_between",
    "may_be_waived",
    "obstacles",
    "obstacles_between",
    "part_said",
    "said_no_interest",
    "say_no_interest",
    "tie_said",
    "waive",
    "waivers_between",
]

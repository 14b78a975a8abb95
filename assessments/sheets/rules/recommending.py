"""What a moderator recommends of a candidate: by topic, on results that are named, out of date once one changes."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from assessments.independence.rules import ActingPart, Fact, Tie, obstacles
from assessments.sheets.rules.progress import ENDED, PerformanceState

Cited = Mapping[str, str]  # uuid of each performance → uuid of its newest result; empty: it has none
NEAR = frozenset({Tie.SAME_ADMINISTRATION, Tie.SAME_MISSION})


class TopicProposal(StrEnum):
    """What is proposed for a topic."""

    CERTIFY = "certify"
    CONDITIONS = "conditions"  # with conditions, which the summary names
    NOT = "not"
    NOT_SEEN = "not-seen"  # nothing of it was assessed at the workshop


def cites_digest(cited: Cited) -> str:
    """What a page shows of the results that it rests on, so that a change before the signature is found."""
    return sha256(json.dumps(sorted(cited.items())).encode()).hexdigest()


def is_out_of_date(cited: Cited, now: Cited) -> bool:
    """Whether a recommendation rests on other results than those that stand."""
    return dict(cited) != dict(now)


def all_settled(states: Collection[PerformanceState]) -> bool:
    """Whether there is something to sum up, and nothing of it is open."""
    return bool(states) and all(one in ENDED for one in states)


def ties_of_signer(facts: Iterable[Fact], *, now: datetime) -> list[Fact]:
    """Everything that keeps a moderator from signing: what bars moderators, having rated, and being near."""
    known = list(facts)
    barred = obstacles(known, ActingPart.MODERATOR, now=now)
    near = [one for one in known if one.tie in NEAR and (one.until is None or now < one.until)]
    return [*barred, *(one for one in known if one.tie is Tie.EXAMINED), *near]

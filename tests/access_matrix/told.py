"""What is confidential on the way to a certificate, and who of those who are near reads it.

To extend it: something confidential is a line of `TOLD`, with words that stand in it and in nothing else, and with
everybody of `NEAR` who reads it on some page or in some file. Whoever is not named reads it nowhere: on no page, in no
export or PDF, in no letter. The addresses and file names of all these things name nobody: `test_what_is_told` asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.access_matrix import persons
from tests.access_matrix.paneled import MINUTES_WORDS, REASON_WORDS, VOTE_WORDS
from tests.access_matrix.persons import DECIDER, EVERYWHERE, EXPERT, LEAD, MODERATOR, OTHER, OWNER, PLANNER, RUNNER
from tests.access_matrix.practical import FINAL_WORDS, OPEN_WORDS, SEALED_WORDS

AREAS = (
    "missions", "workshops", "rubrics", "sheets", "performances", "papers", "offline_sheets", "evidence", "uploads",
    "candidacies", "candidates", "recognised", "panels", "complaints", "schemes", "messages",
)  # fmt: skip
HOST = "host"  # by the links of the letters, without an account
RATES, RATES_ELSEWHERE = "assessor home", "assessor abroad"
ANOTHER_ADMINISTRATION, ABROAD = "manager neighbour", "coordinator abroad"
SCREENS, SITS = f"{persons.SCREENER} {EVERYWHERE}", f"{DECIDER} {EVERYWHERE}"
QUALITY = f"{persons.QUALITY} {EVERYWHERE}"
NEAR = (
    HOST, OWNER, OTHER, RATES, RATES_ELSEWHERE, ANOTHER_ADMINISTRATION, ABROAD, MODERATOR, EXPERT, LEAD, PLANNER,
    RUNNER, SCREENS, SITS, QUALITY,
)  # fmt: skip
HOST_LINKS = ("GET missions.host_report", "GET missions.host_report_pdf", "GET missions.host_follow_up")


@dataclass(frozen=True)
class Told:
    """Words that stand in something confidential, and who of those near reads them."""

    words: str
    readers: frozenset[str]


def told(words: str, *readers: str) -> Told:
    """One of them."""
    return Told(words, frozenset(readers))


TOLD: Mapping[str, Told] = {
    "the annex on a candidate": told("asks well", EXPERT, RATES, MODERATOR),
    "the draft of an annex": told("asks very well", EXPERT),
    "what a report says": told("has no profile", HOST, PLANNER, LEAD, EXPERT, OWNER),
    "what was written after the report went to its host": told("Write the first profile", PLANNER, LEAD, EXPERT, OWNER),
    "a sealed sheet whose other is open": told(SEALED_WORDS, RATES, MODERATOR),
    "an open sheet": told(OPEN_WORDS, MODERATOR),
    "a sheet of a pair before feedback is released": told(FINAL_WORDS[0], RATES, MODERATOR),
    "the other sheet of that pair": told(FINAL_WORDS[1], RATES, MODERATOR),
    "why a member of a panel voted": told(VOTE_WORDS, SITS),
    "the reason of a decision": told(REASON_WORDS, SITS, OWNER),
    "the minutes of a panel": told(MINUTES_WORDS, SITS),
    "why a step is proposed": told("Too short a service", SCREENS),
    "a complaint": told("says that the trainer never came", QUALITY),
}

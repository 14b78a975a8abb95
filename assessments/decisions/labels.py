"""States of decisions and objections in words, each with the tone of its chip."""

from collections.abc import Mapping
from typing import Any

from assessments.decisions.rules import DecisionState, ObjectionOutcome
from lms.i18n import lazy as _l

STATES: Mapping[DecisionState, tuple[Any, str]] = {
    DecisionState.PROPOSED: (_l("waits for a second person"), "warn"),
    DecisionState.IN_FORCE: (_l("in force"), "bad"),
    DecisionState.REFUSED: (_l("refused"), ""),
    DecisionState.WITHDRAWN: (_l("taken back"), ""),
    DecisionState.OVERTURNED: (_l("overturned"), "ok"),
    DecisionState.LIFTED: (_l("lifted"), "ok"),
}
OUTCOMES: Mapping[ObjectionOutcome | None, tuple[Any, str]] = {
    None: (_l("waits for an answer"), "warn"),
    ObjectionOutcome.UPHELD: (_l("upheld: the decision fell"), "ok"),
    ObjectionOutcome.DISMISSED: (_l("dismissed: the decision stands"), "bad"),
    ObjectionOutcome.MOOT: (_l("not judged: the decision ended before"), ""),
}

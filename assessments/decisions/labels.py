"""States of decisions and objections in words, each with the tone of its chip."""

from collections.abc import Mapping
from typing import Any

from assessments.decisions.rules import DecisionState, ObjectionOutcome
from lms.i18n import lazy as _l

STATES: Mapping[DecisionState, tuple[Any, str]] = {
    DecisionState.PROPOSED: (_l("waits for a second person"), "warn"),
    DecisionState.IN_FORCE: (_l("valid"), "bad"),
    DecisionState.REFUSED: (_l("refused"), ""),
    DecisionState.WITHDRAWN: (_l("removed"), ""),
    DecisionState.OVERTURNED: (_l("reversed after an objection"), "ok"),
    DecisionState.LIFTED: (_l("lifted"), "ok"),
}
OUTCOMES: Mapping[ObjectionOutcome | None, tuple[Any, str]] = {
    None: (_l("waits for an answer"), "warn"),
    ObjectionOutcome.UPHELD: (_l("accepted: the decision ended"), "ok"),
    ObjectionOutcome.DISMISSED: (_l("rejected: the decision stays"), "bad"),
    ObjectionOutcome.MOOT: (_l("not judged: the decision ended before"), ""),
}

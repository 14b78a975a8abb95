"""States of recognised credentials in words, each with the tone of its chip."""

from collections.abc import Iterable, Mapping
from typing import Any

from certificates.recognised.rules import RecognisedState
from lms.i18n import lazy as _l

STATES: Mapping[RecognisedState, tuple[Any, str]] = {
    RecognisedState.WAITING: (_l("waits for a second person"), "warn"),
    RecognisedState.IN_FORCE: (_l("recognised, not issued here"), "ok"),
    RecognisedState.EXPIRED: (_l("expired"), ""),
    RecognisedState.REFUSED: (_l("refused"), ""),
    RecognisedState.ENDED: (_l("ended"), "bad"),
}
TOPICS: Mapping[str, Any] = {
    "training-frameworks": _l("Training frameworks"),
    "legal-instruments": _l("Legal instruments"),
    "risk-management": _l("Risk management"),
    "operations": _l("Operations"),
}  # of the programme; a scheme may name others


def topics_said(topics: Iterable[str]) -> str:
    """Topics in words, with commas; one of a scheme of its own stands as the scheme calls it."""
    return ", ".join(str(TOPICS.get(one, one)) for one in topics)

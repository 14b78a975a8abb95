"""Words for what stands in tables of mistakes."""

from typing import Any

from courses.mistakes.rules import MistakeSort, MistakeState
from lms.i18n import lazy as _l

SORTS: dict[str, Any] = {
    MistakeSort.FACT: _l("Something is wrong"),
    MistakeSort.DATED: _l("Something is out of date"),
    MistakeSort.TRANSLATION: _l("The translation is wrong"),
    MistakeSort.HARD: _l("Hard to understand"),
    MistakeSort.PICTURE: _l("A picture is wrong"),
    MistakeSort.OTHER: _l("Something else"),
}
STATES: dict[str, tuple[Any, str]] = {
    MistakeState.RECEIVED: (_l("received"), "warn"),
    MistakeState.LOOKED_AT: (_l("being looked at"), "info"),
    MistakeState.MENDED: (_l("corrected"), "ok"),
    MistakeState.NO_MISTAKE: (_l("not a mistake"), ""),
    MistakeState.DUPLICATE: (_l("reported before"), ""),
}
JUDGEMENTS: dict[str, Any] = {  # what whoever judges chooses
    MistakeState.LOOKED_AT: _l("We look at it"),
    MistakeState.MENDED: _l("It is corrected in a version of the course"),
    MistakeState.NO_MISTAKE: _l("It is not a mistake"),
    MistakeState.DUPLICATE: _l("Somebody reported it before"),
}

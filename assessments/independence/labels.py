"""What parts and ties are called."""

from collections.abc import Mapping
from typing import Any

from assessments.independence.rules import ActingPart, Tie
from lms.i18n import lazy as _l

PARTS: Mapping[ActingPart, Any] = {
    ActingPart.TRAINER: _l("trainer"),
    ActingPart.SUPERVISOR: _l("supervising expert"),
    ActingPart.EXAMINER: _l("assessor"),
    ActingPart.DECIDER: _l("member of the panel"),
    ActingPart.APPEAL: _l("member of the appeal panel"),
    ActingPart.SCHEME_OFFICER: _l("scheme officer"),
    ActingPart.DOSSIER_OFFICER: _l("dossier officer"),
    ActingPart.MODERATOR: _l("moderator"),
    ActingPart.INTERPRETER: _l("interpreter"),
    ActingPart.REGISTRAR: _l("registrar"),
}
TIES: Mapping[Tie, Any] = {
    Tie.SELF: _l("It concerns the same person."),
    Tie.APPOINTED: _l("The rights of one come from the other."),
    Tie.TAUGHT: _l("One trained the other."),
    Tie.SUPERVISED: _l("One supervised the other on a mission."),
    Tie.EXAMINED: _l("One assessed the other."),
    Tie.DECIDED: _l("One decided about the other."),
    Tie.APPEALED: _l("One decided on an appeal of the other."),
    Tie.SAME_ADMINISTRATION: _l("Both work for the same administration."),
    Tie.SAME_MISSION: _l("Both were on the same mission."),
    Tie.DECLARED: _l("One declared an interest about the other."),
}


def part_said(part: ActingPart) -> str:
    """What this part is called."""
    return str(PARTS[part])


def tie_said(tie: Tie) -> str:
    """What stands in the way, as a sentence."""
    return str(TIES[tie])

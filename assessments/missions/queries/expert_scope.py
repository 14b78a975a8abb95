"""Whether the credentials of a supervising expert cover the topics of a mission: rule 4 of the pathway."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from assessments.ports import CREDENTIALS_IN_FORCE


class ExpertScope(StrEnum):
    """What is known of an expert's own credential for the topics of a mission."""

    COVERS = "covers"
    LACKS = "lacks"
    NOT_CHECKED = "not-checked"  # nobody keeps credentials in this application


def expert_scopes(
    session: Session, experts: Collection[int], topics: Collection[str], *, on: date
) -> dict[int, ExpertScope]:
    """For each of these experts, whether credentials in force on this day cover all the topics; one query for all."""
    asked = CREDENTIALS_IN_FORCE.provider_if_any()
    if asked is None:
        return dict.fromkeys(experts, ExpertScope.NOT_CHECKED)
    held = asked(session, experts, on)
    return {
        one: ExpertScope.COVERS if set(topics) <= held.get(one, frozenset()) else ExpertScope.LACKS for one in experts
    }

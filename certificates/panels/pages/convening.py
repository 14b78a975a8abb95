"""Who may be in a panel for a candidate, and who may not."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from certificates.candidates.labels import state_said
from certificates.candidates.queries.found import CandidateFound
from certificates.panels.labels import independence_said
from certificates.panels.queries.eligible import PossibleMember
from certificates.schemes.rules.definition import words
from lms.i18n import language
from lms.people.api import person_of


@dataclass(frozen=True)
class ConvenePage:
    """Who may be in a panel for a candidate, and who may not, with the fact."""

    candidate: CandidateFound
    person: str
    scheme: str
    state: str
    language: str
    quorum: int
    free: Sequence[PossibleMember]
    barred: Sequence[str]


def convene_page(session: Session, found: CandidateFound, members: Sequence[PossibleMember]) -> ConvenePage:
    """Who may be in the panel."""
    rule = found.definition.panel_of(found.row.state)
    return ConvenePage(
        candidate=found,
        person=person_of(session, found.row.person_id).name,
        scheme=words(found.definition.title, language()),
        state=state_said(found.row.state, found.definition),
        language=found.row.language,
        quorum=rule.quorum if rule else 0,
        free=[one for one in members if not one.obstacles],
        barred=[independence_said(one) for one in members if one.obstacles],
    )

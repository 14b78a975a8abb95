"""Who voted in a panel about whom, as a source of facts: rule 2 of the pathway."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.api import Fact, Tie
from certificates.panels.models import Panel, PanelVote
from certificates.schemes.models import Candidate
from certificates.schemes.rules.definition import JUDGES


class PanelFacts:
    """Facts of panels: whoever voted on a decision about somebody decided about them, signed or not."""

    def between(self, session: Session, actors: Collection[int], people: Collection[int]) -> list[Fact]:
        """Who of the actors voted about whom of the people; one query."""
        rows = session.execute(
            select(PanelVote.person_id, Candidate.person_id, Panel.right, Panel.id)
            .join(Panel, Panel.id == PanelVote.panel_id)
            .join(Candidate, Candidate.id == Panel.candidate_id)
            .where(PanelVote.person_id.in_(actors), Candidate.person_id.in_(people))
            .distinct()
            .order_by(Panel.id)
        )
        return [
            Fact(Tie.APPEALED if right == JUDGES else Tie.DECIDED, actor, person, f"panel:{panel}")
            for actor, person, right, panel in rows
        ]

"""Who voted in a panel about whom, as a source of facts: rule 2 of the pathway."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.api import Fact, Tie
from certificates.candidates.queries.found import as_steps, candidates_where, transitions_of
from certificates.candidates.rules.history import history
from certificates.panels.models import Panel, PanelVote
from certificates.schemes.models import Candidate
from certificates.schemes.rules.definition import JUDGES


class PanelFacts:
    """Facts of panels: whoever voted on a decision about somebody decided about them, signed or not.

    What an appeal undid has failed: others decide anew.
    """

    def between(self, session: Session, actors: Collection[int], people: Collection[int]) -> list[Fact]:
        """Who of the actors voted about whom of the people; four queries at most."""
        rows = session.execute(
            select(PanelVote.person_id, Candidate.person_id, Panel)
            .join(Panel, Panel.id == PanelVote.panel_id)
            .join(Candidate, Candidate.id == Panel.candidate_id)
            .where(PanelVote.person_id.in_(actors), Candidate.person_id.in_(people))
            .order_by(Panel.id, PanelVote.person_id)
        ).all()
        undone = _undone(session, {panel.candidate_id for _actor, _person, panel in rows})
        facts = [
            Fact(
                Tie.APPEALED if panel.right == JUDGES else Tie.DECIDED, actor, person, f"panel:{panel.id}",
                failed=panel.closed_at in undone[panel.candidate_id],
            )
            for actor, person, panel in rows
        ]  # fmt: skip
        return list(dict.fromkeys(facts))


def _undone(session: Session, candidates: Collection[int]) -> dict[int, frozenset[datetime]]:
    """Of each candidate, when the refusals were spoken that an appeal undid; three queries at most."""
    if not candidates:
        return {}
    steps = transitions_of(session, candidates)
    return {
        one.row.id: history(one.definition, as_steps(steps[one.row.id])).undone
        for one in candidates_where(session, Candidate.id.in_(candidates))
    }

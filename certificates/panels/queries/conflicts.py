"""Who voted in a panel about whom, as a source of facts: rule 2 of the pathway."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.api import Fact, Tie
from certificates.candidates.queries.found import as_steps, candidates_where, transitions_of
from certificates.candidates.rules.history import history
from certificates.panels.models import Panel, PanelDecision, PanelVote
from certificates.schemes.models import Candidate
from certificates.schemes.rules.definition import JUDGES


class PanelFacts:
    """Facts of panels: whoever voted on a decision about somebody decided about them, signed or not.

    It failed for all who voted where an appeal undid what the panel decided, so that the next panel is of other people.
    """

    def between(self, session: Session, actors: Collection[int], people: Collection[int]) -> list[Fact]:
        """Who of the actors voted about whom of the people; one query, some more where somebody did."""
        rows = session.execute(
            select(PanelVote.person_id, Candidate.person_id, Panel.right, Panel.id)
            .join(Panel, Panel.id == PanelVote.panel_id)
            .join(Candidate, Candidate.id == Panel.candidate_id)
            .where(PanelVote.person_id.in_(actors), Candidate.person_id.in_(people))
            .distinct()
            .order_by(Panel.id)
        ).all()
        failed = undone_panels(session, {panel for *_who, panel in rows}) if rows else frozenset()
        return [
            Fact(
                Tie.APPEALED if right == JUDGES else Tie.DECIDED, actor, person, f"panel:{panel}",
                failed=panel in failed,
            )
            for actor, person, right, panel in rows
        ]  # fmt: skip


def undone_panels(session: Session, panel_ids: Collection[int]) -> frozenset[int]:
    """Those of these panels whose decision an appeal undid; five queries at most."""
    wanted = select(PanelDecision.transition_id, PanelDecision.panel_id).where(
        PanelDecision.panel_id.in_(panel_ids), PanelDecision.transition_id.is_not(None)
    )
    decided = dict(session.execute(wanted).all())
    if not decided:
        return frozenset()
    about = select(Panel.candidate_id).where(Panel.id.in_(set(decided.values())))
    found = candidates_where(session, Candidate.id.in_(about))
    steps = transitions_of(session, [one.row.id for one in found])
    gone: set[int] = set()
    for one in found:
        walked = steps[one.row.id]
        gone |= {walked[place].id for place in history(one.definition, as_steps(walked)).undone}
    return frozenset(panel for step, panel in decided.items() if step in gone)

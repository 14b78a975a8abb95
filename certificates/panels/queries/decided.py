"""Since when a decision of a panel rests on a performance: a sheet that comes later opens a review."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.panels.models import Panel, PanelDecision
from certificates.panels.rules import PanelState
from certificates.schemes.models import EvidencePiece

REF = "performance:"


class DecidedByPanels:
    """Decisions that were signed."""

    def decided_at(self, session: Session, performances: Collection[int]) -> Mapping[int, datetime]:
        """The moment of the first decision, by performance; two queries for all."""
        refs = {f"{REF}{one}": one for one in performances}
        pieces = session.execute(
            select(EvidencePiece.candidate_id, EvidencePiece.ref).where(EvidencePiece.ref.in_(list(refs))).distinct()
        )
        of_candidate: dict[int, set[str]] = defaultdict(set)
        for candidate_id, ref in pieces:
            of_candidate[candidate_id].add(ref)
        if not of_candidate:
            return {}
        rows = session.execute(
            select(Panel.candidate_id, PanelDecision.cites, Panel.closed_at)
            .join(Panel, Panel.id == PanelDecision.panel_id)
            .where(
                Panel.candidate_id.in_(list(of_candidate)),
                Panel.state == PanelState.DONE,
                PanelDecision.transition_id.is_not(None),
            )
            .order_by(PanelDecision.id)
        )
        found: dict[int, datetime] = {}
        for candidate_id, cited, closed_at in rows:
            for one in cited:
                if one["ref"] in of_candidate[candidate_id] and closed_at is not None:
                    found.setdefault(refs[one["ref"]], closed_at)
        return found

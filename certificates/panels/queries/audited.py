"""What the audit trail is compared with: panels, their members, votes, decisions and signatures."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.panels.events import (
    PanelConvened,
    PanelDecided,
    PanelDissolved,
    PanelJoined,
    PanelLeft,
    PanelSigned,
    PanelVoted,
)
from certificates.panels.models import Panel, PanelDecision, PanelMember, PanelSignature, PanelVote
from certificates.panels.rules import PanelState
from lms.audited_rows import next_of, rows_of
from lms.ports import AuditedRecord, AuditedRecords


def _signatures(session: Session, after: int) -> list[AuditedRecord]:
    """Signatures by panel: they name their decision alone."""
    some = next_of(PanelDecision.panel_id, after)
    rows = session.execute(
        select(PanelDecision.panel_id, PanelDecision.id, PanelSignature.person_id)
        .join(PanelDecision, PanelDecision.id == PanelSignature.decision_id)
        .where(PanelDecision.panel_id.in_(some))
        .order_by(PanelDecision.panel_id, PanelSignature.id)
    )
    return [
        AuditedRecord(panel, f"panel:{panel}", {"person_id": person, "decision_id": decision})
        for panel, decision, person in rows
    ]


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords(
        "panels",
        PanelConvened.name,
        rows_of("panel", Panel.id, Panel.id, candidate_id=Panel.candidate_id, chair_id=Panel.chair_id),
    ),
    AuditedRecords(
        "members of panels",
        PanelJoined.name,
        rows_of("panel", PanelMember.panel_id, PanelMember.id, person_id=PanelMember.person_id),
    ),
    AuditedRecords(
        "members who left a panel",
        PanelLeft.name,
        rows_of(
            "panel",
            PanelMember.panel_id,
            PanelMember.id,
            PanelMember.left_at.is_not(None),
            person_id=PanelMember.person_id,
        ),
        paired_by="person_id",
    ),
    AuditedRecords(
        "votes in panels",
        PanelVoted.name,
        rows_of("panel", PanelVote.panel_id, PanelVote.no, no=PanelVote.no, transition=PanelVote.transition),
        paired_by="no",
    ),
    AuditedRecords(
        "decisions of panels",
        PanelDecided.name,
        rows_of(
            "panel",
            PanelDecision.panel_id,
            PanelDecision.no,
            no=PanelDecision.no,
            transition=PanelDecision.transition,
            voters=PanelDecision.voters,
            dissent=PanelDecision.dissent,
            evidence=PanelDecision.evidence,
            scope=PanelDecision.scope,
        ),
        paired_by="no",
    ),
    AuditedRecords("signatures of panels", PanelSigned.name, _signatures),
    AuditedRecords(
        "panels that were dissolved",
        PanelDissolved.name,
        rows_of("panel", Panel.id, Panel.id, Panel.state == PanelState.DISSOLVED),
    ),
)

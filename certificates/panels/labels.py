"""What stands in the way in panels, in words, and what their states are called."""

from collections.abc import Mapping
from typing import Any

from assessments.api import tie_said
from certificates.panels.queries.eligible import PossibleMember
from certificates.panels.rules import PanelBarrier, PanelState
from certificates.schemes.rules.scopes import ScopeFault
from lms.i18n import _
from lms.i18n import lazy as _l

BARRIERS: Mapping[PanelBarrier, Any] = {
    PanelBarrier.NOT_VOTING: _l("The votes of this panel are closed."),
    PanelBarrier.NOT_SIGNING: _l("Nothing waits to be signed."),
    PanelBarrier.NOT_MEMBER: _l("You are not in this panel."),
    PanelBarrier.LEFT: _l("You have left this panel."),
    PanelBarrier.NOT_CHAIR: _l("Only the person who leads the panel can do this."),
    PanelBarrier.NO_QUORUM: _l("The panel has not enough members. The person who created it has to add one."),
    PanelBarrier.VOTES_MISSING: _l("Not all members have voted yet."),
    PanelBarrier.EVIDENCE_CHANGED: _l("The evidence changed after somebody voted. Everybody has to vote again."),
    PanelBarrier.NO_MAJORITY: _l("No step has the majority that the scheme asks for. Discuss it, then vote again."),
    PanelBarrier.DID_NOT_VOTE: _l("Only members who voted sign."),
    PanelBarrier.SIGNED: _l("You have signed already."),
}
STATES: Mapping[str, tuple[Any, str]] = {
    PanelState.VOTING: (_l("voting"), "info"),
    PanelState.SIGNING: (_l("to be signed"), "warn"),
    PanelState.DONE: (_l("decided"), "ok"),
    PanelState.DISSOLVED: (_l("ended without a decision"), ""),
}

SCOPE_FAULTS: Mapping[ScopeFault, tuple[str, Any]] = {
    ScopeFault.TOPICS: ("topics", _l("Choose at least one topic of the scheme.")),
    ScopeFault.GRADE: ("grade", _l("Choose a grade of the scheme.")),
    ScopeFault.LANGUAGES: ("languages", _l("Choose at least one language.")),
    ScopeFault.NOT_LESS: ("topics", _l("Leave something out: fewer topics or languages, or a lower grade than now.")),
}


def scope_refused(fault: ScopeFault) -> tuple[str, str]:
    """The field that has to be mended, and how."""
    field, said = SCOPE_FAULTS[fault]
    return field, str(said)


def barrier_said(barrier: PanelBarrier) -> str:
    """What stands in the way, as a sentence."""
    return str(BARRIERS[barrier])


def independence_said(one: PossibleMember) -> str:
    """Who cannot be a member, and why."""
    facts = " ".join(tie_said(fact.tie) for fact in one.obstacles)
    return _("%(name)s cannot be in this panel. %(fact)s", name=one.name, fact=facts)

"""What was voted and decided, in words: votes, waivers, and for what somebody is certified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.api import Tie, tie_said
from certificates.candidates.labels import competence_said, scope_lines, step_said
from certificates.panels.models import PanelDecision
from certificates.panels.queries.found import FoundPanel
from certificates.panels.rules import MemberVote, PanelSitting, PanelState
from certificates.schemes.rules.scopes import from_data
from lms.i18n import _


@dataclass(frozen=True)
class PanelVoteLine:
    """What a member voted, for those who may read it."""

    name: str
    step: str
    words: str
    views: Sequence[tuple[str, bool, str]]
    minority: bool = False
    stale: bool = False


@dataclass(frozen=True)
class EarlierPanel:
    """What an earlier panel decided: the record that an appeal reads."""

    at: datetime
    step: str
    reason: str
    minutes: str
    votes: Sequence[PanelVoteLine]


def decided_scope(panel: FoundPanel, decision: PanelDecision) -> list[tuple[str, str]]:
    """For what a decision certifies, in words; nothing where it certifies nothing."""
    scope = from_data(decision.scope)
    return scope_lines(scope, panel.definition) if scope is not None else []


def vote_lines(
    panel: FoundPanel, sitting: PanelSitting, names: Mapping[int, str], decision: PanelDecision | None
) -> list[PanelVoteLine]:
    """The votes of those who are there, for a member who voted."""
    return [
        _vote_line(
            one,
            names,
            panel,
            minority=decision is not None and one.transition != decision.transition,
            stale=one.evidence != sitting.evidence and panel.row.state == PanelState.VOTING,
        )
        for one in sitting.counting
    ]


def waiver_lines(decision: PanelDecision, names: Mapping[int, str]) -> list[str]:
    """Which members decided though something tied them, since somebody else allowed it."""
    return [
        _(
            "%(name)s: %(fact)s Another person allowed it.",
            name=names.get(one["person_id"], "—"),
            fact=tie_said(Tie(one["tie"])),
        )
        for one in decision.waivers
    ]


def _vote_line(
    one: MemberVote, names: Mapping[int, str], panel: FoundPanel, *, minority: bool = False, stale: bool = False
) -> PanelVoteLine:
    views = [
        (competence_said(code, panel.definition), view.met, view.words) for code, view in sorted(one.views.items())
    ]
    name, step = names.get(one.person_id, ""), step_said(one.transition, panel.definition)
    return PanelVoteLine(name, step, one.words, views, minority, stale)


def earlier_panel(panel: FoundPanel, names: Mapping[int, str]) -> EarlierPanel:
    """What an earlier panel decided, with its votes."""
    decision = panel.decisions[-1]
    sitting = panel.sitting(decision.evidence)
    votes = [_vote_line(one, names, panel, minority=one.transition != decision.transition) for one in sitting.counting]
    step = step_said(decision.transition, panel.definition)
    return EarlierPanel(decision.at, step, decision.reason, decision.minutes, votes)

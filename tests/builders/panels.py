"""Panels about candidates of the small scheme: who sits in them, their votes, what they decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.api import FoundEvidence
from certificates.candidates.queries.found import CandidateFound, candidate_by_id
from certificates.candidates.services.evidence import add_piece
from certificates.panels.models import PanelDecision
from certificates.panels.queries.found import FoundPanel, panel_sat_in
from certificates.panels.rules import CompetenceView
from certificates.panels.services.convening import convene
from certificates.panels.services.deciding import PanelBallot, sign, vote, write_down
from certificates.permissions import SchemeRole
from certificates.schemes.models import SchemeVersion
from certificates.schemes.rules.definition import PanelRule, SchemeDefinition
from lms.access import Grant, Viewer
from tests.builders import candidates as build
from tests.builders import people

SHOWN, NOT_SHOWN = CompetenceView(True, "Seen on two days."), CompetenceView(False, "Gave no feedback to trainees.")


def defined(*more: Any, slug: str = "iwt-trainer", **changed: Any) -> SchemeDefinition:
    """The small scheme where a second panel, of two, hears appeals; with more steps before its own."""
    whole = build.definition(slug)
    appeal = PanelRule("second", {"en": "Appeal panel"}, quorum=2, signatures=2)
    states = tuple(replace(one, panel="second") if one.code == "appeal" else one for one in whole.states)
    values = {"states": states, "transitions": (*more, *whole.transitions), "panels": (*whole.panels, appeal)}
    return replace(whole, **(values | changed))


def holder(session: Session, on: SchemeVersion, role: SchemeRole, name: str | None = None) -> Viewer:
    """Somebody with a role for this scheme; quality officers have theirs everywhere."""
    row = people.person(session, name)
    scope = (None, None) if role is SchemeRole.QUALITY_OFFICER else ("scheme", str(on.scheme_id))
    people.give_anywhere(session, row, Grant(role, *scope))
    return people.viewer(session, row)


def deciders(session: Session, on: SchemeVersion, many: int = 3) -> list[Viewer]:
    """People who may sit in a panel."""
    return [holder(session, on, SchemeRole.DECIDER, f"Decider {number}") for number in range(many)]


def candidate(
    session: Session, on: SchemeVersion, now: datetime, name: str | None = None, state: str = "known"
) -> CandidateFound:
    """Somebody about whom a panel decides, with an exam and an observation."""
    made = build.candidate(session, people.person(session, name), on, now, state)
    expert = people.person(session, "Expert").id
    for kind, observer in (("exam", None), ("observation", expert)):
        seen = FoundEvidence(
            0, kind, f"invented:{kind}", "", kind, now, observed_by_id=observer, competences=("teach",)
        )
        add_piece(session, made, seen, kind, now=now)
    return candidate_by_id(session, made.row.id)


def together(
    session: Session, found: CandidateFound, members: Sequence[Viewer], by: Viewer, now: datetime
) -> FoundPanel:
    """A panel whose first member leads it."""
    row = convene(session, found, [one.id for one in members], members[0].id, language_fits=True, by=by, now=now)
    return panel_sat_in(session, members[0], row.uuid)


def again(session: Session, panel: FoundPanel, viewer: Viewer) -> FoundPanel:
    """The panel as it stands now."""
    session.expire_all()
    return panel_sat_in(session, viewer, panel.row.uuid)


def cast(
    session: Session, panel: FoundPanel, viewer: Viewer, step: str, now: datetime, view: CompetenceView = SHOWN
) -> None:
    """A vote of this member."""
    ballot = PanelBallot(step, {"teach": view}, "I saw the recording.")
    vote(session, again(session, panel, viewer), ballot, by=viewer, now=now)


def closed(session: Session, panel: FoundPanel, chair: Viewer, now: datetime, reason: str = "Ready.") -> PanelDecision:
    """The chair writes down what the votes came to."""
    return write_down(session, again(session, panel, chair), reason, "All agreed.", by=chair, now=now)


def signed(session: Session, panel: FoundPanel, viewer: Viewer, now: datetime) -> bool:
    """A signature; whether it was the last one."""
    return sign(session, again(session, panel, viewer), by=viewer, now=now)


def decided(
    session: Session, found: CandidateFound, members: Sequence[Viewer], by: Viewer, now: datetime, step: str = "certify"
) -> FoundPanel:
    """A panel that votes for a step, writes it down, and whose first two members sign."""
    panel = together(session, found, members, by, now)
    for one in members:
        cast(session, panel, one, step, now, SHOWN if step != "reject" else NOT_SHOWN)
    closed(session, panel, members[0], now)
    for one in members[:2]:
        signed(session, panel, one, now)
    return again(session, panel, members[0])

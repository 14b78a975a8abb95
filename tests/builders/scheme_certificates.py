"""A small scheme whose registrar releases and whose managers suspend, and a holder of its certificate."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.api import FoundEvidence
from certificates.candidates.queries.found import CandidateFound, candidate_by_id
from certificates.candidates.services.evidence import add_piece
from certificates.candidates.services.proposals import take_step
from certificates.credentials.models import Claim
from certificates.credentials.queries.held import HeldCredential
from certificates.panels.queries.found import panel_sat_in
from certificates.panels.rules import CompetenceView
from certificates.panels.services.convening import convene
from certificates.panels.services.deciding import PanelBallot, sign, vote, write_down
from certificates.permissions import SchemeRole
from certificates.schemes.models import SchemeVersion
from certificates.schemes.rules.definition import Grade, SchemeDefinition, SchemeScopes, StateKind, TriggerFact
from certificates.schemes.rules.scopes import DecidedScope
from lms.access import Grant, Role, Viewer
from lms.people.models import Person
from tests.builders import candidates as build
from tests.builders import certificates, people

RELEASE, MANAGE = "award.release", "credential.manage"
TOPICS = ("operations", "risk-management")


def definition() -> SchemeDefinition:
    """A panel decides, a registrar releases, a rule follows once it is issued; two managers suspend and lift."""
    whole = build.definition()
    steps = [replace(one, target="decided") if one.code == "certify" else one for one in whole.transitions]
    return replace(
        whole,
        states=(
            *whole.states,
            build.state("decided"),
            build.state("registered", StateKind.AWARD),
            build.state("suspended", StateKind.SUSPENDED),
            build.state("narrowing"),
            build.state("narrowed", StateKind.AWARD),
        ),
        transitions=(
            *steps,
            build.step("release", "decided", "certified", RELEASE, part="registrar"),
            build.step("register", "certified", "registered", "rule", fact=TriggerFact.CERTIFICATE_ISSUED),
            build.step("suspend", "registered", "suspended", MANAGE, second=True, reason=True, refusal=True),
            build.step("narrow", "suspended", "narrowing", "panel.decide", part="decider", reason=True),
            build.step("release-narrowed", "narrowing", "narrowed", RELEASE, part="registrar"),
            build.step(
                "lift", "suspended", "registered", MANAGE, second=True, reason=True, needs=("statement",),
                brings=("statement",),
            ),
        ),
        evidence=(*whole.evidence, build.EvidenceKind("statement", build.said("Statement"))),
        scopes=SchemeScopes(TOPICS, (Grade("trainer", build.said("Trainer")),)),
    )  # fmt: skip


def withdrawable(**more: Any) -> SchemeDefinition:
    """The same scheme, where a panel withdraws after the hearing, and one person judges an appeal against that."""
    whole = definition()
    steps = [
        replace(one, sources=(*one.sources, "withdrawn")) if one.code == "object" else one for one in whole.transitions
    ]
    withdraw = build.step(
        "withdraw",
        "suspended",
        "withdrawn",
        build.DECIDE,
        part="decider",
        needs=("statement",),
        reason=True,
        refusal=True,
    )
    states = [replace(one, panel="first") if one.code == "suspended" else one for one in whole.states]
    return replace(
        whole,
        states=(*states, build.state("withdrawn", StateKind.END)),
        transitions=(*steps, withdraw),
        **more,
    )


def of_scheme(session: Session, on: SchemeVersion, role: SchemeRole, name: str | None = None) -> Viewer:
    """Somebody with a role for this scheme."""
    row = people.person(session, name)
    people.give_anywhere(session, row, Grant(role, "scheme", str(on.scheme_id)))
    return people.viewer(session, row)


def ready(session: Session, on: SchemeVersion, officer: Person, now: datetime) -> CandidateFound:
    """A candidate about whom a panel decides next, with evidence enough."""
    found = build.candidate(session, officer, on, now, "known")
    expert = people.person(session, "Expert").id
    for kind, observer in (("exam", None), ("observation", expert)):
        piece = FoundEvidence(
            person_id=0, kind=kind, ref=f"invented:{kind}", digest="", title=kind, at=now, competences=("teach",),
            outcome={}, observed_by_id=observer, by_machine=False,
        )  # fmt: skip
        add_piece(session, found, piece, kind, now=now)
    return candidate_by_id(session, found.row.id)


def decided(
    session: Session, on: SchemeVersion, officer: Person, now: datetime, scope: DecidedScope | None = None
) -> tuple[CandidateFound, list[Viewer]]:
    """A candidate about whom a panel has decided, with the panel."""
    found = ready(session, on, officer, now)
    panel = panel_decides(session, on, found, "certify", now, scope=scope)
    return candidate_by_id(session, found.row.id), panel


def panel_decides(
    session: Session,
    on: SchemeVersion,
    found: CandidateFound,
    step: str,
    now: datetime,
    why: str = "Ready.",
    scope: DecidedScope | None = None,
) -> list[Viewer]:
    """A panel of three new people votes for a step, writes it down and signs it."""
    panel, uuid = panel_voted(session, on, found, step, now)
    panel_closed(session, panel, uuid, now, why, scope)
    return panel


def panel_voted(
    session: Session, on: SchemeVersion, found: CandidateFound, step: str, now: datetime
) -> tuple[list[Viewer], str]:
    """A panel of three new people that has voted for a step, and its address."""
    panel = [of_scheme(session, on, SchemeRole.DECIDER, f"Decider {number}") for number in range(3)]
    screener = of_scheme(session, on, SchemeRole.SCHEME_OFFICER)
    row = convene(session, found, [one.id for one in panel], panel[0].id, language_fits=True, by=screener, now=now)
    ballot = PanelBallot(step, {"teach": CompetenceView(True, "Seen twice.")}, "I saw the recording.")
    for one in panel:
        session.expire_all()
        vote(session, panel_sat_in(session, one, row.uuid), ballot, by=one, now=now)
    session.expire_all()
    return panel, row.uuid


def panel_closed(
    session: Session, panel: list[Viewer], uuid: str, now: datetime, why: str, scope: DecidedScope | None = None
) -> None:
    """Its chair writes down what it came to, and two sign."""
    found = panel_sat_in(session, panel[0], uuid)
    write_down(session, found, why, "All agreed.", by=panel[0], now=now, scope=scope)
    for one in panel[:2]:
        session.expire_all()
        sign(session, panel_sat_in(session, one, uuid), by=one, now=now)


def released(session: Session, found: CandidateFound, on: SchemeVersion, now: datetime) -> Claim:
    """What a registrar has released, waiting for the name."""
    take_step(session, found, "release", "", actor=of_scheme(session, on, SchemeRole.REGISTRAR, "Registrar"), now=now)
    return session.scalars(select(Claim).where(Claim.person_id == found.row.person_id)).one()


def officer(session: Session, name: str = "Ama Quill", email: str = "ama@example.org") -> Person:
    """An officer whose name is checked."""
    row = people.person(session, name, Role.OFFICER, email=email)
    certificates.name_checked(session, row, name)
    return row


def issued(session: Session, on: SchemeVersion, person: Person, now: datetime) -> HeldCredential:
    """A certificate of the scheme in force, its list published."""
    found, _panel = decided(session, on, person, now)
    return certificates.taken(session, released(session, found, on, now), person.name, at=now)

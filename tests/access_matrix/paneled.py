"""A panel about the owner in which one decider sits who asks, a candidate who waits for one, and a letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.api import FoundEvidence
from certificates.candidates.queries.found import candidate_by_id
from certificates.candidates.services.evidence import add_piece
from certificates.panels.queries.found import FoundPanel, panel_sat_in
from certificates.panels.rules import CompetenceView
from certificates.panels.services.convening import convene
from certificates.panels.services.deciding import PanelBallot, sign, vote, write_down
from certificates.permissions import SchemeRole
from lms.access import Viewer
from lms.people.models import Person
from tests.access_matrix import persons
from tests.builders import candidates, people

VOTING, READY, SIGNING, LED, WAITING, DECIDED = (
    f"{one}-scheme" for one in ("voting", "ready", "signing", "led", "waiting", "decided")
)

VOTE_WORDS, REASON_WORDS, MINUTES_WORDS = "One more year.", "Not yet.", "Three were there."


@dataclass(frozen=True)
class Paneled:
    """By their names outside."""

    voting: str  # a panel about the owner, led by the decider who asks
    ready: str  # another one, in which all have voted
    signing: str  # another one, written down
    led: str  # another one, led by somebody else
    waiting: str  # the owner as a candidate for whom no panel sits
    letter: str  # a decision about the owner
    spare: int  # who may be added to the panel
    members: tuple[int, int, int]


def build(session: Session, owner: Person, asking: Mapping[str, Person], now: datetime) -> Paneled:
    """All of them."""
    loader, officer = people.person(session, "Zoe scheme loader"), _holder(session, SchemeRole.SCHEME_OFFICER)
    mine = people.viewer(session, asking[f"{persons.DECIDER} {persons.EVERYWHERE}"])
    others = [_holder(session, SchemeRole.DECIDER) for _number in range(3)]
    members = [mine, *others[:2]]
    made = {}
    for slug in (VOTING, READY, SIGNING, LED, WAITING, DECIDED):
        version = candidates.scheme(session, loader, now, candidates.definition(slug))
        found = candidates.candidate(session, owner, version, now, "known")
        seen = FoundEvidence(owner.id, "exam", f"invented:{slug}", "a", "Exam", now, competences=("teach",))
        add_piece(session, found, seen, "a", now=now)
        made[slug] = candidate_by_id(session, found.row.id)
    rows = {}
    for slug in (VOTING, READY, SIGNING, LED, DECIDED):
        row = convene(
            session,
            made[slug],
            [one.id for one in members],
            members[slug == LED].id,
            language_fits=True,
            by=officer,
            now=now,
        )
        rows[slug] = row.uuid
        if slug in (VOTING, LED):
            continue
        views = {"teach": CompetenceView(False, f"{persons.OWNERS} spoke alone.")}
        for one in members:
            ballot = PanelBallot("reject", views, VOTE_WORDS)
            vote(session, _seen(session, one, row.uuid), ballot, by=one, now=now)
        if slug != READY:
            write_down(session, _seen(session, mine, row.uuid), REASON_WORDS, MINUTES_WORDS, by=mine, now=now)
    for one in members[1:]:
        sign(session, _seen(session, one, rows[DECIDED]), by=one, now=now)
    decision = _seen(session, mine, rows[DECIDED]).decisions[-1]
    ids = tuple(one.id for one in (*others[:2], others[2]))
    return Paneled(
        rows[VOTING], rows[READY], rows[SIGNING], rows[LED], made[WAITING].row.uuid, decision.uuid, others[2].id, ids
    )


def _seen(session: Session, viewer: Viewer, uuid: str) -> FoundPanel:
    session.flush()
    session.expire_all()
    return panel_sat_in(session, viewer, uuid)


def _holder(session: Session, role: SchemeRole) -> Viewer:
    return people.viewer(session, people.person(session, None, role))

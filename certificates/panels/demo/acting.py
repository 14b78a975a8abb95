"""What people of the demonstration do on the way of a candidate: steps, evidence on paper, panels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from assessments.api import FoundEvidence
from certificates.candidates.queries.found import CandidateFound, candidate_by_id, version_in_use
from certificates.candidates.rules.digests import digest_of
from certificates.candidates.services.applying import Application, apply
from certificates.candidates.services.evidence import add_piece
from certificates.candidates.services.proposals import take_step
from certificates.panels.models import Panel
from certificates.panels.queries.found import panel_sat_in
from certificates.panels.rules import CompetenceView
from certificates.panels.services.convening import convene
from certificates.panels.services.deciding import PanelBallot, sign, vote, write_down
from certificates.permissions import SchemeRole
from lms.access import Grant, Role, Viewer
from lms.people.api import person_of

OFFICER, DOSSIER, REGISTRAR, QUALITY = "paula.ritter", "nadia.haddad", "helen.brandt", "astrid.holm"
DECIDERS = ("oscar.lind", "miriam.katz", "jorge.salinas")
APPEAL_MEMBERS = ("lucia.moretti", "bernard.keller", "yuki.tanabe")
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
APPLICATION = Application(
    years_of_service=8,
    languages=("en",),
    conduct_agreed=True,
    availability="Ten days in each half of the year.",
    interests="None.",
    words="I have led searches for six years, and want to help other ports.",
)


@dataclass(frozen=True)
class OnPaper:
    """A piece of evidence that came on paper: of which kind, who saw it, and what it says."""

    kind: str
    title: str
    observed_by: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PanelOutcome:
    """What a panel decides: the step, which competences are not met, and the words."""

    step: str
    reason: str
    not_met: Mapping[str, str]
    minutes: str = "The panel read the whole file. The vote was unanimous."


class Actors:
    """The demonstration's people, as services know who acts."""

    def __init__(self, session: Session, world: dict[str, Any]) -> None:
        self.session, self.people = session, world["people"]

    def viewer(self, username: str, *grants: Grant) -> Viewer:
        """Somebody with the roles by which they act."""
        info = person_of(self.session, self.people[username])
        return Viewer(
            id=info.id, uuid=info.uuid, name=info.name, administration_id=info.administration_id,
            language=info.language, session_id=0, country=info.country, grants=grants,
        )  # fmt: skip

    def begin(self, scheme: str, username: str, at: datetime, language: str = "en") -> CandidateFound:
        """Somebody applies."""
        version = version_in_use(self.session, scheme, at)
        actor = self.viewer(username, Grant(Role.OFFICER))
        row = apply(self.session, version, APPLICATION, actor=actor, language=language, now=at)
        return candidate_by_id(self.session, row.id)

    def step(self, found: CandidateFound, code: str, by: Viewer, at: datetime, reason: str = "") -> CandidateFound:
        """Somebody takes a step; answers the candidate as they are after it."""
        take_step(self.session, found, code, reason, actor=by, now=at)
        return candidate_by_id(self.session, found.row.id)

    def paper(self, found: CandidateFound, pieces: Sequence[OnPaper], at: datetime) -> None:
        """Take up what is in the file on paper."""
        for one in pieces:
            piece = FoundEvidence(
                found.row.person_id, one.kind, f"paper:{found.row.id}:{one.kind}", digest_of(dict(one.said)),
                one.title, at, outcome=dict(one.said),
                observed_by_id=self.people[one.observed_by] if one.observed_by else None,
            )  # fmt: skip
            add_piece(self.session, found, piece, piece.digest, now=at)

    def convene(self, found: CandidateFound, members: Sequence[str], by: Viewer, at: datetime) -> Panel:
        """A panel, led by the first of its members."""
        ids = [self.people[one] for one in members]
        return convene(self.session, found, ids, ids[0], language_fits=True, by=by, now=at)

    def vote(self, panel: Panel, member: Viewer, outcome: PanelOutcome, at: datetime) -> None:
        """One member votes, with a view on each competence."""
        seat = panel_sat_in(self.session, member, panel.uuid)
        views = {
            one.code: CompetenceView(
                one.code not in outcome.not_met, outcome.not_met.get(one.code, "Seen in the file.")
            )
            for one in seat.definition.competences
        }
        vote(self.session, seat, PanelBallot(outcome.step, views, outcome.reason), by=member, now=at)

    def decide(
        self, found: CandidateFound, members: Sequence[str], outcome: PanelOutcome, at: datetime
    ) -> CandidateFound:
        """A panel is put together, votes, writes down what it decided, and two sign."""
        panel = self.convene(found, members, self.viewer(OFFICER, Grant(SchemeRole.SCHEME_OFFICER)), at)
        deciders = [self.viewer(one, Grant(SchemeRole.DECIDER)) for one in members]
        for number, one in enumerate(deciders, start=1):
            self.vote(panel, one, outcome, at + number * AN_HOUR)
        later = at + A_DAY
        chair = deciders[0]
        seat = panel_sat_in(self.session, chair, panel.uuid)
        write_down(self.session, seat, outcome.reason, outcome.minutes, by=chair, now=later)
        for number, one in enumerate(deciders[:2], start=1):
            sign(self.session, panel_sat_in(self.session, one, panel.uuid), by=one, now=later + number * AN_HOUR)
        return candidate_by_id(self.session, found.row.id)

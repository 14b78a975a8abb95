"""The site as a handful of people use it who hold every right: each act is one transaction through the services.

Since nobody lacks a right, nothing but the rules of independence, sight and release stands between them and a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from assessments.api import ActingPart, FoundEvidence, Tie, waive
from assessments.missions.models import Mission, MissionPart
from assessments.missions.queries.missions import FoundMission, missions_where, team_of
from assessments.missions.rules.readiness import Readiness
from assessments.missions.services.annexes import AnnexDraft, sign_annex, write_annex
from assessments.missions.services.planning import cancel_mission, plan_mission
from assessments.missions.services.practice import record_practice
from assessments.missions.services.team import add_member, take_out
from assessments.permissions import PracticalRole
from assessments.sheets.models import Performance, Sheet
from assessments.sheets.queries.sheets import own_sheet, sheets_of_performances
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import Occasion, ThirdBasis, Turn
from assessments.sheets.services.marking import Bringing, fill_sheet, reopen, seal
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from assessments.sheets.services.settling import name_third, settle
from certificates.candidates.queries.found import CandidateFound, candidate_by_id, version_in_use
from certificates.candidates.services.advancing import advance
from certificates.candidates.services.applying import Application, apply, nominate
from certificates.candidates.services.evidence import add_piece, hear
from certificates.candidates.services.proposals import confirm_step, refuse_step, take_step
from certificates.credentials.models import Claim, CredentialVersion
from certificates.panels.models import Panel
from certificates.panels.queries.found import panel_convened, panel_sat_in
from certificates.panels.rules import CompetenceView, PanelState
from certificates.panels.services import convening, deciding
from certificates.permissions import SchemeRole
from certificates.schemes.models import Candidate
from courses.api import ActivityKind, activities_of_kind
from lms.access import Role, Viewer
from lms.db import Database, Session
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.ids import new_uuid
from lms.people.authentication.login_session import cookie_name
from lms.people.models import Person, RoleGrant
from lms.people.services.sessions import begin_session
from tests.builders import candidates as build
from tests.builders import certificates, missions, people, programme
from tests.builders import sheets as benches
from tests.one_part_each.scheme import whole

CAST = (
    "candidate", "officer", "second officer", "trainer", "supervisor", "first", "second", "third", "chair", "member",
    "registrar", "judge", "second judge", "spare", "second spare", "moderator",
)  # fmt: skip
MODERATORS = frozenset({"moderator", "chair", "spare"})  # who moderates may see both sheets, and is no third
ROLES = (
    Role.TRAINER, Role.ASSESSOR, Role.PROGRAMME_MANAGER, PracticalRole.MISSION_PLANNER,
    PracticalRole.SUPERVISING_EXPERT, PracticalRole.WORKSHOP_COORDINATOR, SchemeRole.SCHEME_OFFICER,
    SchemeRole.DOSSIER_OFFICER, SchemeRole.DECIDER, SchemeRole.REGISTRAR, SchemeRole.APPEAL_MEMBER,
    SchemeRole.QUALITY_OFFICER,
)  # fmt: skip
WHY, NAME = "Said for a good reason, in full.", "Cara Candidate"
REFUSED = (BadInput, Conflict, NotFound, RuleBroken)
OPEN = (PanelState.VOTING, PanelState.SIGNING)
SHOWN = CompetenceView(True, "Seen on two days.")


@dataclass
class Site:
    """A scheme, a workshop, a mission, an operation; a candidate, and others who may do whatever the rules allow."""

    app: Flask
    database: Database
    start: datetime
    now: datetime
    ids: dict[str, int] = field(default_factory=dict)  # of the people, by what they are called
    missions: list[int] = field(default_factory=list)
    workshop_id: int = 0
    performance_id: int = 0
    watched: set[tuple[int, int]] = field(default_factory=set)  # who read which sheet before its pair was sealed

    def begin(self) -> None:
        """Everybody and everything that there is before the first act."""
        self.now, self.watched = self.start, set()
        with self.writing() as session:
            for name in CAST:
                row = people.person(session, name.title(), place=people.administration(session))
                roles = (Role.OFFICER, *ROLES, *([PracticalRole.MODERATOR] if name in MODERATORS else []))
                session.add_all(
                    RoleGrant(uuid=new_uuid(), person_id=row.id, role=role, granted_at=self.now) for role in roles
                )
                self.ids[name] = row.id
            outsider = people.person(session, "Outsider")
            build.scheme(session, outsider, self.now, whole())
            certificates.name_checked(session, session.get_one(Person, self.ids["candidate"]), NAME)
            place = benches.workshop(session, settings={"reconciliation": {"border_z": 0, "tolerance": "1/2"}})
            exercise = benches.exercise(session, place, benches.rubric(session))
            plan = PerformancePlan(
                Occasion.WORKSHOP, place.id, exercise.rubric_version_id, person_id=self.ids["candidate"],
                exercise_id=exercise.id, recorded=True,
            )  # fmt: skip
            self.performance_id = make_performance(session, plan, by_id=None, now=self.now).id
            self.workshop_id = place.id
            self.missions = [self._plan(session).id]
            programme.activity(
                session, self.now, kind=ActivityKind.OPERATION, title="Thunder",
                starts_on=self.now.date() - timedelta(days=9), ends_on=self.now.date(),
            )  # fmt: skip

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session of one act, inside a request, so that refusals have words."""
        with self.app.test_request_context(), self.database.session(write=True) as session:
            yield session
            session.commit()

    def reading(self) -> Session:
        """A session to look at what stands now."""
        return self.database.session(write=False)

    def act(self, what: Callable[[Session], object]) -> bool:
        """Do something in a transaction of its own; whether it was done. A refusal is no fault."""
        try:
            with self.writing() as session:
                what(session)
        except REFUSED:
            return False
        finally:
            people.forget_request()
        return True

    def viewer(self, session: Session, who: str) -> Viewer:
        """Somebody as the views know them."""
        return people.viewer(session, session.get_one(Person, self.ids[who]))

    def found(self, session: Session) -> CandidateFound:
        """The way of the candidate."""
        row = session.scalars(select(Candidate.id).where(Candidate.person_id == self.ids["candidate"])).first()
        if row is None:
            raise NotFound
        return candidate_by_id(session, row)

    def nominate(self, by: str) -> bool:
        """Nominate the candidate."""
        officer = self.ids["candidate"]
        return self.act(
            lambda session: nominate(
                session,
                version_in_use(session, "iwt-trainer", self.now),
                officer,
                WHY,
                by_id=self.ids[by],
                now=self.now,
            )
        )

    def apply(self) -> bool:
        """The candidate applies, with all the evidence that their scheme asks for, observed by an outsider."""
        said = Application(years_of_service=5, languages=("en",), conduct_agreed=True, availability="", interests="")

        def applying(session: Session) -> None:
            version, me = version_in_use(session, "iwt-trainer", self.now), self.viewer(session, "candidate")
            row = apply(session, version, said, actor=me, language="en", now=self.now)
            outsider = people.person(session, "Observer").id
            for kind, observer in (("exam", None), ("observation", outsider)):
                piece = FoundEvidence(
                    person_id=0, kind=kind, ref=f"invented:{kind}", digest="", title=kind, at=self.now,
                    competences=("teach",), outcome={}, observed_by_id=observer, by_machine=False,
                )  # fmt: skip
                add_piece(session, candidate_by_id(session, row.id), piece, kind, now=self.now)

        return self.act(applying)

    def step(self, by: str, code: str) -> bool:
        """Take a step, or propose it where it takes two."""
        return self.act(
            lambda session: take_step(
                session, self.found(session), code, WHY, actor=self.viewer(session, by), now=self.now
            )
        )

    def confirm(self, by: str) -> bool:
        """Confirm what is proposed, as the second person."""
        return self.act(
            lambda session: confirm_step(session, self.found(session), actor=self.viewer(session, by), now=self.now)
        )

    def refuse(self, by: str) -> bool:
        """Refuse what is proposed, or take it back."""
        return self.act(
            lambda session: refuse_step(session, self.found(session), actor=self.viewer(session, by), now=self.now)
        )

    def hear(self) -> bool:
        """The candidate says something for themselves."""
        return self.act(lambda session: hear(session, self.found(session), WHY, now=self.now))

    def mission(self, session: Session) -> FoundMission:
        """The newest mission."""
        return missions_where(session, Mission.id == self.missions[-1])[0]

    def _plan(self, session: Session) -> Mission:
        return plan_mission(session, missions.draft(), actor=missions.planner(session), now=self.now)

    def put_under(self, by: str, expert: str) -> bool:
        """Put the candidate under a supervising expert."""

        def putting(session: Session) -> None:
            mission, planner = self.mission(session), self.viewer(session, by)
            names = {one: session.get_one(Person, self.ids[one]).username for one in (expert, "candidate")}
            there = {one.person_id: one.uuid for one in team_of(session, mission.id)}
            if self.ids[expert] not in there:
                part = MissionPart.SUPERVISING_EXPERT
                there[self.ids[expert]] = add_member(
                    session, mission, names[expert], part, actor=planner, now=self.now
                ).uuid
            uuid, part = there[self.ids[expert]], MissionPart.CANDIDATE
            add_member(session, mission, names["candidate"], part, uuid, actor=planner, now=self.now)

        return self.act(putting)

    def take_from(self, by: str) -> bool:
        """Take the candidate out of the mission, so that another expert may supervise."""

        def taking(session: Session) -> None:
            mission = self.mission(session)
            mine = [one for one in team_of(session, mission.id) if one.person_id == self.ids["candidate"]]
            take_out(session, mission, mine[0].uuid if mine else "", actor=self.viewer(session, by), now=self.now)

        return self.act(taking)

    def cancel(self, by: str) -> bool:
        """Cancel the mission, and plan another one."""

        def cancelling(session: Session) -> None:
            cancel_mission(session, self.mission(session), WHY, actor=self.viewer(session, by), now=self.now)
            self.missions.append(self._plan(session).id)

        return self.act(cancelling)

    def sign_annex(self, expert: str) -> bool:
        """Write the annex on the candidate, and sign it."""

        def signing(session: Session) -> None:
            team = team_of(session, self.missions[-1])
            mine = [
                one
                for one in team
                if (one.person_id, one.supervised_by_id) == (self.ids["candidate"], self.ids[expert])
            ]
            if not mine:
                raise NotFound
            draft, me = AnnexDraft("Asks well.", "Calm", "Case law", Readiness.READY), self.viewer(session, expert)
            version = write_annex(session, mine[0], draft, base=0, expert=me, now=self.now)
            sign_annex(session, mine[0], base=version.number, expert=me, now=self.now)

        return self.act(signing)

    def see_at_work(self, by: str) -> bool:
        """Record what one saw of the candidate in an operation."""

        def recording(session: Session) -> None:
            [activity] = activities_of_kind(session, ActivityKind.OPERATION)
            name = session.get_one(Person, self.ids["candidate"]).username
            me = self.viewer(session, by)
            record_practice(session, activity, name, activity.row.ends_on, WHY, observer=me, now=self.now)

        return self.act(recording)

    def performance(self, session: Session) -> Performance:
        """The candidate at the exercise."""
        return session.get_one(Performance, self.performance_id)

    def sheet(self, session: Session, who: str) -> Sheet:
        """The sheet of somebody, found as their page finds it."""
        uuid = session.scalars(
            select(Sheet.uuid).where(Sheet.performance_id == self.performance_id, Sheet.assessor_id == self.ids[who])
        ).first()
        return own_sheet(session, self.viewer(session, who), uuid or "").row

    def assign(self, by: str, who: str, turn: Turn) -> bool:
        """Name somebody to rate the performance."""
        return self.act(
            lambda session: assign_sheet(
                session, self.performance(session), self.ids[who], turn, by_id=self.ids[by], now=self.now
            )
        )

    def fill(self, who: str, level: int) -> bool:
        """Fill in one's sheet; the comment is what nobody else may read yet."""
        content = SheetContent({"names": level, "protects": 2}, {"names": secret(self.ids[who])}, grade=2)
        return self.act(
            lambda session: fill_sheet(
                session, self.sheet(session, who), content, keys=lambda _act: new_uuid(),
                by=Bringing(self.ids[who]), now=self.now,
            )
        )  # fmt: skip

    def seal(self, who: str) -> bool:
        """Seal one's sheet."""
        by = Bringing(self.ids[who])
        return self.act(lambda session: seal(session, self.sheet(session, who), key=new_uuid(), by=by, now=self.now))

    def reopen(self, who: str) -> bool:
        """Open it again."""
        by = Bringing(self.ids[who])
        return self.act(
            lambda session: reopen(session, self.sheet(session, who), WHY, key=new_uuid(), by=by, now=self.now)
        )

    def name_third(self, by: str, who: str) -> bool:
        """Name a third, as a moderator."""
        return self.act(
            lambda session: name_third(
                session,
                self.performance(session),
                self.ids[who],
                ThirdBasis.RECORDING,
                by_id=self.ids[by],
                now=self.now,
            )
        )

    def settle(self, by: str) -> bool:
        """Write down what a panel decided on the performance, as a moderator."""
        levels = {"names": 1, "protects": 2}
        return self.act(
            lambda session: settle(session, self.performance(session), levels, WHY, by_id=self.ids[by], now=self.now)
        )

    def look(self, who: str) -> None:
        """Open every page and file on which a sheet could stand, and note whose words are read before the time."""
        with self.reading() as session:
            open_pair = not self.both_sealed(session)
            names = {one.assessor_id: (one.id, one.uuid) for one in session.scalars(select(Sheet))}
            candidate = session.scalars(select(Candidate.uuid)).first()
            performance = session.get_one(Performance, self.performance_id).uuid
        if not open_pair or not names:
            return
        browser = people.browser(self.app)
        with self.database.session(write=True) as session:
            row = session.get_one(Person, self.ids[who])
            browser.set_cookie(cookie_name(), begin_session(session, row, device="phone", now=self.now))
            session.commit()
        people.forget_request()
        addresses = [f"/sheets/{uuid}" for _number, uuid in names.values()]
        addresses += ["/sheets/export.json", "/feedback", f"/performances/{performance}", f"/candidates/{candidate}"]
        read = ""
        for one in addresses:
            answer = browser.get(one)
            assert answer.status_code < 500, one
            read += answer.text
        people.forget_request()
        self.watched |= {
            (self.ids[who], sheet)
            for assessor, (sheet, _uuid) in names.items()
            if assessor != self.ids[who] and secret(assessor) in read
        }

    def both_sealed(self, session: Session) -> bool:
        """Whether the pair has sealed."""
        among = sheets_of_performances(session, [self.performance_id]).get(self.performance_id, [])
        sealed = {Turn(one.row.turn) for one in among if one.standing.sealed}
        return {Turn.FIRST, Turn.SECOND} <= sealed

    def panel_uuid(self, session: Session) -> str:
        """The panel that is at it."""
        found = session.scalars(select(Panel.uuid).where(Panel.state.in_(OPEN)).order_by(Panel.id.desc())).first()
        return found or ""

    def convene(self, by: str, members: Collection[str]) -> bool:
        """Put a panel together; the first of its members leads it."""
        numbers = [self.ids[one] for one in members]
        return bool(numbers) and self.act(
            lambda session: convening.convene(
                session, self.found(session), numbers, numbers[0], language_fits=True, by=self.viewer(session, by),
                now=self.now,
            )
        )  # fmt: skip

    def in_panel(self, by: str, what: Callable[..., object], *args: object) -> bool:
        """Do something as a member of the panel."""

        def doing(session: Session) -> None:
            me = self.viewer(session, by)
            what(session, panel_sat_in(session, me, self.panel_uuid(session)), *args, by=me, now=self.now)

        return self.act(doing)

    def vote(self, by: str, step: str) -> bool:
        """Vote in the panel."""
        return self.in_panel(by, deciding.vote, deciding.PanelBallot(step, {"teach": SHOWN}, WHY))

    def write_down(self, by: str) -> bool:
        """Write down what the votes came to."""
        return self.in_panel(by, deciding.write_down, WHY, WHY)

    def sign(self, by: str) -> bool:
        """Sign it."""
        return self.in_panel(by, deciding.sign)

    def leave(self, by: str) -> bool:
        """Leave the panel."""
        return self.in_panel(by, convening.leave, WHY)

    def join(self, by: str, who: str) -> bool:
        """Add somebody to the panel that one put together."""

        def adding(session: Session) -> None:
            me = self.viewer(session, by)
            panel = panel_convened(session, me, self.panel_uuid(session))
            convening.add_member(session, panel, self.ids[who], by=me, now=self.now)

        return self.act(adding)

    def dissolve(self, by: str) -> bool:
        """End the panel without a decision."""

        def ending(session: Session) -> None:
            me = self.viewer(session, by)
            convening.dissolve(session, panel_convened(session, me, self.panel_uuid(session)), WHY, by=me, now=self.now)

        return self.act(ending)

    def waive(self, by: str, who: str, part: ActingPart, tie: Tie) -> bool:
        """Allow a tie between somebody and the candidate."""
        numbers = self.ids[who], self.ids["candidate"]
        return self.act(lambda session: waive(session, *numbers, part, tie, WHY, by_id=self.ids[by], now=self.now))

    def take_certificate(self) -> bool:
        """The candidate confirms their name, and the certificate is made."""
        with self.reading() as session:
            claim = session.scalars(select(Claim.id)).first()
            made = session.scalars(select(CredentialVersion.id)).first()
        if claim is None or made is not None:
            return False
        with self.app.test_request_context(), self.database.session(write=True) as session:
            certificates.taken(session, session.get_one(Claim, claim), NAME, at=self.now)
        people.forget_request()
        return self.act(lambda session: advance(session, [self.ids["candidate"]], now=self.now))


def secret(assessor_id: int) -> str:
    """The comment by which a sheet is known wherever it is shown."""
    return f"Said by {assessor_id} alone."

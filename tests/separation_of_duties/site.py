"""The site as one person and the others use it: by its pages, each act signed in anew, at a clock that they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessments.decisions.models import Decision, Objection
from assessments.decisions.rules import DecisionState
from assessments.exams.models import Attempt
from assessments.exams.queries.cuts import open_proposal
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.rules.states import AttemptState
from assessments.exams.sittings.models import Sitting
from assessments.exams.sittings.queries.sittings import sitting_by_id
from assessments.exams.sittings.rules.start_codes import START_CODE, start_secret
from assessments.exams.sittings.services.supervisors import make_link
from assessments.items.models import ItemWithdrawal
from certificates.credentials.models import Claim, Credential, CredentialVersion, NameRequest
from courses.catalogue.models import CourseVersion
from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.imports import CohortAccountProposal, CohortImport
from courses.cohorts.offline_rolls import NAME
from courses.cohorts.queries.cohorts import cohorts_where
from courses.cohorts.services.joining import bring_in
from courses.learning.models import Enrolment
from courses.learning.queries.runs import runs_by_id
from lms import ids
from lms.access import Grant, Role
from lms.db import Database, Session
from lms.errors import RuleBroken
from lms.people.api import ADMINISTRATION, COUNTRY
from lms.people.authentication.login_session import cookie_name
from lms.people.models import Administration, Person
from lms.people.rules import shown_names
from lms.people.services.sessions import begin_session
from lms.queue.jobs import run_due
from tests.builders import assessments, certificates, meetings, people
from tests.builders.applications import application
from tests.builders.courses import read_and_pass
from tests.builders.imports import text_file

REASON = "Said for a good reason."
QUESTION = "exam-number-0"
NAMES = ("Eve Mallory", "Mallory EVE", "Ann Other")  # the second is the first in another spelling
ROLES = (Role.TRAINER, Role.ASSESSOR, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR, Role.COORDINATOR)
REACHES = ("everywhere", "home", "country")


@dataclass(frozen=True)
class Room:
    """A room for the exam, and the phone of whoever got the link of a supervisor without an account."""

    uuid: str
    link: str
    phone: people.Browser


@dataclass
class Site:
    """A course with an exam, one person, and others who are somebody else."""

    app: Flask
    database: Database
    folders: Mapping[str, Path]  # of the course, by the cut that they bring
    course_id: int  # of its version
    now: datetime
    home: int = 0
    own: list[int] = field(default_factory=list)  # the accounts of the one person; the first sits the exam
    others: list[int] = field(default_factory=list)
    room: Room | None = None  # the newest that somebody opened

    def begin(self, grants: Iterable[tuple[Role, str]]) -> None:
        """The one person with these roles takes the course; two others decide everything, everywhere."""
        with self.database.session(write=True) as session:
            home = people.administration(session, "Home Customs")
            self.home = home.id
            one = people.person(session, NAMES[0], Role.OFFICER, place=home)
            for role, reach in grants:
                people.give_anywhere(session, one, self.grant(role, reach))
            both = (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
            others = [people.person(session, f"Somebody Else {no}", *both) for no in ("One", "Two")]
            assessments.enrol(session, one.id, self.course_id, now=self.now)
            self.own, self.others, self.room = [one.id], [row.id for row in others], None
            session.commit()

    def grant(self, role: Role, reach: str) -> Grant:
        """A role in a reach."""
        scope = {"everywhere": (None, None), "home": (ADMINISTRATION, str(self.home)), "country": (COUNTRY, "TH")}
        return Grant(role, *scope[reach])

    def post(self, account: int, path: str, **data: Any) -> bool:
        """Send a form as this account; whether it was done. A refusal is no fault, a fault of ours is."""
        answer = self.browser(account).post(path, data=data)
        assert answer.status_code < 500, f"{path} answered {answer.status_code}"
        return answer.status_code == 303

    def browser(self, account: int) -> FlaskClient:
        """A browser in which this account has just signed in."""
        made = people.browser(self.app)
        with self.database.session(write=True) as session:
            row = session.get_one(Person, account)
            made.set_cookie(cookie_name(), begin_session(session, row, device="phone", now=self.now))
            session.commit()
        return made

    def reading(self) -> Session:
        """A session to look at what stands now."""
        return self.database.session(write=False)

    def exam(self) -> ExamInForce:
        """The exam that certifies."""
        with self.reading() as session:
            return assessments.exam_of(session, session.get_one(CourseVersion, self.course_id))

    def load_folder(self, cut: str) -> None:
        """What a command does: load the course with another cut; who runs it is not known."""
        with self.database.session(write=True) as session:
            assessments.load_folder(session, self.folders[cut], self.now)
            session.commit()

    def propose_cut(self, account: int, percent: int) -> bool:
        said = {"percent": str(Fraction(percent)), "set_by": "A panel", "method": REASON}
        return self.post(account, f"/manage/exams/{self.exam().uuid}/cut", **said)

    def decide_cut(self, account: int, *, agree: bool) -> bool:
        exam = self.exam()
        with self.reading() as session:
            waiting = open_proposal(session, exam.exam_id)
        if waiting is None:
            return False
        path = f"/manage/exams/{exam.uuid}/cut/{waiting.row.id}"
        return self.post(account, f"{path}/agree") if agree else self.post(account, f"{path}/refuse", reason=REASON)

    def give_time(self, account: int) -> bool:
        login = self.row(self.own[0]).username
        return self.post(account, f"/manage/exams/{self.exam().uuid}/time", person=login, minutes="30", reason=REASON)

    def row(self, account: int) -> Person:
        """An account as it stands."""
        with self.reading() as session:
            return session.get_one(Person, account)

    def check_name(self, account: int) -> bool:
        row = self.row(self.own[0])
        seen = shown_names(row.name, row.local_name)
        return self.post(account, f"/people/{row.uuid}/name/check", seen=seen)

    def rename(self, account: int, name: str) -> bool:
        row, home = self.row(self.own[0]), self.home_uuid()
        return self.post(
            account, f"/people/{row.uuid}/edit", name=name, local_name="", username=row.username, email="",
            administration=home, unit="",
        )  # fmt: skip

    def home_uuid(self) -> str:
        with self.reading() as session:
            return session.get_one(Administration, self.home).uuid

    def scope(self, reach: str) -> str:
        """Where a role is given, as a form names it."""
        return {"everywhere": "everywhere", "home": f"administration:{self.home_uuid()}", "country": "country:TH"}[
            reach
        ]

    def give_role(self, giver: int, taker: int, role: Role, reach: str) -> bool:
        path = f"/people/{self.row(taker).uuid}/roles/new"
        return self.post(giver, path, role=str(role), scope=self.scope(reach))

    def make_account(self, maker: int, role: Role, reach: str) -> bool:
        """A second account with a role, whose slip its maker keeps."""
        name = f"Puppet {len(self.own)}"
        made = self.post(
            maker, "/people/new", name=name, local_name="", username="", email="", administration=self.home_uuid(),
            unit="", roles=[str(role)], scope=self.scope(reach), way="slip",
        )  # fmt: skip
        if made:
            with self.reading() as session:
                self.own.append(session.scalars(select(Person.id).where(Person.name == name)).one())
        return made

    def propose_cohort(self, account: int) -> bool:
        return self.post(
            account, "/cohorts/new", course=assessments.SLUG, place=f"administration:{self.home_uuid()}", title="Class",
            starts_on="2099-01-05", ends_on="2099-03-01", time_zone="Asia/Bangkok", venue="", language="en",
        )  # fmt: skip

    def decide_cohort(self, account: int) -> bool:
        with self.reading() as session:
            uuid = session.scalars(select(Cohort.uuid).order_by(Cohort.id.desc())).first()
        return uuid is not None and self.post(account, f"/cohorts/{uuid}/approve")

    def import_account(self, leader: int, maker: int) -> bool:
        """A second account that the file of a class proposes; whoever makes it has its slip."""
        name = f"Puppet {len(self.own)}"
        with self.reading() as session:
            cohort = session.scalars(select(Cohort.uuid).order_by(Cohort.id.desc())).first()
        if cohort is None:
            return False
        file = (BytesIO(text_file((name,), head="Name")), "class.csv")
        if not self.post(leader, f"/cohorts/{cohort}/import", file=file):
            return False
        with self.reading() as session:
            row = session.scalars(select(CohortImport.uuid).order_by(CohortImport.id.desc())).first()
        self.post(leader, f"/cohorts/{cohort}/imports/{row}/apply")
        with self.app.app_context():
            run_due(self.now)
        with self.reading() as session:
            proposal = session.scalars(select(CohortAccountProposal.uuid).order_by(CohortAccountProposal.id.desc()))
            asked = proposal.first()
        self.post(maker, f"/cohorts/accounts/{asked}/make")
        with self.reading() as session:
            made = session.scalars(select(Person.id).where(Person.name == name)).first()
        if made is not None:
            self.own.append(made)
        return made is not None

    def check_at_door(self, account: int) -> bool:
        """The account opens a class that somebody else approves, the first is in it, and their name is compared."""
        if not (self.propose_cohort(account) and self.decide_cohort(self.others[0])):
            return False
        with self.database.session(write=True) as session:
            cohort = cohorts_where(session)[0]
            try:
                bring_in(session, cohort, [self.own[0]], by=None, take_over=[self.own[0]], now=self.now)
            except RuleBroken:
                return False
            meeting = meetings.running(session, cohort, self.now).uuid
            session.commit()
        first = self.row(self.own[0])
        body = {"person": first.uuid, "seen": shown_names(first.name, first.local_name)}
        entry = {"id": ids.new_uuid(), "kind": NAME, "subject": meeting, "device": "phone", "seq": 1, "body": body}
        answer = self.browser(account).post(
            "/offline/sync", json={"person": self.row(account).uuid, "entries": [entry]}
        )
        assert answer.status_code == 200
        return bool(answer.get_json()["results"][0]["state"] == "taken")

    def apply_and_approve(self, account: int) -> bool:
        """A second account that its owner applies for and approves with the first; they choose its password."""
        name = f"Puppet {len(self.own)}"
        with self.database.session(write=True) as session:
            row = application(session, session.get_one(Administration, self.home), name, at=self.now)
            session.commit()
        self.post(account, "/applications/decide", which=f"account {row.uuid}", approve="1")
        with self.reading() as session:
            made = session.scalars(select(Person.id).where(Person.name == name)).first()
        if made is not None:
            self.own.append(made)
        return made is not None

    def move(self, account: int) -> bool:
        """Move the one person to another unit of their administration."""
        with self.database.session(write=True) as session:
            gate = people.unit(session, session.get_one(Administration, self.home))
            session.commit()
        sent = {"administration": self.home_uuid(), "who": self.row(self.own[0]).uuid, "to": f"unit:{gate.uuid}"}
        return self.post(account, "/people/move", **sent)

    def newest_attempt(self) -> Attempt | None:
        with self.reading() as session:
            wanted = select(Attempt).where(Attempt.person_id == self.own[0], Attempt.exam_id == self.exam().exam_id)
            return session.scalars(wanted.order_by(Attempt.id.desc()).limit(1)).first()

    def newest_run(self) -> Enrolment:
        """The run of the one person that counts."""
        with self.reading() as session:
            wanted = select(Enrolment).where(Enrolment.person_id == self.own[0]).order_by(Enrolment.id.desc())
            return session.scalars(wanted.limit(1)).one()

    def read(self) -> None:
        """The one person has read every lesson, which opens the exam to them."""
        number = self.newest_run().id
        with self.database.session(write=True) as session:
            read_and_pass(session, runs_by_id(session, [number]).values(), self.now)
            session.commit()

    def open_final(self, account: int) -> bool:
        """Open the exam for the one person before they have read the lessons."""
        path = f"/courses/{assessments.SLUG}/final/openings/{self.newest_run().uuid}"
        return self.post(account, path, reason=REASON)

    def open_room(self, account: int) -> bool:
        """Open a room for the officers of home, and watch in it oneself in another name, by a link."""
        self.room = None
        opened = self.post(
            account, "/sittings/new", for_whom=f"administration:{self.home_uuid()}", exam=self.exam().uuid,
            title="Room", place="Hall", time_zone="UTC", day=self.now.date().isoformat(), networks="",
            begins=f"{self.now:%H:%M}", ends=f"{self.now + timedelta(hours=2):%H:%M}",
        )  # fmt: skip
        if not opened:
            return False
        with self.reading() as session:
            uuid = session.scalars(select(Sitting.uuid).order_by(Sitting.id.desc())).first()
        if not self.post(account, f"/sittings/{uuid}/supervisors", login="", name="Joe Nobody"):
            return False
        with self.database.session(write=True) as session:
            found = sitting_by_id(session, session.scalars(select(Sitting.id).where(Sitting.uuid == uuid)).one())
            link = make_link(session, found, found.watching[0], by=account, now=self.now)
            session.commit()
        self.room = Room(str(uuid), link, people.browser(self.app))
        return self.in_room("open")

    def in_room(self, path: str, **data: Any) -> bool:
        """What whoever holds the link does."""
        assert self.room is not None
        answer = self.room.phone.post(f"/room/{self.room.link}/{path}", data=data)
        assert answer.status_code < 500, f"{path} answered {answer.status_code}"
        return answer.status_code == 303

    def begin_in_room(self) -> bool:
        """Begin with the code of the room, and be ticked in it."""
        if self.room is None:
            return False
        with self.reading() as session:
            row = session.scalars(select(Sitting).where(Sitting.uuid == self.room.uuid)).one()
            code = START_CODE.at(start_secret(row.seed, row.uuid), self.now)
        path = f"/courses/{assessments.SLUG}/exams/{assessments.EXAM}/room"
        begun = self.post(self.own[0], path, code=code)
        return begun and self.in_room(f"candidates/{self.row(self.own[0]).uuid}/present")

    def sign_room(self) -> bool:
        """Sign for two hours, and let the clock go on to their end."""
        begun, ended = f"{self.now:%Y-%m-%dT%H:%M}", f"{self.now + timedelta(minutes=90):%Y-%m-%dT%H:%M}"
        self.now += timedelta(hours=2)
        return self.in_room("sign", begun=begun, ended=ended)

    def sit(self, *, right: int, late: bool, reads: bool = True) -> bool:
        """Start, answer so many of six questions rightly, hand in; the answer to the last one comes late."""
        if reads:
            self.read()
        in_room = self.begin_in_room()
        done = self.write(right=right, late=late)
        return (self.sign_room() if in_room else True) and done

    def write(self, *, right: int, late: bool) -> bool:
        """The paper, from its start to its end; what was begun in a room is gone on with."""
        sitter, path = self.own[0], f"/courses/{assessments.SLUG}/exams/{assessments.EXAM}/start"
        if not self.post(sitter, path):
            return False
        attempt = self.newest_attempt()
        assert attempt is not None
        if attempt.state != AttemptState.IN_PROGRESS:
            return False
        with self.database.session(write=True) as session:
            own = session.get_one(Attempt, attempt.id)
            asked = sorted(assessments.kinds(session, own).items())
            for position, kind in asked[:right]:
                assessments.save(session, own, position, assessments.RIGHT[kind], self.now)
            session.commit()
        left = ",".join(str(position) for position, _kind in asked[right:])
        done = self.post(sitter, f"/attempts/{attempt.uuid}/submit", key="k", page="", unanswered=left, sure="1")
        if late:
            with self.database.session(write=True) as session:
                own = session.get_one(Attempt, attempt.id)
                for position, kind in asked[right:]:
                    assessments.save(
                        session, own, position, assessments.RIGHT[kind], self.now + timedelta(minutes=1),
                        page="other", given_at=self.now,
                    )  # fmt: skip
                session.commit()
        return done

    def decide_late(self, account: int) -> bool:
        attempt = self.newest_attempt()
        return attempt is not None and self.post(account, f"/manage/late/{attempt.uuid}", reason=REASON, accept="1")

    def confirm(self, name: str) -> bool:
        """Say how the name is written on what was earned; the certificate is made, or the name waits."""
        with self.reading() as session:
            wanted = select(Claim).where(Claim.person_id == self.own[0], Claim.taken_at.is_(None))
            claim = session.scalars(wanted).first()
        if claim is None:
            return False
        path = f"/certificates/claims/{claim.uuid}"
        return self.post(self.own[0], path, name=name, local_name="") and self.post(self.own[0], f"{path}/confirm")

    def judge_name(self, account: int) -> bool:
        with self.reading() as session:
            asked = session.scalars(select(NameRequest).where(NameRequest.outcome.is_(None))).first()
        path = f"/manage/credentials/names/{asked.uuid}" if asked else ""
        return bool(path) and self.post(account, path, decision="approved", reason=REASON)

    def give_attempt(self, account: int) -> bool:
        login = self.row(self.own[0]).username
        path = f"/manage/exams/{self.exam().uuid}/attempt"
        return self.post(account, path, **{"more-person": login, "more-reason": REASON, "more-key": ids.new_token()})

    def annul(self, account: int) -> bool:
        """Propose that the newest attempt of the one person does not count; they may sit again today."""
        attempt = self.newest_attempt()
        said = {"reason": "conditions", "words": REASON, "opens_on": self.now.date().isoformat()}
        return attempt is not None and self.post(account, f"/manage/attempts/{attempt.uuid}/annul", **said)

    def bar(self, account: int) -> bool:
        """Propose to keep the one person from the exam for ever."""
        said = {"reason": "passed-on", "words": REASON, "never_again": "y", "person": self.row(self.own[0]).username}
        return self.post(account, f"/manage/exams/{self.exam().uuid}/bar", **said)

    def decide(self, account: int, *, agree: bool) -> bool:
        """Confirm or refuse the proposal about the one person that waits longest."""
        with self.reading() as session:
            waits = select(Decision).where(Decision.state == DecisionState.PROPOSED)
            one = session.scalars(waits.order_by(Decision.id).limit(1)).first()
        said = {"words": REASON, ("confirm" if agree else "refuse"): "1"}
        return one is not None and self.post(account, f"/manage/decisions/{one.uuid}", **said)

    def object(self) -> bool:
        """The one person objects to the newest decision in force about them."""
        with self.reading() as session:
            holds = select(Decision).where(
                Decision.state == DecisionState.IN_FORCE, Decision.id.not_in(select(Objection.decision_id))
            )
            one = session.scalars(holds.order_by(Decision.id.desc()).limit(1)).first()
        return one is not None and self.post(self.own[0], f"/decisions/{one.uuid}", words=REASON)

    def judge(self, account: int, *, uphold: bool) -> bool:
        with self.reading() as session:
            one = session.scalars(select(Objection).where(Objection.outcome.is_(None)).limit(1)).first()
        said = {"reason": REASON, ("uphold" if uphold else "dismiss"): "1"}
        return one is not None and self.post(account, f"/manage/objections/{one.uuid}", **said)

    def begin_again(self) -> bool:
        return self.post(self.own[0], f"/courses/{assessments.SLUG}/runs/{self.newest_run().uuid}/begin-again")

    def propose_revocation(self, account: int) -> bool:
        held = self.newest_credential()
        said = {"reason": "misconduct", "words": REASON, "opens_on": self.now.date().isoformat()}
        return held is not None and self.post(
            account, f"/manage/credentials/{held.uuid}/propose-revocation", **said, key=ids.new_token()
        )

    def see_keys(self, account: int) -> bool:
        return self.post(account, f"/manage/exams/{self.exam().uuid}/questions/{QUESTION}/keys")

    def withdraw(self, account: int) -> bool:
        path = f"/manage/exams/{self.exam().uuid}/questions/{QUESTION}/withdraw"
        return self.post(account, path, reason=REASON, key=ids.new_token())

    def decide_question(self, account: int, deed: str) -> bool:
        """Confirm or refuse its newest withdrawal, or propose, confirm or refuse that it is asked again."""
        with self.reading() as session:
            one = session.scalars(select(ItemWithdrawal).order_by(ItemWithdrawal.id.desc()).limit(1)).first()
        path = f"/manage/exams/{self.exam().uuid}/questions/{QUESTION}/withdrawals/{one.uuid if one else ''}/{deed}"
        return one is not None and self.post(account, path, reason=REASON)

    def newest_credential(self) -> Credential | None:
        """The newest certificate of the one person, made."""
        with self.reading() as session:
            wanted = select(Credential).where(Credential.person_id == self.own[0]).order_by(Credential.id.desc())
            held = session.scalars(wanted).first()
        if held is not None:
            self.work()
        return held

    def work(self) -> None:
        """What the worker does: sign what was confirmed."""
        with self.reading() as session:
            waiting = session.scalars(select(CredentialVersion.id).where(CredentialVersion.record.is_(None))).all()
        for number in waiting:
            certificates.make(number, at=self.now)

    def manage_certificate(self, account: int, deed: str) -> bool:
        """Suspend the newest certificate of the one person, lift that, or have it made anew in another name."""
        held = self.newest_credential()
        if held is None:
            return False
        said = {"name": NAMES[2], "local_name": "", "reason": REASON} if deed == "reissue" else {"words": REASON}
        return self.post(account, f"/manage/credentials/{held.uuid}/{deed}", **said)

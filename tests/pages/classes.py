"""Cohorts in the states that the demonstration does not hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.documents.attendance.links import attendance_token
from courses.catalogue.models import CourseVersion
from courses.cohorts.models.cohort import Cohort
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.services.codes import make_code
from courses.cohorts.services.handing_over import HandOverDraft, offer
from courses.cohorts.services.joining import bring_in, join
from courses.cohorts.services.leaving import end_cohort, withdraw
from courses.cohorts.services.opening import refuse_cohort
from courses.cohorts.services.trainers import give_cohort
from courses.learning.services import enrol
from lms.access import Role
from lms.people.models import Administration, Person
from tests.builders import cohorts, meetings
from tests.builders import people as build
from tests.pages import printed_states
from tests.pages.made import World


def add(session: Session, made: World, now: datetime) -> None:
    """All of them, led by the trainer of the demonstration."""
    shown = session.scalars(select(Cohort).where(Cohort.title.startswith("Port officers"))).one()
    wished = session.scalars(select(Cohort).where(Cohort.title.startswith("Winter class"))).one()
    port = session.scalars(select(Administration).where(Administration.uuid == made.values["place"])).one()
    version = session.get_one(CourseVersion, shown.course_version_id)
    trainer, other = made.person(session, "trainer"), cohorts.trainer(session, "Kamala Devi", port)
    made.people["other trainer"] = other.id
    made.values |= {"class": shown.uuid, "wished": wished.uuid}

    def opened(name: str, title: str, at: datetime = now) -> FoundCohort:
        """Another one that was approved."""
        found = cohorts.cohort(session, version, at, leader=trainer, place=port, title=title)
        made.values[f"class-{name}"] = found.row.uuid
        return found

    opened("empty", "Classe sans personne")
    opened("over", "Classe de l’an passé", now - timedelta(days=100))
    offered, ended, shared = (
        opened("offered", "Classe à remettre"), opened("ended", "Classe finie"), opened("shared", "Classe à deux"),
    )  # fmt: skip
    draft = HandOverDraft(trainer.id, other.username, "Deux agents sont en retard.")
    made.values["offer"] = offer(session, offered, draft, by=trainer.id, now=now).uuid
    give_cohort(session, shared.id, other.id, by=trainer.id, now=now)
    refused = cohorts.proposed(session, version, trainer, port, now, title="Classe refusée")
    made.values["class-refused"] = refused.row.uuid
    manager = build.viewer(session, made.person(session, "manager"))
    refuse_cohort(session, refused, "Le budget manque.", actor=manager, now=now)
    officers_in(session, made, shared, port, now)
    empty = session.scalars(select(Cohort).where(Cohort.title == "Classe sans personne")).one()
    made.values["roll-empty"] = meetings.running(session, cohorts.found(session, empty.id), now).uuid
    printed_states.add(session, made, version, port, now)
    graduate = build.person(session, "Sara Lund", (Role.OFFICER, port), place=port)
    bring_in(session, ended, [graduate.id], by=trainer.id, now=now)
    confirmed(session, made, ended, graduate, now)
    end_cohort(session, cohorts.found(session, ended.id), "Tout est fait.", by=trainer.id, now=now)
    made.values["code"] = make_code(session, shared, by=trainer.id, now=now).code
    session.flush()


def confirmed(session: Session, made: World, cohort: FoundCohort, officer: Person, now: datetime) -> None:
    """An officer with a checked name who was at the only meeting of a class, and the address on their paper."""
    trainer = made.person(session, "trainer")
    officer.name_checked_at = now
    past = meetings.running(session, cohort, now - timedelta(hours=5), title="La seule réunion")
    meetings.keep(session, past, trainer, meetings.line(officer, trainer, 1, now), now=now)
    made.people["graduate"] = officer.id
    made.values["attended-paper"] = attendance_token(cohorts.participant(session, cohort, officer).uuid)


def officers_in(session: Session, made: World, cohort: FoundCohort, port: Administration, now: datetime) -> None:
    """Who was withdrawn, who finishes another run first, who waits for approval, who has begun and not joined."""
    leaver, slow, busy, newcomer = (
        build.person(session, name, (Role.OFFICER, port), place=port)
        for name in ("Lina Costa", "Omar Faye", "Petra Novak", "Quang Tran")
    )
    version_id = cohort.row.course_version_id
    for row in (slow, busy):
        enrol(session, row.id, version_id, now=now)
    bring_in(session, cohort, [leaver.id, slow.id], by=None, now=now)
    trainer = build.viewer(session, made.person(session, "trainer"))
    there = cohorts.participant(session, cohort, leaver)
    withdraw(session, cohort, there, "Elle part en mission.", actor=trainer, now=now)
    guest = build.person(session, "Rita Mensah", Role.OFFICER)
    join(session, cohort, guest.id, take_over=None, now=now)
    made.people |= {"held-up": slow.id, "busy": busy.id, "newcomer": newcomer.id, "guest": guest.id}
    made.values |= {"leaver": leaver.uuid, "slow-uuid": slow.uuid}

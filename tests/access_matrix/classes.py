"""Cohorts in home, next door, abroad and elsewhere, with those who lead one and those who lead another.

What belongs to a cohort bears the word of its administration. The one elsewhere bears none: whoever works anywhere may
ask to join it by its code, and somebody from home does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.cohorts.models.cohort import CohortHandOver
from courses.cohorts.models.participant import Participant
from courses.cohorts.models.question import LessonQuestion
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.rules.deadlines import WHOLE
from courses.cohorts.services.codes import make_code
from courses.cohorts.services.deadlines import set_deadlines
from courses.cohorts.services.handing_over import HandOverDraft, offer
from courses.cohorts.services.joining import bring_in
from courses.cohorts.services.questions import ask
from courses.cohorts.services.trainers import give_cohort
from lms.people.models import Administration, Person
from tests.access_matrix import held, imported, persons, printed
from tests.access_matrix.held import Held
from tests.access_matrix.imported import Imported
from tests.access_matrix.printed import Printed
from tests.builders import cohorts, people


@dataclass(frozen=True)
class Asked:
    """Who is put into cohorts: officers here, next door and abroad, and one of home who wants to go elsewhere."""

    owner: Person
    neighbour: Person
    stranger: Person
    waiting: Person


@dataclass(frozen=True)
class Classes:
    """The cohorts of which the rows speak, by their numbers and names outside."""

    member: Participant  # the owner in `home`
    home: str  # with the owner in it, a helper beside its trainer, and a code
    second: str  # of the same trainer, offered to somebody; the owner waits for a run to end
    third: str  # of the same trainer, where somebody may move
    proposed: str  # of home, by somebody who asks nothing
    far_id: int
    helper: str  # the other trainer of `home`
    other_trainer: str  # the user name of somebody who may lead it too
    code: str  # of the one elsewhere
    offered: CohortHandOver  # the one elsewhere, to the trainer of home
    due_on: date  # the deadline of `home`, for the whole course
    question: str  # of the owner in `home`
    waiting: Participant  # who wants to join the one elsewhere
    leaders: Mapping[str, Person]
    imported: Imported
    held: Held
    attended: Participant  # the owner in `second`, whose meeting is over
    printed: Printed
    by_word: Mapping[str, int]  # the cohorts at home, next door and abroad, by the words of their places


def build(
    session: Session, version: CourseVersion, places: Mapping[str, Administration], asked: Asked, now: datetime
) -> Classes:
    """All of them; nobody who asks proposed or decided any."""
    leader, other = (people.person(session, f"Zoe {name}") for name in (persons.LEADER, persons.OTHER_LEADER))
    helper, spare = (people.person(session, name, persons.Role.TRAINER) for name in ("Uma Helper", "Vic Spare"))
    found = {}
    for name, word in (("home", persons.HOMES), ("near", persons.NEAR), ("far", persons.FAR)):
        found[name] = cohorts.cohort(session, version, now, leader=helper, place=places[name], title=f"{word} class")
    for name in ("second", "third"):
        title = f"{persons.HOMES} {name} class"
        found[name] = cohorts.cohort(session, version, now, leader=helper, place=places["home"], title=title)
    elsewhere = people.administration(session, "Elsewhere Customs", country="LA")
    guests = cohorts.cohort(session, version, now, leader=helper, place=elsewhere, title="Guest class")
    for name in ("home", "second", "third"):
        give_cohort(session, found[name].id, leader.id, by=None, now=now)
    give_cohort(session, found["far"].id, other.id, by=None, now=now)
    fill(session, found, asked, now)
    bring_in(session, guests, [asked.waiting.id], by=None, now=now)
    make_code(session, found["home"], by=None, now=now)
    question = asked_in(session, found["home"], asked.owner, now)
    due_on = found["home"].row.ends_on
    set_deadlines(session, found["home"], {WHOLE: due_on}, by=None, now=now)
    to_spare = HandOverDraft(helper.id, spare.username, f"Ask {persons.HOMES} for the keys.")
    offer(session, found["second"], to_spare, by=helper.id, now=now)
    give_cohort(session, guests.id, spare.id, by=None, now=now)
    people.give(session, leader, persons.Role.TRAINER).ended_at = now  # they are one by their cohorts alone
    to_leader = offered_to(session, guests, helper, leader, now)
    held.over(session, found["second"], leader, asked.owner, now)
    session.flush()
    return Classes(
        member=session.get_one(Participant, cohorts.participant(session, found["home"], asked.owner).id),
        home=found["home"].row.uuid,
        second=found["second"].row.uuid,
        third=found["third"].row.uuid,
        proposed=cohorts.proposed(session, version, spare, places["home"], now, title="Wished class").row.uuid,
        far_id=found["far"].id,
        helper=helper.uuid,
        other_trainer=spare.username,
        code=make_code(session, guests, by=None, now=now).code,
        offered=to_leader,
        due_on=due_on,
        question=question,
        waiting=session.get_one(Participant, cohorts.participant(session, guests, asked.waiting).id),
        leaders={persons.LEADER: leader, persons.OTHER_LEADER: other},
        imported=imported.build(session, found["home"], places["home"], helper, now),
        attended=session.get_one(Participant, cohorts.participant(session, found["second"], asked.owner).id),
        held=held.build(session, found["home"], (leader, helper), asked.owner, now),
        printed=printed.build(session, version, found, places, helper, now),
        by_word={persons.HOMES: found["home"].id, persons.NEAR: found["near"].id, persons.FAR: found["far"].id},
    )


def outdated(session: Session, version: CourseVersion, classes: Classes, place: Administration, now: datetime) -> str:
    """The name of a cohort of home in a version of its course after which a newer one came."""
    title = f"{persons.HOMES} outdated class"
    made = cohorts.cohort(session, version, now, place=place, title=title)
    made.row.course_version_id = version.id
    give_cohort(session, made.id, classes.leaders[persons.LEADER].id, by=None, now=now)
    return made.row.uuid


def offered_to(session: Session, cohort: FoundCohort, giver: Person, to: Person, now: datetime) -> CohortHandOver:
    """A cohort that is offered to one of those who ask."""
    return offer(session, cohort, HandOverDraft(giver.id, to.username, "All is well."), by=giver.id, now=now)


def asked_in(session: Session, cohort: FoundCohort, row: Person, now: datetime) -> str:
    """A question of somebody in a cohort; its name outside."""
    place = cohorts.participant(session, cohort, row)
    ask(session, cohort, place, "first", f"Asked by {persons.OWNERS}.", person_uuid=row.uuid, now=now)
    found = select(LessonQuestion.uuid).where(LessonQuestion.participant_id == place.id)
    return session.scalars(found).one()


def fill(session: Session, found: Mapping[str, FoundCohort], asked: Asked, now: datetime) -> None:
    """Put the officers into their cohorts with the runs that they have; the owner waits in another."""
    for name, row in (("home", asked.owner), ("near", asked.neighbour), ("far", asked.stranger)):
        bring_in(session, found[name], [row.id], by=None, take_over=[row.id], now=now)
    bring_in(session, found["second"], [asked.owner.id], by=None, now=now)

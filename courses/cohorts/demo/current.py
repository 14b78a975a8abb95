"""The part of cohorts in the demonstration: one that is open, with officers, one proposed, and who waits to join."""

from datetime import datetime, timedelta
from typing import Any

from courses.catalogue.queries import course_of
from courses.cohorts.demo.acting import acting
from courses.cohorts.demo.deadlines import some_late
from courses.cohorts.demo.meetings import hold_some
from courses.cohorts.demo.questions import asked_and_answered
from courses.cohorts.queries.cohorts import cohort_by_id
from courses.cohorts.services.codes import make_code
from courses.cohorts.services.details import CohortDetails
from courses.cohorts.services.joining import bring_in, join
from courses.cohorts.services.opening import CohortDraft, approve_cohort, propose_cohort
from lms.access import Grant, Role
from lms.db import transaction
from lms.people.api import ADMINISTRATION

TRAINER, MANAGER = "anong.wattana", "rosa.almeida"
OFFICERS = (
    "malee.srisuk", "niran.chaiyasit", "suda.phromsri", "kittisak.boonmee", "orathai.saelim", "wanida.kaewkla",
)  # fmt: skip
LATE = "malee.srisuk"  # the one who has not read all lessons
GUEST = "grace.wambui"  # of the other administration
NEXT_COURSE = "legal-instruments"
COUNTRY, ZONE = "TH", "Asia/Bangkok"


def load(world: dict[str, Any], now: datetime) -> None:
    """A cohort of the trainer with six officers and one who waits to join, and another cohort that is proposed."""
    people, course = world.get("people"), world.get("course")
    if not people or not course:
        return
    home = world["administrations"]["port"]
    with transaction() as session:
        trainer = acting(session, people[TRAINER], Grant(Role.TRAINER, ADMINISTRATION, str(home)))
        manager = acting(session, people[MANAGER], Grant(Role.PROGRAMME_MANAGER))
        proposed_at, opened_at, joined_at = (now - timedelta(days=days) for days in (21, 20, 14))
        first = details("Port officers, autumn class", now - timedelta(days=14), "Head office, training room 2")
        draft = CohortDraft(course["id"], COUNTRY, home, first)
        cohort = propose_cohort(session, draft, actor=trainer, now=proposed_at)
        approve_cohort(session, cohort, actor=manager, now=opened_at)
        cohort = cohort_by_id(session, cohort.id)
        officers = [people[key] for key in OFFICERS]
        bring_in(session, cohort, officers, by=trainer.id, take_over=officers, now=joined_at)
        hold_some(session, cohort, officers, trainer, now)
        some_late(session, cohort, people[LATE], trainer, now)
        asked_and_answered(session, world, cohort, trainer, now)
        make_code(session, cohort, by=trainer.id, now=now)
        join(session, cohort, people[GUEST], take_over=None, now=now - timedelta(hours=3))
        world["cohort"] = {"id": cohort.id, "uuid": cohort.row.uuid}
        following = course_of(session, NEXT_COURSE)
        if following is not None:
            second = details("Winter class: permits", now + timedelta(days=40), "East Airport")
            draft = CohortDraft(following.id, COUNTRY, home, second)
            propose_cohort(session, draft, actor=trainer, now=now - timedelta(days=2))


def details(title: str, starts_at: datetime, venue: str) -> CohortDetails:
    """What is said of a class of eight weeks."""
    return CohortDetails(title, starts_at.date(), (starts_at + timedelta(days=55)).date(), ZONE, venue, "en")

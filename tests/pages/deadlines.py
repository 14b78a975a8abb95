"""A cohort with deadlines: one officer is late and got more time, another has none yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.cohorts.models.cohort import Cohort
from courses.cohorts.rules.deadlines import WHOLE
from courses.cohorts.services.deadlines import Longer, extend_deadlines, set_deadlines
from courses.cohorts.services.joining import bring_in
from lms.access import Role
from lms.people.models import Administration
from tests.builders import cohorts
from tests.builders import people as build
from tests.pages.made import World


def add(session: Session, made: World, now: datetime) -> None:
    """All of it, led by the trainer of the demonstration."""
    shown = session.scalars(select(Cohort).where(Cohort.uuid == made.values["class"])).one()
    port = session.get_one(Administration, shown.administration_id)
    version = session.get_one(CourseVersion, shown.course_version_id)
    trainer, begun = made.person(session, "trainer"), now - timedelta(days=31)
    cohort = cohorts.cohort(session, version, begun, leader=trainer, place=port, title="Classe aux délais")
    late, other = (
        build.person(session, name, (Role.OFFICER, port), place=port) for name in ("Ines Moreau", "Jonas Weber")
    )
    bring_in(session, cohort, [late.id, other.id], by=None, now=begun)
    today = cohort.today(now)
    first = today - timedelta(days=9)
    wanted = {1: first, 2: today + timedelta(days=6), WHOLE: cohort.row.ends_on}
    set_deadlines(session, cohort, wanted, by=trainer.id, now=begun)
    there = cohorts.participant(session, cohort, late)
    longer = Longer(there.id, late.id, {1: (first, today - timedelta(days=2))})
    extend_deadlines(session, cohort, [longer], by=trainer.id, now=now - timedelta(days=8))
    made.people |= {"behind": late.id, "colleague": other.id}
    made.values |= {"class-late": cohort.row.uuid, "late-uuid": late.uuid}
    session.flush()

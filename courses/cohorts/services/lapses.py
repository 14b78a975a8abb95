"""Coordinators are told, once, of a trainer whose certificate ended while a cohort that it opened goes on.

A trainer who was added to such a cohort, and never held one, is told of too: whoever coordinates decides what it means.
"""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.events import TrainerLapsed
from courses.cohorts.models.lapse import TrainerLapse
from courses.cohorts.queries.certified import trainers_no_longer_certified
from courses.cohorts.queries.cohorts import FoundCohort, cohorts_by_id
from courses.permissions import CoursePermission
from lms import events
from lms.i18n import _, lazy
from lms.messages.kinds import MessageKind, Params, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages
from lms.people.api import nearest_ids, people_named


def lapsed_said(params: Params, _language: str) -> Said:
    """Whose certificate ended, and what goes on."""
    said = {"name": params["trainer"], "cohort": params["cohort"]}
    said["day"] = format_date(date.fromisoformat(params["ends_on"]), "d MMMM yyyy")
    text = _(
        "%(name)s leads the cohort “%(cohort)s”, and has no valid certificate of its course. "
        "The cohort continues to its end on %(day)s. Until they have a valid certificate "
        "again, they cannot open another cohort of this course without approval."
    )
    title = _("A trainer holds no valid certificate")
    return Said(title, text % said, f"/cohorts/{params['uuid']}", _("See the cohort"))


TRAINER_LAPSED = MessageKind(
    "cohorts.trainer-lapsed",
    lazy("A trainer of a cohort holds no valid certificate"),
    lapsed_said,
    {"trainer": str, "cohort": str, "uuid": str, "ends_on": str},
    Channel.AT_ONCE,
    permission=CoursePermission.COHORT_APPROVE,
)


def tell_of_lapses(session: Session, now: datetime) -> int:
    """Tell whoever decides on the cohorts of each such trainer; answers of how many trainers was told.

    Where nobody can be told yet, it is tried again the next day.
    """
    found = trainers_no_longer_certified(session, now)
    if not found:
        return 0
    rows = session.execute(select(TrainerLapse.cohort_id, TrainerLapse.person_id))
    known = {(cohort_id, person_id) for cohort_id, person_id in rows}
    new = [(one, person) for one, people in found.items() for person in people if (one, person) not in known]
    cohorts = cohorts_by_id(session, {one for one, _person in new})
    names = people_named(session, {person for _cohort, person in new})
    return sum(_tell(session, cohorts[one], person, names[person], now) for one, person in new)


def _tell(session: Session, cohort: FoundCohort, person_id: int, name: str, now: datetime) -> bool:
    asked: Sequence[int] = nearest_ids(session, CoursePermission.COHORT_APPROVE, person_id)
    params = {
        "trainer": name, "cohort": cohort.row.title, "uuid": cohort.row.uuid, "ends_on": cohort.row.ends_on.isoformat(),
    }  # fmt: skip
    told = send_messages(session, TRAINER_LAPSED, asked, params, by_id=None, now=now) if asked else 0
    if not told:
        return False
    session.add(TrainerLapse(cohort_id=cohort.id, person_id=person_id, told_at=now, told=told))
    session.flush()
    happened = TrainerLapsed(subject=f"person:{person_id}", actor_id=None, at=now, cohort_id=cohort.id, told=told)
    events.publish(session, happened)
    return True

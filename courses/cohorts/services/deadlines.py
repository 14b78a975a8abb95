"""Deadlines of a cohort are set, and extended for officers of it; each of them is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import format_date
from sqlalchemy.orm import Session

from courses.cohorts.events import CohortDeadlineSet, DeadlineExtended
from courses.cohorts.models.deadline import CohortDeadline, DeadlineExtension
from courses.cohorts.queries.cohorts import FoundCohort, lock
from courses.cohorts.queries.deadlines import deadlines_of_one
from courses.cohorts.rules.deadlines import LONGEST, WHOLE
from courses.cohorts.rules.states import CohortState
from courses.permissions import CoursePermission
from lms import events
from lms.errors import BadInput, RuleBroken
from lms.i18n import _, lazy
from lms.inserts import insert_many
from lms.messages.kinds import MessageKind, Params, PerPerson, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages


def extended_said(params: Params, _language: str) -> Said:
    """Until when an officer has time now, and for what."""
    said = {"cohort": params["cohort"], "part": params["part"]}
    said["day"] = format_date(date.fromisoformat(params["due_on"]), "d MMMM yyyy")
    if params["part"] == WHOLE:
        text = _("You have until %(day)s to finish the course.") % said
    else:
        text = _("You have until %(day)s to finish module %(part)s.") % said
    title = _("More time in the cohort “%(cohort)s”") % said
    return Said(title, text, f"/my-cohorts/{params['uuid']}", _("See the cohort"))


DEADLINE_EXTENDED = MessageKind(
    "cohorts.deadline-extended",
    lazy("You have more time in a cohort"),
    extended_said,
    {"cohort": str, "uuid": str, "part": int, "due_on": str},
    Channel.AT_ONCE,
    permission=CoursePermission.COURSE_TAKE,
)


@dataclass(frozen=True)
class Longer:
    """An officer who gets more time: for which parts, until when they had it, and until when they have it now."""

    participant_id: int
    person_id: int
    days: Mapping[int, tuple[date, date]]


def set_deadlines(
    session: Session, cohort: FoundCohort, wanted: Mapping[int, date | None], *, by: int | None, now: datetime
) -> bool:
    """Set the deadlines of a cohort, or take them away; answers whether anything is other than it was."""
    lock(session, cohort.id)
    if cohort.state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort is not open, so its deadlines stay as they are."))
    for part, day in sorted(wanted.items()):
        _demand_day(cohort, wanted, part, day)
    known = deadlines_of_one(session, cohort.id)
    changed = [part for part in sorted(wanted) if wanted[part] != known.get(part)]
    for part in changed:
        before, after = known.get(part), wanted[part]
        session.add(CohortDeadline(cohort_id=cohort.id, part=part, due_on=after, at=now, by_id=by))
        session.flush()
        happened = CohortDeadlineSet(
            subject=f"cohort:{cohort.id}", actor_id=by, at=now, part=part,
            before=before.isoformat() if before else None, after=after.isoformat() if after else None,
        )  # fmt: skip
        events.publish(session, happened)
    return bool(changed)


def _demand_day(cohort: FoundCohort, wanted: Mapping[int, date | None], part: int, day: date | None) -> None:
    """Refuse a day outside the days of the cohort, and a whole that is to be done before one of its modules."""
    if day is None:
        return
    field = f"part_{part}"
    if not cohort.row.starts_on <= day <= cohort.row.ends_on:
        raise BadInput(
            field,
            _(
                "Choose a day of the cohort: from %(first)s to %(last)s.",
                first=format_date(cohort.row.starts_on, "d MMM y"),
                last=format_date(cohort.row.ends_on, "d MMM y"),
            ),
        )
    whole = wanted.get(WHOLE)
    if part != WHOLE and whole is not None and day > whole:
        raise BadInput(field, _("The last day for the whole course is before this day. Change one of the two."))


def extend_deadlines(
    session: Session, cohort: FoundCohort, chosen: Sequence[Longer], *, by: int, now: datetime
) -> list[Longer]:
    """Give these officers more time, and tell each; answers who got some. Nobody gives it to themselves.

    A constant number of statements for however many, but for the record of what happened.
    """
    lock(session, cohort.id)
    if cohort.state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort is not open, so its deadlines stay as they are."))
    given = [one for one in chosen if one.days]
    if any(one.person_id == by for one in given):
        raise RuleBroken(_("You cannot decide about yourself."))
    if not given:
        raise RuleBroken(_("None of these officers has a deadline that can be extended."))
    latest = cohort.today(now) + timedelta(days=LONGEST)
    if any(after > latest for one in given for _before, after in one.days.values()):
        raise BadInput("day", _("Choose a day within one year from today."))
    rows = [
        {
            "participant_id": one.participant_id, "part": part, "before": before, "due_on": after, "at": now,
            "by_id": by,
        }
        for one in given
        for part, (before, after) in sorted(one.days.items())
    ]  # fmt: skip
    insert_many(session, DeadlineExtension, rows)
    for one in given:
        for part, (before, after) in sorted(one.days.items()):
            happened = DeadlineExtended(
                subject=f"person:{one.person_id}", actor_id=by, at=now, cohort_id=cohort.id, part=part,
                before=before.isoformat(), after=after.isoformat(),
            )  # fmt: skip
            events.publish(session, happened)
    _tell(session, cohort, given, by=by, now=now)
    return given


def _tell(session: Session, cohort: FoundCohort, given: Sequence[Longer], *, by: int, now: datetime) -> None:
    """Tell each officer, of each part; who gets still more time before they read it is told the newest day alone."""
    for part in sorted({part for one in given for part in one.days}):
        values = {
            one.person_id: {
                "cohort": cohort.row.title, "uuid": cohort.row.uuid, "part": part,
                "due_on": one.days[part][1].isoformat(),
            }
            for one in given
            if part in one.days
        }  # fmt: skip
        key = f"cohort-deadline:{cohort.id}:{part}"
        send_messages(session, DEADLINE_EXTENDED, list(values), PerPerson(values), by_id=by, now=now, replace_key=key)

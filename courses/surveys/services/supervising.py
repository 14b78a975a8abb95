"""Supervisors: named by an officer, written to when it is time, answering once by a link without an account."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from courses.events import SupervisorNamed, SupervisorRequestEnded
from courses.surveys.models import SupervisorLink, SupervisorRequest, SurveyAnswer
from courses.surveys.queries import forms as form_queries
from courses.surveys.queries import supervising as queries
from courses.surveys.rules.supervising import LETTERS_MOST, RequestEnd, RequestState, due_days, request_state
from courses.surveys.services.answering import FilledSheet, answers_taken
from courses.surveys.services.publishing import version_to_ask
from lms import events, ids
from lms.access import Viewer
from lms.batch import one
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.people.api import person_of

FORM = "supervisor"  # the slug of the shipped form
NAME_MOST = 120


@dataclass(frozen=True)
class FinishedCourse:
    """A course that an officer has done, and the day on which they did."""

    course_id: int
    version_id: int
    finished_on: date


@dataclass(frozen=True)
class NamedSupervisor:
    """Whom an officer named."""

    name: str
    email: str
    language: str


def name_supervisor(
    session: Session, course: FinishedCourse, named: NamedSupervisor, *, viewer: Viewer, now: datetime
) -> list[SupervisorRequest]:
    """Have this supervisor asked 3 and 6 months after a course; whoever was named before is not asked any more."""
    name = named.name.strip()
    if not name:
        raise BadInput("name", _("Type the name of your supervisor."))
    if named.email.strip().lower() == person_of(session, viewer.id).email:
        raise BadInput("email", _("This is your own address. Type that of your supervisor."))
    days = _days_to_ask(session, course, viewer, now)
    for row in queries.open_requests(session, viewer.id, course.course_id):
        end_request(session, row, RequestEnd.REPLACED, by=viewer.id, now=now)
    version = version_to_ask(session, FORM, now=now)
    made = [
        SupervisorRequest(
            uuid=ids.new_uuid(),
            person_id=viewer.id,
            course_id=course.course_id,
            course_version_id=course.version_id,
            form_version_id=version.id,
            months=months,
            due_on=day,
            supervisor_name=name,
            supervisor_email=named.email.strip(),
            language=named.language,
            named_at=now,
        )
        for months, day in sorted(days.items())
    ]
    session.add_all(made)
    session.flush()
    for row in made:
        happened = SupervisorNamed(
            subject=f"person:{viewer.id}",
            actor_id=viewer.id,
            at=now,
            request_id=row.id,
            course_id=row.course_id,
            months=row.months,
        )
        events.publish(session, happened)
    return made


def _days_to_ask(session: Session, course: FinishedCourse, viewer: Viewer, now: datetime) -> dict[int, date]:
    """On which day a supervisor who is named now is asked, by months; RuleBroken where there is none."""
    answered = queries.months_answered(session, viewer.id, course.course_id)
    days = due_days(course.finished_on, now.astimezone(UTC).date())
    days = {months: day for months, day in days.items() if months not in answered}
    if not days:
        raise RuleBroken(_("We ask nothing more about this course: the time is over, or somebody has answered."))
    sent = queries.letters_sent(session, viewer.id, course.course_id)
    days = {months: day for months, day in days.items() if sent.get(months, 0) < LETTERS_MOST}
    if not days:
        raise RuleBroken(_("Three people were asked about this course already. Nobody else is asked."))
    return days


def withdraw(session: Session, uuid: str, *, viewer: Viewer, now: datetime) -> None:
    """Ask this supervisor nothing any more; a link that was sent then says so."""
    row = queries.own_request(session, viewer, uuid)
    if row.ended_at is not None:
        raise Conflict(_("This is already over. Nothing was changed."))
    end_request(session, row, RequestEnd.WITHDRAWN, by=viewer.id, now=now)


def answer_request(session: Session, token: str, answered_as: str, sheet: FilledSheet, *, now: datetime) -> None:
    """Keep what a supervisor answered, once, with the name that they typed."""
    row = _demand_waiting(session, token, now)
    content = one(form_queries.contents_of(session, [row.form_version_id]))
    answers = answers_taken(content, sheet)
    name = answered_as.strip()
    if not name:
        raise BadInput("answered_as", _("Type your name, so that it is clear who answered."))
    if len(name) > NAME_MOST:
        raise BadInput("answered_as", _("Use at most 120 characters."))
    end_request(session, row, RequestEnd.ANSWERED, by=None, now=now)
    session.add(
        SurveyAnswer(
            uuid=ids.new_uuid(),
            request_id=row.id,
            form_version_id=row.form_version_id,
            answers=dict(answers),
            language=content.spoken_in(sheet.language),
            answered_on=now.astimezone(UTC).date(),
            answered_as=name,
            paper=False,
        )
    )
    session.flush()


def refuse(session: Session, token: str, *, now: datetime) -> None:
    """Whoever got the letter does not know the officer: they are asked nothing more, about any month."""
    row = _demand_waiting(session, token, now)
    address = row.supervisor_email
    for other in queries.open_requests(session, row.person_id, row.course_id):
        if other.supervisor_email == address:
            end_request(session, other, RequestEnd.STRANGER, by=None, now=now)


def _demand_waiting(session: Session, token: str, now: datetime) -> SupervisorRequest:
    """The request of a link, if it waits for its answer."""
    row = queries.request_by_token(session, token)
    if row is None:
        raise NotFound
    if request_state(row.sent_at, row.ended_reason, now) is not RequestState.WAITING:
        raise Conflict(_("This link was already used, or has expired. Your answer was not saved."))
    return row


def end_request(session: Session, row: SupervisorRequest, reason: RequestEnd, *, by: int | None, now: datetime) -> None:
    """End a request once, also when two do so at one moment, and forget the address."""
    ended = session.execute(
        update(SupervisorRequest)
        .where(SupervisorRequest.id == row.id, SupervisorRequest.ended_at.is_(None))
        .values(ended_at=now, ended_reason=reason, supervisor_email="")
        .returning(SupervisorRequest.id)
    ).scalar_one_or_none()
    if ended is None:
        raise Conflict(_("This is already over. Nothing was changed."))
    session.refresh(row)
    if reason is not RequestEnd.ANSWERED:  # what people answer is no event
        happened = SupervisorRequestEnded(
            subject=f"person:{row.person_id}", actor_id=by, at=now, request_id=row.id, reason=reason
        )
        events.publish(session, happened)


def make_link(session: Session, request_id: int, *, now: datetime) -> str:
    """A new token for a letter; those of earlier letters go on working."""
    token = ids.new_token(24)
    session.add(SupervisorLink(request_id=request_id, token_hash=ids.digest(token), made_at=now))
    session.flush()
    return token

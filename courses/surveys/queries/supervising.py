"""Requests to supervisors, found."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from courses.learning.models import Enrolment, LessonRead, StepDone
from courses.learning.rules.progress import GroupRef
from courses.surveys.models import SupervisorLink, SupervisorRequest, SurveyAnswer
from courses.surveys.policy import requests_seen_by
from courses.surveys.rules.answers import Answers
from courses.surveys.rules.supervising import LINK_LIFE, REMINDED_AFTER
from lms import ids
from lms.access import Viewer
from lms.errors import NotFound
from lms.mail.models import RefusedAddress

SHOWN_MOST = 500  # requests on one page


def requests_of(session: Session, person_id: int) -> list[SupervisorRequest]:
    """What an officer had asked of supervisors, the newest first."""
    mine = select(SupervisorRequest).where(SupervisorRequest.person_id == person_id)
    return list(session.scalars(mine.order_by(SupervisorRequest.id.desc())))


def refused_addresses(session: Session, addresses: Collection[str]) -> set[str]:
    """Those of these addresses that the mail server refused for good."""
    if not addresses:
        return set()
    return set(session.scalars(select(RefusedAddress.address).where(RefusedAddress.address.in_(addresses))))


def own_request(session: Session, viewer: Viewer, uuid: str) -> SupervisorRequest:
    """One of one's own; any other is not found."""
    mine = select(SupervisorRequest).where(SupervisorRequest.uuid == uuid, SupervisorRequest.person_id == viewer.id)
    found = session.scalars(mine).one_or_none()
    if found is None:
        raise NotFound
    return found


def requests_seen(session: Session, viewer: Viewer) -> list[SupervisorRequest]:
    """Of the officers whom this viewer reaches, the newest first."""
    seen = select(SupervisorRequest).where(requests_seen_by(viewer))
    return list(session.scalars(seen.order_by(SupervisorRequest.id.desc()).limit(SHOWN_MOST)))


def request_by_token(session: Session, token: str) -> SupervisorRequest | None:
    """The request of the letter in which this token stood."""
    linked = select(SupervisorRequest).join(SupervisorLink, SupervisorLink.request_id == SupervisorRequest.id)
    return session.scalars(linked.where(SupervisorLink.token_hash == ids.digest(token))).one_or_none()


def open_requests(session: Session, person_id: int, course_id: int) -> list[SupervisorRequest]:
    """Those of an officer after a course that have not ended."""
    return list(
        session.scalars(
            select(SupervisorRequest).where(
                SupervisorRequest.person_id == person_id,
                SupervisorRequest.course_id == course_id,
                SupervisorRequest.ended_at.is_(None),
            )
        )
    )


def months_answered(session: Session, person_id: int, course_id: int) -> set[int]:
    """After how many months a supervisor has answered about this officer and course."""
    answered = (
        select(SupervisorRequest.months)
        .join(SurveyAnswer, SurveyAnswer.request_id == SupervisorRequest.id)
        .where(SupervisorRequest.person_id == person_id, SupervisorRequest.course_id == course_id)
    )
    return set(session.scalars(answered))


def letters_sent(session: Session, person_id: int, course_id: int) -> dict[int, int]:
    """How many supervisors were written to about this officer and course, by months."""
    sent = select(SupervisorRequest.months, func.count()).where(
        SupervisorRequest.person_id == person_id,
        SupervisorRequest.course_id == course_id,
        SupervisorRequest.sent_at.is_not(None),
    )
    return dict(session.execute(sent.group_by(SupervisorRequest.months)).all())


def due_letters(session: Session, today: date, most: int) -> list[SupervisorRequest]:
    """Requests whose day has come and whose letter was not sent."""
    waiting = select(SupervisorRequest).where(
        SupervisorRequest.due_on <= today, SupervisorRequest.sent_at.is_(None), SupervisorRequest.ended_at.is_(None)
    )
    return list(session.scalars(waiting.order_by(SupervisorRequest.id).limit(most)))


def due_reminders(session: Session, now: datetime, most: int) -> list[SupervisorRequest]:
    """Requests that were sent two weeks ago, are not answered and were not reminded of."""
    waiting = select(SupervisorRequest).where(
        SupervisorRequest.sent_at <= now - REMINDED_AFTER,
        SupervisorRequest.sent_at > now - LINK_LIFE,
        SupervisorRequest.reminded_at.is_(None),
        SupervisorRequest.ended_at.is_(None),
    )
    return list(session.scalars(waiting.order_by(SupervisorRequest.id).limit(most)))


@dataclass(frozen=True)
class AskedAfter:
    """What supervisors were asked: after which course and how many months, with which version of the form."""

    course_id: int
    form_version_id: int
    months: int


Parts = Mapping[GroupRef | None, Sequence[Answers]]  # by the group with which the officer took the course


def answers_seen(session: Session, viewer: Viewer, course_id: int | None = None) -> Mapping[AskedAfter, Parts]:
    """What supervisors answered, of officers whom the viewer reaches, by group and in the order in which it came.

    Pages show it in sums alone. The group is that of the run in which the officer had the supervisor asked.
    """
    then = (
        select(func.max(Enrolment.id))
        .where(
            Enrolment.person_id == SupervisorRequest.person_id,
            Enrolment.course_id == SupervisorRequest.course_id,
            Enrolment.begun_at <= SupervisorRequest.named_at,
        )
        .correlate(SupervisorRequest)
        .scalar_subquery()
    )
    answered = (
        select(
            SupervisorRequest.course_id,
            SurveyAnswer.form_version_id,
            SupervisorRequest.months,
            Enrolment.group_kind,
            Enrolment.group_id,
            SurveyAnswer.answers,
        )
        .join(SurveyAnswer, SurveyAnswer.request_id == SupervisorRequest.id)
        .outerjoin(Enrolment, Enrolment.id == then)
        .where(requests_seen_by(viewer))
    )
    if course_id is not None:
        answered = answered.where(SupervisorRequest.course_id == course_id)
    found: dict[AskedAfter, dict[GroupRef | None, list[Answers]]] = {}
    for course, version_id, months, kind, group_id, answers in session.execute(answered.order_by(SurveyAnswer.id)):
        group = None if kind is None or group_id is None else GroupRef(kind, group_id)
        found.setdefault(AskedAfter(course, version_id, months), {}).setdefault(group, []).append(answers)
    return found


def last_done(session: Session, runs: Collection[int]) -> dict[int, datetime]:
    """When something was last read or passed in each of these runs, in one query."""
    if not runs:
        return {}
    said = union_all(
        select(LessonRead.enrolment_id.label("run"), LessonRead.at.label("at")).where(
            LessonRead.enrolment_id.in_(runs)
        ),
        select(StepDone.enrolment_id.label("run"), StepDone.at.label("at")).where(StepDone.enrolment_id.in_(runs)),
    ).subquery()
    return dict(session.execute(select(said.c.run, func.max(said.c.at)).group_by(said.c.run)).all())


def versions_asked(session: Session, course_ids: Collection[int]) -> set[int]:
    """A version of each of these courses after which supervisors were asked: the newest."""
    newest = select(func.max(SupervisorRequest.course_version_id)).where(SupervisorRequest.course_id.in_(course_ids))
    return set(session.scalars(newest.group_by(SupervisorRequest.course_id)))

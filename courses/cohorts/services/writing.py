"""Trainers write to officers of their cohort: to the inbox, and by letter as each of them chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.events import CohortMessageSent
from courses.cohorts.models.message import CohortMessage
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.rules.board import BoardFilter
from courses.cohorts.rules.states import CohortState
from courses.permissions import CoursePermission
from lms import events
from lms.errors import RuleBroken
from lms.i18n import _, lazy
from lms.inserts import insert_missing
from lms.messages.kinds import MessageKind, Params, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages


def message_said(params: Params, _language: str) -> Said:
    """Who wrote and what follows by itself: the words are the trainer's."""
    title = _("Message to the cohort “%(cohort)s”") % {"cohort": params["cohort"]}
    return Said(title, "", f"/my-cohorts/{params['uuid']}", _("See the cohort"))


TRAINER_MESSAGE = MessageKind(
    "cohorts.trainer-message",
    lazy("Messages of your trainers"),
    message_said,
    {"cohort": str, "uuid": str, "text": str},
    Channel.AT_ONCE,
    free_words="text",
    permission=CoursePermission.COURSE_TAKE,
)


@dataclass(frozen=True)
class TrainerMessage:
    """What a trainer wrote, and to whom."""

    key: str  # of the form: what arrives twice is sent once
    text: str
    show: BoardFilter
    ticked: bool
    people: Sequence[int]


def write_to_officers(
    session: Session, cohort: FoundCohort, message: TrainerMessage, *, by: int, now: datetime
) -> bool:
    """Send it once; answers whether it was sent now, and not before already."""
    if cohort.state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort is not open, so you cannot write to it from its board."))
    if not message.people:
        raise RuleBroken(_("Nobody is chosen. Go back to the board and choose who should get the message."))
    people = len(message.people)
    row = {"show": message.show, "ticked": message.ticked, "people": people, "by_id": by, "at": now}
    if not insert_missing(session, CohortMessage, key=message.key, cohort_id=cohort.id, **row):
        return False
    params = {"cohort": cohort.row.title, "uuid": cohort.row.uuid, "text": message.text}
    send_messages(session, TRAINER_MESSAGE, message.people, params, by_id=by, now=now)
    happened = CohortMessageSent(
        subject=f"cohort:{cohort.id}", actor_id=by, at=now, show=message.show, ticked=message.ticked, people=people
    )
    events.publish(session, happened)
    return True

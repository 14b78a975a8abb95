"""Codes of forms: made for a group, and closed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.events import SurveyCodeClosed, SurveyCodeMade
from courses.learning.rules.progress import GroupRef
from courses.learning.services import in_short
from courses.surveys.models import SurveyCode
from courses.surveys.queries.forms import code_run, groups_of
from courses.surveys.rules.codes import ANSWERS_MOST, ANSWERS_USUAL, LONGEST, OPEN_FOR, CodeState, code_of
from courses.surveys.rules.form import SurveyPurpose
from courses.surveys.services.publishing import forms_for, shipped_forms, version_to_ask
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, NotFound
from lms.i18n import _

BY_CODE = (SurveyPurpose.REACTION, SurveyPurpose.CONFIDENCE)  # supervisors are asked by letter


@dataclass(frozen=True)
class NewCode:
    """What somebody wants to ask whom; times that are left out are today and two weeks later."""

    form: str  # its slug
    title: str
    group: GroupRef | None = None
    before: str | None = None  # the uuid of the code by which the same was asked before the course
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    most: int = ANSWERS_USUAL


def make_code(session: Session, wanted: NewCode, *, viewer: Viewer, now: datetime) -> SurveyCode:
    """Open a form to a group; whoever makes the code runs it."""
    title, opens_at = wanted.title.strip(), wanted.opens_at or now
    closes_at = wanted.closes_at or opens_at + OPEN_FOR
    _demand_sense(wanted, title, opens_at, closes_at, now)
    if wanted.group is not None and wanted.group not in groups_of(session, viewer):
        raise NotFound
    version = version_to_ask(session, wanted.form, now=now)
    row = SurveyCode(
        uuid=ids.new_uuid(),
        code=code_of(ids.new_seed()),
        form_version_id=version.id,
        title=title,
        group_kind=wanted.group.kind if wanted.group else None,
        group_id=wanted.group.id if wanted.group else None,
        before_id=_before(session, wanted, viewer),
        most=wanted.most,
        opens_at=opens_at,
        closes_at=closes_at,
        made_at=now,
        made_by_id=viewer.id,
    )
    session.add(row)
    session.flush()
    happened = SurveyCodeMade(
        subject=f"survey-code:{row.id}",
        actor_id=viewer.id,
        at=now,
        form_version_id=version.id,
        group=in_short(wanted.group),
    )
    events.publish(session, happened)
    return row


def _demand_sense(wanted: NewCode, title: str, opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Refuse what could not be asked."""
    if wanted.form not in {one.slug for one in forms_for(*BY_CODE)}:
        raise BadInput("form", _("Choose a form from the list."))
    if not title:
        raise BadInput("title", _("Say who answers, such as the place and the days of the course."))
    if len(title) > 120:
        raise BadInput("title", _("Use at most 120 characters."))
    if closes_at <= max(opens_at, now):
        raise BadInput(
            "closes_on", _("Choose a day that is not in the past, and not before the day on which it opens.")
        )
    if closes_at - opens_at > LONGEST:
        raise BadInput("closes_on", _("A form is open for a year at most. Choose an earlier day."))
    if not 1 <= wanted.most <= ANSWERS_MOST:
        raise BadInput("most", _("Type a number from 1 to %(most)s.", most=ANSWERS_MOST))


def _before(session: Session, wanted: NewCode, viewer: Viewer) -> int | None:
    """The code with which the answers are compared: one of the viewer's, of the same form about confidence."""
    if not wanted.before:
        return None
    if shipped_forms()[wanted.form].purpose is not SurveyPurpose.CONFIDENCE:
        raise BadInput("before", _("Only the form about confidence is asked before and after."))
    found = code_run(session, viewer, wanted.before)
    if found.content.slug != wanted.form:
        raise BadInput("before", _("That was another form. Choose one with the same questions."))
    return found.row.id


def close_code(session: Session, uuid: str, *, viewer: Viewer, now: datetime) -> None:
    """Take no more answers; what was answered can be read from then on."""
    found = code_run(session, viewer, uuid)
    if found.state(now) is CodeState.CLOSED:
        raise Conflict(_("This form is closed already."))
    found.row.closed_at, found.row.closed_by_id = now, viewer.id
    session.flush()
    events.publish(session, SurveyCodeClosed(subject=f"survey-code:{found.row.id}", actor_id=viewer.id, at=now))

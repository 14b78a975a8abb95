"""Practice in operations: a qualified person says what they saw of somebody at work."""

from datetime import UTC, date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.independence.api import ActingPart, demand_free
from assessments.missions.events import OperationPracticeObserved
from assessments.missions.models import OperationPractice
from assessments.missions.rules.digests import digest_of
from assessments.missions.rules.entries import WORDS_MOST
from assessments.permissions import PracticalPermission
from courses.api import FoundActivity
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, NotFound
from lms.i18n import _
from lms.people.api import COUNTRY, person_by_login


def may_observe(viewer: Viewer, activity: FoundActivity) -> bool:
    """Whether somebody holds the right to supervise where this operation is."""
    scopes = viewer.scopes(PracticalPermission.MISSION_SUPERVISE)
    return scopes.everywhere or not scopes.ids(COUNTRY).isdisjoint(activity.countries)


def record_practice(
    session: Session,
    activity: FoundActivity,
    login: str,
    observed_on: date,
    words: str,
    *,
    observer: Viewer,
    now: datetime,
) -> OperationPractice:
    """Keep what the observer saw themselves of one person in one operation; once a day."""
    if not may_observe(observer, activity):
        raise NotFound
    person = person_by_login(session, login)
    if person is None or person.closed:
        raise BadInput("login", _("There is no account with this user name or e-mail address."))
    starts, ends = activity.row.starts_on, activity.row.ends_on
    if observed_on > now.astimezone(UTC).date():
        raise BadInput("observed_on", _("This day has not come yet."))
    if starts is None or ends is None or not starts <= observed_on <= ends:
        raise BadInput(
            "observed_on", _("The operation did not run on this day. Choose a day between its first and last.")
        )
    if not 0 < len(words.strip()) <= WORDS_MOST:
        raise BadInput("words", _("Write what you saw, in at most %(most)s characters.", most=WORDS_MOST))
    demand_free(session, observer.id, person.id, ActingPart.SUPERVISOR, now=now, here=f"activity:{activity.id}")
    said = {
        "activity": activity.row.uuid,
        "person": person.uuid,
        "observer": observer.uuid,
        "on": observed_on.isoformat(),
        "words": words.strip(),
    }
    row = OperationPractice(
        uuid=ids.new_uuid(), activity_id=activity.id, person_id=person.id, observed_by_id=observer.id,
        observed_on=observed_on, words=words.strip(), digest=digest_of(said), made_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as fault:
        raise Conflict(_("You have recorded this person, operation and day already.")) from fault
    happened = OperationPracticeObserved(
        subject=f"person:{person.id}", actor_id=observer.id, at=now, practice_id=row.id, activity_id=activity.id,
        digest=row.digest,
    )  # fmt: skip
    events.publish(session, happened)
    return row

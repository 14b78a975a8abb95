"""Applications for accounts: made, confirmed, decided, and forgotten where nobody confirmed them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.people.applications import queries
from lms.people.applications.events import ApplicationConfirmed, ApplicationDecided
from lms.people.applications.models import AccountApplication, ApplicationDecision
from lms.people.applications.rules import CONFIRM_WITHIN, ApplicationOutcome
from lms.people.models import Administration, Person, Unit
from lms.people.rules import normal_login
from lms.people.services.accounts import PersonDraft
from lms.people.services.many_accounts import make_people
from lms.text import person_names


@dataclass(frozen=True)
class ApplicationDraft:
    """What somebody types who wants an account."""

    name: str
    email: str
    country: str
    language: str
    local_name: str = ""
    administration_id: int | None = None
    administration_words: str = ""
    unit_id: int | None = None
    unit_words: str = ""
    words: str = ""


@dataclass(frozen=True)
class WorkPlace:
    """Where whoever decides puts the new account; it may be elsewhere than the applicant wished."""

    administration_id: int
    unit_id: int | None = None


def apply_for_account(session: Session, draft: ApplicationDraft, *, now: datetime) -> AccountApplication:
    """Keep an application until its address is confirmed; before that nobody sees it."""
    for field, typed in (("name", draft.name), ("local_name", draft.local_name)):
        fault = person_names.fault_of(person_names.written(typed))
        if fault is not None and (field == "name" or typed.strip()):
            raise BadInput(field, _(fault))
    _demand_place(session, draft)
    row = AccountApplication(
        uuid=ids.new_uuid(),
        name=person_names.written(draft.name),
        local_name=person_names.written(draft.local_name),
        email=normal_login(draft.email),
        country=draft.country,
        administration_id=draft.administration_id,
        administration_words=draft.administration_words.strip(),
        unit_id=draft.unit_id,
        unit_words=draft.unit_words.strip(),
        language=draft.language,
        words=draft.words.strip(),
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row


def confirm_address(session: Session, row: AccountApplication, *, now: datetime) -> None:
    """The letter arrived: the application goes to who decides; a second time changes nothing."""
    if row.confirmed_at is not None:
        return
    other = queries.waiting_for_address(session, row.email)
    if other is not None or _has_account(session, row.email):
        raise RuleBroken(
            _("There is already an account or an application with this address. Look at your older e-mails.")
        )
    row.confirmed_at = now
    session.flush()
    events.publish(session, ApplicationConfirmed(subject=f"application:{row.id}", actor_id=None, at=now))


def approve(session: Session, row: AccountApplication, place: WorkPlace | None, *, by: Viewer, now: datetime) -> Person:
    """Make the account, with a name that nobody checked yet; the person reads at the first sign-in what is kept."""
    _demand_open(session, row)
    if place is None:
        if row.administration_id is None:
            raise RuleBroken(_("The administration is not in the list. Open the application and choose one."))
        place = WorkPlace(row.administration_id, row.unit_id)
    draft = PersonDraft(
        name=row.name,
        local_name=row.local_name,
        email=row.email,
        administration_id=place.administration_id,
        unit_id=place.unit_id,
        language=row.language,
    )
    [person] = make_people(session, [draft], by=by, now=now, asks_consent=True)
    _decide(session, row, ApplicationOutcome.APPROVED, "", person, by=by, now=now)
    return person


def refuse(session: Session, row: AccountApplication, reason: str, *, by: Viewer, now: datetime) -> None:
    """Make no account, and say why."""
    _demand_open(session, row)
    if not reason.strip():
        raise BadInput("reason", _("Write the reason. The applicant reads it."))
    _decide(session, row, ApplicationOutcome.REFUSED, reason.strip(), None, by=by, now=now)


def forget_unconfirmed(session: Session, now: datetime) -> None:
    """Delete applications whose address nobody confirmed in time."""
    old = AccountApplication.confirmed_at.is_(None) & (AccountApplication.made_at < now - CONFIRM_WITHIN)
    session.execute(delete(AccountApplication).where(old))


def _has_account(session: Session, email: str) -> bool:
    return session.scalars(select(Person.id).where(Person.email == email)).first() is not None


def _demand_place(session: Session, draft: ApplicationDraft) -> None:
    """Refuse an administration of another country, a unit of another administration, and neither of them."""
    home = session.get(Administration, draft.administration_id) if draft.administration_id else None
    if home is None and not draft.administration_words.strip():
        raise BadInput("administration_words", _("Write the name of your administration."))
    if home is not None and home.country != draft.country:
        raise BadInput("administration", _("Choose from the list."))
    unit = session.get(Unit, draft.unit_id) if draft.unit_id else None
    if unit is not None and (home is None or unit.administration_id != home.id):
        raise BadInput("unit", _("This unit belongs to another administration. Choose one of the same."))


def _demand_open(session: Session, row: AccountApplication) -> None:
    if queries.decision_of(session, row.id) is not None:
        raise Conflict(_("Somebody has decided on this application meanwhile."))


def _decide(
    session: Session,
    row: AccountApplication,
    outcome: ApplicationOutcome,
    reason: str,
    person: Person | None,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    """Write down what was decided; the record tells it too."""
    made = ApplicationDecision(
        application_id=row.id,
        outcome=outcome,
        reason=reason,
        person_id=person.id if person else None,
        by_id=by.id,
        at=now,
    )
    session.add(made)
    session.flush()
    told = ApplicationDecided(
        subject=f"application:{row.id}", actor_id=by.id, at=now, outcome=outcome, person_id=made.person_id
    )
    events.publish(session, told)

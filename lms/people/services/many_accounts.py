"""Many accounts in one step, such as a class: judged together, made together, in a constant number of statements.

Only the entries of the record are one for each thing that happened.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms import events, ids
from lms.access import Grant, Permission, Role, Viewer
from lms.errors import BadInput, Conflict
from lms.i18n import _
from lms.inserts import insert_many
from lms.people.access.scope_kinds import ADMINISTRATION, covers_administration
from lms.people.consents.services import ask_consent
from lms.people.events import PersonMade, RoleGranted
from lms.people.models import Administration, Person, RoleGrant, Unit
from lms.people.rules import is_key, key_from_name, normal_login, numbered_keys
from lms.people.services.accounts import PersonDraft
from lms.people.services.placements import begin_placements
from lms.people.services.rights import in_short, scope_of
from lms.scopes import Scopes
from lms.text import person_names

DIGITS = "0123456789"


def make_people(
    session: Session,
    drafts: Sequence[PersonDraft],
    *,
    by: Viewer,
    now: datetime,
    asks_consent: bool = False,
    within: Scopes | None = None,
) -> list[Person]:
    """Make these accounts, all or none: officers of their administrations, without a password, names unchecked.

    `within`: another rule lets the viewer make accounts there. Who `asks_consent` reads at the first sign-in what is
    kept, and agrees to it or not. For some thousands at most.
    """
    for place, fault in draft_faults(session, drafts, by=by, within=within).items():
        raise BadInput(fault.field, f"{drafts[place].name}: {fault.message}" if len(drafts) > 1 else fault.message)
    keys = _free_keys(session, drafts)
    rows = [_row(draft, key, asks_consent, now) for draft, key in zip(drafts, keys, strict=True)]
    try:
        insert_many(session, Person, rows)
    except IntegrityError as fault:
        raise Conflict(_("Somebody took this user name or e-mail address at the same moment. Try again.")) from fault
    places = {row["uuid"]: place for place, row in enumerate(rows)}
    made = session.scalars(select(Person).where(Person.uuid.in_(places)))
    people = sorted(made, key=lambda person: places[person.uuid])
    _make_officers(session, people, by=by, now=now)
    begin_placements(session, people, now=now)
    if asks_consent:
        ask_consent(session, people, now=now)
    return people


def draft_faults(
    session: Session, drafts: Sequence[PersonDraft], *, by: Viewer, within: Scopes | None = None
) -> dict[int, BadInput]:
    """What keeps each of these accounts from being made, by its place in the list; the first fault of each."""
    administrations = _administrations(session, drafts)
    units = _units(session, drafts)
    emails = _emails(session, drafts)
    keys = _keys(session, drafts)
    scopes = by.scopes(Permission.PEOPLE_MANAGE) if within is None else within
    found: dict[int, BadInput] = {}
    for place, draft in enumerate(drafts):
        home = administrations.get(draft.administration_id or 0)
        fault: BadInput | None
        if not (covers_administration(scopes, home) if home else scopes.everywhere and not draft.administration_id):
            fault = BadInput("administration", _("You do not manage the people of this administration."))
        elif draft.unit_id is not None and units.get(draft.unit_id, 0) != draft.administration_id:
            fault = BadInput("unit", _("This unit belongs to another administration. Choose one of the same."))
        else:
            fault = next(_typed_faults(draft, emails, keys), None)
        if fault is not None:
            found[place] = fault
    return found


def _typed_faults(draft: PersonDraft, emails: Counter[str], keys: Counter[str]) -> Iterator[BadInput]:
    """What is wrong with names, user name and address; each is counted once for itself."""
    for field, typed in (("name", draft.name), ("local_name", draft.local_name)):
        sentence = person_names.fault_of(person_names.written(typed))
        if sentence is not None and (field == "name" or typed.strip()):
            yield BadInput(field, _(sentence))
    key, email = _typed_key(draft), normal_login(draft.email or "")
    if key and not is_key(key):
        words = _("A user name has 3 to 40 letters from a to z, digits, dots, hyphens or underscores.")
        yield BadInput("username", words)
    if key and keys[key] > 1:
        yield BadInput("username", _("Somebody already has this user name. Choose another, or leave the field empty."))
    if email and emails[email] > 1:
        yield BadInput("email", _("Another account has this e-mail address already."))


def _administrations(session: Session, drafts: Sequence[PersonDraft]) -> Mapping[int, Administration]:
    wanted = {draft.administration_id for draft in drafts} - {None}
    return {row.id: row for row in session.scalars(select(Administration).where(Administration.id.in_(wanted)))}


def _units(session: Session, drafts: Sequence[PersonDraft]) -> Mapping[int, int]:
    """The administration of each unit that is named."""
    wanted = {draft.unit_id for draft in drafts} - {None}
    rows = session.execute(select(Unit.id, Unit.administration_id).where(Unit.id.in_(wanted)))
    return dict(rows.all())


def _emails(session: Session, drafts: Sequence[PersonDraft]) -> Counter[str]:
    """How often each address is wanted here or had by somebody."""
    wanted = Counter(email for draft in drafts if (email := normal_login(draft.email or "")))
    return wanted + Counter(one for one in session.scalars(select(Person.email).where(Person.email.in_(wanted))) if one)


def _keys(session: Session, drafts: Sequence[PersonDraft]) -> Counter[str]:
    """The same for user names that are typed; one that was made from the name gets a number instead."""
    wanted = Counter(filter(None, map(_typed_key, drafts)))
    return wanted + Counter(session.scalars(select(Person.username).where(Person.username.in_(wanted))))


def _typed_key(draft: PersonDraft) -> str:
    """The user name that somebody chose; none where it is the one that the name proposes."""
    key = normal_login(draft.username)
    return "" if key == _proposed(draft) else key


def _proposed(draft: PersonDraft) -> str:
    return key_from_name(person_names.written(draft.name)) or "person"


def _free_keys(session: Session, drafts: Sequence[PersonDraft]) -> list[str]:
    """The user names as they were chosen, else from the names, with a number where somebody has that one already."""
    stems = {_proposed(draft).rstrip(DIGITS) for draft in drafts}
    alike = select(Person.username).where(func.rtrim(Person.username, DIGITS).in_(stems))
    taken = {*session.scalars(alike), *map(_typed_key, drafts)}
    made = iter(numbered_keys([_proposed(draft) for draft in drafts if not _typed_key(draft)], taken))
    return [_typed_key(draft) or next(made) for draft in drafts]


def _row(draft: PersonDraft, key: str, consent_due: bool, now: datetime) -> dict[str, Any]:
    """The account as the table keeps it."""
    return {
        "uuid": ids.new_uuid(),
        "username": key,
        "email": normal_login(draft.email or "") or None,
        "name": person_names.written(draft.name),
        "local_name": person_names.written(draft.local_name),
        "administration_id": draft.administration_id,
        "unit_id": draft.unit_id,
        "language": draft.language,
        "demonstration": False,
        "has_signed_in": False,
        "consent_due": consent_due,
        "created_at": now,
    }


def _make_officers(session: Session, people: Sequence[Person], *, by: Viewer, now: datetime) -> None:
    """Let each be an officer of the administration, and write down who brought them in."""
    placed = [person for person in people if person.administration_id is not None]
    if placed:
        insert_many(session, RoleGrant, [_grant_row(person, by=by, now=now) for person in placed])
    for person in people:
        subject = f"person:{person.id}"
        made = PersonMade(
            subject=subject,
            actor_id=by.id,
            at=now,
            administration_id=person.administration_id,
            unit_id=person.unit_id,
        )
        events.publish(session, made)
        if person.administration_id is not None:
            events.publish(session, _granted(subject, _home_grant(person), by=by, now=now))
    session.flush()


def _home_grant(person: Person) -> Grant:
    """An officer of the person's own administration."""
    return Grant(Role.OFFICER, ADMINISTRATION, str(person.administration_id))


def _grant_row(person: Person, *, by: Viewer, now: datetime) -> dict[str, Any]:
    grant = _home_grant(person)
    return {
        "uuid": ids.new_uuid(),
        "person_id": person.id,
        "role": grant.role,
        "scope_kind": grant.scope_kind,
        "scope_id": grant.scope_id,
        "granted_at": now,
        "granted_by_id": by.id,
    }


def _granted(subject: str, grant: Grant, *, by: Viewer, now: datetime) -> RoleGranted:
    return RoleGranted(
        subject=subject,
        actor_id=by.id,
        at=now,
        role=grant.role,
        scope=scope_of(grant),
        before=[],
        after=[in_short(grant)],
    )

"""What happens to accounts, rights and administrations; ids only, never names or addresses of people."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class AdministrationMade(Event):
    """An administration was added."""

    name = "people.administration-made"
    said = N_("Administration added")
    title: str
    kind: str
    country: str


@dataclass(frozen=True, kw_only=True)
class AdministrationChanged(Event):
    """Name, kind or country of an administration changed."""

    name = "people.administration-changed"
    said = N_("Administration changed")
    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class UnitMade(Event):
    """An administration got a unit."""

    name = "people.unit-made"
    said = N_("Unit added")
    unit_id: int
    title: str
    kind: str
    time_zone: str | None = None


@dataclass(frozen=True, kw_only=True)
class UnitChanged(Event):
    """Name, kind or time zone of a unit changed."""

    name = "people.unit-changed"
    said = N_("Unit changed")
    unit_id: int
    before: dict[str, str | None]
    after: dict[str, str | None]


@dataclass(frozen=True, kw_only=True)
class ContactsChanged(Event):
    """Whom the people of an administration call changed; only which fields, since they may name a person."""

    name = "people.contacts-changed"
    said = N_("Contacts changed")
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class PersonMade(Event):
    """An account was made."""

    name = "people.person-made"
    said = N_("Account created")
    administration_id: int | None
    unit_id: int | None


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Event):
    """Details of an account changed; of what names a person only the field is told, not what it held."""

    name = "people.person-changed"
    said = N_("Account changed")
    fields: list[str]
    before: dict[str, int | None]
    after: dict[str, int | None]


@dataclass(frozen=True, kw_only=True)
class PersonNameChecked(Event):
    """Somebody compared the name of an account with an identity document; of the document nothing is kept."""

    name = "people.name-checked"
    said = N_("Name compared with the identity document")


@dataclass(frozen=True, kw_only=True)
class PersonNameUnchecked(Event):
    """The name of an account no longer counts as checked, such as after a change."""

    name = "people.name-unchecked"
    said = N_("Check of the name withdrawn")
    reason: str


@dataclass(frozen=True, kw_only=True)
class PersonClosed(Event):
    """An account was closed: its rights, sessions, links and codes ended with it."""

    name = "people.person-closed"
    said = N_("Account closed")


@dataclass(frozen=True, kw_only=True)
class PersonReopened(Event):
    """A closed account was opened again, without rights and without a password."""

    name = "people.person-reopened"
    said = N_("Account opened again")


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """A person was given a role; before and after list every role held, such as `officer@administration:4`."""

    name = "people.role-granted"
    said = N_("Role given")
    role: str
    scope: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    """A role was taken from a person; before and after as for `RoleGranted`."""

    name = "people.role-ended"
    said = N_("Role removed")
    role: str
    scope: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True, kw_only=True)
class SecretMade(Event):
    """A one-time link or code was made, which opens an account once."""

    name = "people.secret-made"
    said = N_("Sign-in link or code created")
    purpose: str
    secret_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordSet(Event):
    """A person set a password: with a link, with a code, or on the account page."""

    name = "people.password-set"
    said = N_("Password set")
    by: str
    secret_id: int | None


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    """Sign-ins of a person were ended before their time."""

    name = "people.sessions-ended"
    said = N_("Signed out on devices")
    sessions: int

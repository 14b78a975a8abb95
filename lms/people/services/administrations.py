"""Administrations and their units: made and changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput
from lms.i18n import _
from lms.people import labels, policy
from lms.people.events import AdministrationChanged, AdministrationMade, UnitChanged, UnitMade
from lms.people.models import Administration, Unit
from lms.people.rules import AdministrationKind, UnitKind, normal_name


@dataclass(frozen=True)
class AdministrationDraft:
    """What an administration is to be."""

    name: str
    kind: AdministrationKind
    country: str

    def values(self) -> dict[str, str]:
        """As the table keeps it."""
        return {"name": normal_name(self.name), "kind": str(self.kind), "country": self.country.upper()}


@dataclass(frozen=True)
class UnitDraft:
    """What a unit is to be."""

    name: str
    kind: UnitKind
    time_zone: str | None = None

    def values(self) -> dict[str, str | None]:
        """As the table keeps it."""
        return {"name": normal_name(self.name), "kind": str(self.kind), "time_zone": self.time_zone}


def make_administration(
    session: Session, draft: AdministrationDraft, *, by: Viewer | None, now: datetime
) -> Administration:
    """Add an administration; its name is unique in its country. `by` is nobody for commands and the demonstration."""
    values = draft.values()
    _demand_country(by, values["country"])
    _demand_free_administration(session, values, own_id=None)
    row = Administration(uuid=ids.new_uuid(), created_at=now, **values)
    session.add(row)
    session.flush()
    events.publish(
        session,
        AdministrationMade(
            subject=f"administration:{row.id}",
            actor_id=by.id if by else None,
            at=now,
            title=row.name,
            kind=row.kind,
            country=row.country,
        ),
    )
    return row


def change_administration(
    session: Session, administration: Administration, draft: AdministrationDraft, *, by: Viewer, now: datetime
) -> None:
    """Correct name, kind or country; the same again changes nothing."""
    after = draft.values()
    before = {name: getattr(administration, name) for name in after}
    if before == after:
        return
    if before["country"] != after["country"]:
        _demand_country(by, after["country"])
    _demand_free_administration(session, after, own_id=administration.id)
    for name, value in after.items():
        setattr(administration, name, value)
    session.flush()
    subject = f"administration:{administration.id}"
    happened = AdministrationChanged(subject=subject, actor_id=by.id, at=now, before=before, after=after)
    events.publish(session, happened)


def make_unit(
    session: Session, administration: Administration, draft: UnitDraft, *, actor_id: int | None, now: datetime
) -> Unit:
    """Add a unit; its name is unique in its administration."""
    values = draft.values()
    _demand_free_unit(session, administration.id, values, own_id=None)
    row = Unit(uuid=ids.new_uuid(), administration_id=administration.id, **values)
    session.add(row)
    session.flush()
    subject = f"administration:{administration.id}"
    made = UnitMade(
        subject=subject,
        actor_id=actor_id,
        at=now,
        unit_id=row.id,
        title=row.name,
        kind=row.kind,
        time_zone=row.time_zone,
    )
    events.publish(session, made)
    return row


def change_unit(session: Session, unit: Unit, draft: UnitDraft, *, actor_id: int, now: datetime) -> None:
    """Correct name, kind or time zone; the same again changes nothing."""
    after = draft.values()
    before = {name: getattr(unit, name) for name in after}
    if before == after:
        return
    _demand_free_unit(session, unit.administration_id, after, own_id=unit.id)
    for name, value in after.items():
        setattr(unit, name, value)
    session.flush()
    subject = f"administration:{unit.administration_id}"
    happened = UnitChanged(subject=subject, actor_id=actor_id, at=now, unit_id=unit.id, before=before, after=after)
    events.publish(session, happened)


def _demand_country(by: Viewer | None, country: str) -> None:
    """Refuse an unknown country, and one into which the giver may put no people: its managers would reach them."""
    if not labels.is_country(country):
        raise BadInput("country", _("Choose a country from the list."))
    if by is not None and not policy.may_manage_country(by, country):
        raise BadInput("country", _("You do not manage the administrations of this country."))


def _demand_free_administration(session: Session, values: dict[str, str], *, own_id: int | None) -> None:
    """Refuse a name that another administration of the country has."""
    taken = session.scalars(
        select(Administration.id).where(
            Administration.country == values["country"], func.lower(Administration.name) == func.lower(values["name"])
        )
    ).first()
    if taken not in (None, own_id):
        raise BadInput("name", _("This country already has an administration of this name."))


def _demand_free_unit(
    session: Session, administration_id: int, values: dict[str, str | None], *, own_id: int | None
) -> None:
    """Refuse a name that another unit of the administration has."""
    taken = session.scalars(
        select(Unit.id).where(
            Unit.administration_id == administration_id, func.lower(Unit.name) == func.lower(values["name"])
        )
    ).first()
    if taken not in (None, own_id):
        raise BadInput("name", _("This administration already has a unit of this name."))

"""Funds, partners and regions, added and changed by whoever runs the whole programme."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from courses.programme import policy
from courses.programme.events import FundSaved, PartnerSaved, RegionSaved
from courses.programme.models import CODE_LENGTH, NAME_LENGTH, Activity, Fund, Partner, Region, RegionCountry
from courses.programme.queries.lists import FoundRegion
from courses.programme.rules.activities import FundKind, PartnerKind
from courses.programme.services.saving import assign, line
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.people.api import is_country


@dataclass(frozen=True)
class FundDraft:
    """A fund as somebody types it; an empty currency says none."""

    code: str
    name: str
    kind: FundKind
    donor: str
    currency: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class PartnerDraft:
    """A partner as somebody types it; an empty country says several."""

    name: str
    kind: PartnerKind
    country: str


@dataclass(frozen=True)
class RegionDraft:
    """A region as somebody types it."""

    name: str
    countries: Collection[str]


def save_fund(session: Session, fund: Fund | None, draft: FundDraft, *, actor: Viewer | None, now: datetime) -> Fund:
    """Add a fund, or change this one; activities that it pays for stay within its days."""
    by = _demand_whole(actor)
    wanted = _checked_fund(draft)
    _demand_free(session, Fund.code, wanted["code"], "code", _("A fund has this code already."), fund)
    row = fund or Fund(uuid=ids.new_uuid())
    if fund is not None:
        _demand_holds_activities(session, fund.id, draft)
    before, after = assign(row, wanted)
    if after:
        session.add(row)
        session.flush()
        events.publish(
            session,
            FundSaved(subject=f"fund:{row.id}", actor_id=by, at=now, before=before if fund else {}, after=after),
        )
    return row


def save_partner(
    session: Session, partner: Partner | None, draft: PartnerDraft, *, actor: Viewer | None, now: datetime
) -> Partner:
    """Add a partner, or change this one."""
    by = _demand_whole(actor)
    name = line("name", draft.name, NAME_LENGTH, _("Name the partner."))
    if draft.country and not is_country(draft.country):
        raise BadInput("country", _("Choose the country from the list."))
    _demand_free(session, Partner.name, name, "name", _("A partner has this name already."), partner)
    row = partner or Partner(uuid=ids.new_uuid())
    before, after = assign(row, {"name": name, "kind": draft.kind.value, "country": draft.country or None})
    if after:
        session.add(row)
        session.flush()
        before = before if partner else {}
        happened = PartnerSaved(subject=f"partner:{row.id}", actor_id=by, at=now, before=before, after=after)
        events.publish(session, happened)
    return row


def save_region(
    session: Session, region: FoundRegion | None, draft: RegionDraft, *, actor: Viewer | None, now: datetime
) -> Region:
    """Add a region with its countries, or change this one; one without a country is none."""
    by = _demand_whole(actor)
    name = line("name", draft.name, NAME_LENGTH, _("Name the region."))
    wanted = sorted(set(draft.countries))
    if not wanted:
        raise BadInput("countries", _("Choose the countries of the region."))
    if strange := [code for code in wanted if not is_country(code)]:
        raise BadInput("countries", _("These are not countries: %(codes)s.", codes=", ".join(strange)))
    row = region.row if region else Region(uuid=ids.new_uuid())
    _demand_free(session, Region.name, name, "name", _("A region has this name already."), region and region.row)
    before, after = assign(row, {"name": name})
    session.add(row)
    session.flush()
    known = sorted(region.countries) if region else []
    if wanted != known:
        before, after = before | {"countries": known}, after | {"countries": wanted}
        session.execute(delete(RegionCountry).where(RegionCountry.region_id == row.id))
        session.add_all(RegionCountry(region_id=row.id, country=code) for code in wanted)
        session.flush()
    if after:
        before = before if region else {}
        happened = RegionSaved(subject=f"region:{row.id}", actor_id=by, at=now, before=before, after=after)
        events.publish(session, happened)
    return row


def _checked_fund(draft: FundDraft) -> dict[str, Any]:
    currency = draft.currency.strip().upper()
    if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise BadInput("currency", _("Write the currency as three letters, such as EUR or USD."))
    if draft.ends_on < draft.starts_on:
        raise BadInput("ends_on", _("The last day comes before the first. Change one of the two."))
    return asdict(draft) | {
        "code": line("code", draft.code, CODE_LENGTH, _("Give the fund a code, such as that of its contract.")),
        "name": line("name", draft.name, NAME_LENGTH, _("Name the fund.")),
        "donor": line("donor", draft.donor, NAME_LENGTH, _("Name the donor.")),
        "kind": draft.kind.value,
        "currency": currency or None,
    }


def _demand_free(
    session: Session, column: InstrumentedAttribute[str], text: str, field: str, taken: str, row: Any
) -> None:
    """Refuse a name that another row of the list has, in whatever case."""
    same = select(column.class_.id).where(func.lower(column) == text.lower())
    others = [one for one in session.scalars(same) if row is None or one != row.id]
    if others:
        raise BadInput(field, taken)


def _demand_holds_activities(session: Session, fund_id: int, draft: FundDraft) -> None:
    """Refuse days of a fund that leave out an activity which it pays for."""
    out = (Activity.starts_on < draft.starts_on) | (Activity.ends_on > draft.ends_on)
    left = session.scalars(select(Activity.title).where(Activity.fund_id == fund_id, out).limit(1)).first()
    if left is not None:
        raise BadInput(
            "starts_on",
            _("The fund pays for “%(title)s”, which is outside these days. Change that activity first.", title=left),
        )


def _demand_whole(actor: Viewer | None) -> int | None:
    """Refuse whoever does not run the whole programme; nobody stands for a command or the demonstration."""
    if actor is None:
        return None
    if not policy.may_run_whole(actor):
        raise RuleBroken(
            _("Only people who manage the programme in all countries can change funds, partners and regions.")
        )
    return actor.id

"""Activities of tests, with the funds, partners and regions that they name."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from courses.programme.models import Fund, Partner
from courses.programme.queries.activities import FoundActivity
from courses.programme.queries.lists import FoundRegion, region_by_uuid
from courses.programme.rules.activities import ActivityKind, FundKind, PartnerKind
from courses.programme.services.activities import ActivityDraft, add_activity
from courses.programme.services.lists import (
    FundDraft,
    PartnerDraft,
    RegionDraft,
    save_fund,
    save_partner,
    save_region,
)

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
_numbers = itertools.count(1)


def fund_draft(**changed: Any) -> FundDraft:
    """What is typed of a fund of three years."""
    number = next(_numbers)
    said = {"code": f"F-{number}", "name": f"Fund {number}", "kind": FundKind.GRANT, "donor": "A donor"}
    return FundDraft(**({**said, "currency": "EUR", "starts_on": FIRST, "ends_on": LAST} | changed))


def fund(session: Session, now: datetime, **changed: Any) -> Fund:
    """A fund."""
    return save_fund(session, None, fund_draft(**changed), actor=None, now=now)


def partner(session: Session, now: datetime, **changed: Any) -> Partner:
    """A partner of no country."""
    said = {"name": f"Partner {next(_numbers)}", "kind": PartnerKind.INTERNATIONAL, "country": ""}
    return save_partner(session, None, PartnerDraft(**(said | changed)), actor=None, now=now)


def region(session: Session, now: datetime, *countries: str, name: str | None = None) -> FoundRegion:
    """A region of these countries."""
    draft = RegionDraft(name or f"Region {next(_numbers)}", countries or ("LA", "TH"))
    return region_by_uuid(session, save_region(session, None, draft, actor=None, now=now).uuid)


def activity_draft(**changed: Any) -> ActivityDraft:
    """What is typed of a training in Laos."""
    said = {"kind": ActivityKind.TRAINING, "title": f"Training {next(_numbers)}"}
    if "region_id" not in changed:
        said["country"] = "LA"
    days = {"starts_on": date(2026, 11, 2), "ends_on": date(2026, 12, 18)}
    return ActivityDraft(**(said | days | changed))


def activity(session: Session, now: datetime, **changed: Any) -> FoundActivity:
    """An activity that is planned."""
    return add_activity(session, activity_draft(**changed), actor=None, now=now)

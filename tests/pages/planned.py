"""What of the programme the pages lead to: the activities of the demonstration, and one that has begun with nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.programme.models import Activity
from courses.programme.queries.lists import all_funds, all_partners, all_regions
from courses.programme.rules.activities import ActivityStatus
from courses.programme.services.states import set_state
from lms.access import Grant, Role
from tests.builders import people as build
from tests.builders import programme
from tests.pages.made import World


def add(session: Session, made: World, now: datetime) -> None:
    """Their names outside, a cancelled activity, and somebody who runs nothing and reads one country."""
    shown = session.scalars(select(Activity).where(Activity.title == "Port officers: first course")).one()
    cancelled = programme.activity(session, now, title="Mission annulée", country="TH", starts_on=None, ends_on=None)
    set_state(session, cancelled, ActivityStatus.CANCELLED, "Le port est fermé.", by=None, now=now)
    reader = build.person(session, "Nok Reader")
    build.give_anywhere(session, reader, Grant(Role.COORDINATOR, "country", "TH"))
    made.people["country reader"] = reader.id
    made.values |= {
        "activity": shown.uuid,
        "activity-cancelled": cancelled.row.uuid,
        "fund": all_funds(session)[0].uuid,
        "partner": all_partners(session)[0].uuid,
        "region": all_regions(session)[0].row.uuid,
        "trainer": made.person(session, "trainer").uuid,
    }

"""Sheets without a network: the day of an assessor, and files on the computer of a coordinator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.permissions import PracticalRole
from assessments.sheets.offline.services.devices import HeardDevice, hear
from assessments.workshops.scope_kind import WORKSHOP
from lms.access import Grant
from tests.builders import people as build
from tests.builders import sealed_sheets
from tests.builders.sheets import Bench
from tests.pages.made import World
from tests.pages.state import State

OFFLINE_SHEETS = [
    State("offline_sheets.day", "before a PIN", "assessor", "/sheets/day"),
    State("offline_sheets.files", "before a file", "workshop-runner", "/sheets/files"),
    State("offline_sheets.devices", "with two devices", "sheet-moderator", "/sheets/devices"),
    State("offline_sheets.devices", "no workshop", "idle-moderator", "/sheets/devices"),
]


def add(session: Session, world: World, now: datetime) -> None:
    """Somebody who runs workshops, and a key to seal to."""
    place = build.administration(session)
    for who, role, scope in (
        ("workshop-runner", PracticalRole.WORKSHOP_COORDINATOR, None),
        ("sheet-moderator", PracticalRole.MODERATOR, None),
        ("idle-moderator", PracticalRole.MODERATOR, "0"),
    ):
        row = build.person(session, who.replace("-", " ").title(), place=place)
        build.give_anywhere(session, row, Grant(role, WORKSHOP, scope) if scope else Grant(role))
        world.people[who] = row.id
    bench = Bench(session)
    ahead = 2 * 3_600_000
    hear(session, bench.one.id, HeardDevice("tablet-a", 2, ahead, keeps=True), now=now)
    hear(session, bench.two.id, HeardDevice("tablet-b", 0, 0), now=now)
    sealed_sheets.key(session, now)

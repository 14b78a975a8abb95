"""Schemes as managers and owners see them: drawn, compared, loaded with and without faults, put in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page
from sqlalchemy.orm import Session

from certificates.permissions import SchemeRole
from lms.access import Grant
from tests.builders import people, schemes
from tests.pages.acts import go, press
from tests.pages.made import World
from tests.pages.state import State

if TYPE_CHECKING:
    from tests.pages.site import Site

WRONG = schemes.FILES | {"scheme.yaml": schemes.SCHEME.replace("kind: award", "kind: prize")}


def load_wrong(page: Page, _site: Site) -> None:
    """Load a scheme with a fault."""
    page.locator("[name=file]").set_input_files(
        {"name": "small.zip", "mimeType": "application/zip", "buffer": schemes.zipped(WRONG)}
    )
    go(page.get_by_role("button", name="Load"))


ADVISOR = "/schemes/iwt-technical-and-operational-advisor"
SCHEMES = [
    State("schemes.index", "of the demonstration", "manager", "/schemes"),
    State("schemes.index", "as an owner", "scheme owner", "/schemes"),
    State("schemes.index", "nothing loaded", "manager", "/schemes", empty=True),
    State("schemes.one", "in use", "manager", ADVISOR),
    State("schemes.one", "two versions", "scheme owner", "/schemes/small"),
    State("schemes.version", "drawn", "manager", f"{ADVISOR}/versions/1"),
    State("schemes.version", "to put in use", "scheme owner", "/schemes/small/versions/2"),
    State("schemes.version", "loaded by oneself", "other scheme owner", "/schemes/small/versions/2"),
    State("schemes.changes", "of a version", "manager", "/schemes/small/versions/2/changes"),
    State("schemes.changes", "nothing differs", "manager", "/schemes/small/versions/2/changes?from=2"),
    State("schemes.load", "to choose a file", "scheme owner", "/schemes-load"),
    State("schemes.load", "no file", "scheme owner", "/schemes-load", press("Load"), 422),
    State("schemes.load", "a fault in the file", "scheme owner", "/schemes-load", load_wrong, 422),
]


def add(session: Session, made: World) -> None:
    """Two owners, and the small scheme in two versions that one of them loaded."""
    for who, name in (("scheme owner", "Olu Adeyemi"), ("other scheme owner", "Pilar Ortega")):
        row = people.person(session, name)
        people.give_anywhere(session, row, Grant(SchemeRole.SCHEME_OWNER))
        made.people[who] = row.id
    schemes.loaded(session, by=made.people["other scheme owner"])
    schemes.loaded(session, "grace-days: 30", "grace-days: 60", by=made.people["other scheme owner"])

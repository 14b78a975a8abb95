"""The official Appendices as administrators load them: none, some, refused, and compared with the courses."""

from __future__ import annotations

from datetime import date, datetime

from playwright.sync_api import Page
from sqlalchemy.orm import Session

from tests.builders.appendices import as_csv, kept, row
from tests.pages.acts import go, press
from tests.pages.made import World
from tests.pages.site import Site
from tests.pages.state import State

COMPARE = "Compare with the courses"
LIST, ONE = "/appendices", "/appendices/{appendices}"


def add(session: Session, made: World, now: datetime) -> None:
    """Two lists, the later of which lacks what the earlier one had, with a long note and a long name of a file."""
    admin = made.people["admin"]
    earlier = as_csv(row("Panthera tigris", "I"), row("Manis spp.", "I")).encode()
    note = (
        "Populations of Afghanistan, Bhutan, India, Myanmar, Nepal and Pakistan (all others are in Appendix II). " * 3
    )
    later = as_csv(
        row("Manis spp.", "I"),
        row("Panthera leo", "I", FullAnnotationEnglish=note),
        row("Dalbergia spp.", "II", **{"#AnnotationSymbol": "#4"}),
        row("Phacochoerus africanus", "III", Party="ET"),
    ).encode()
    kept(session, admin, now, earlier, date(2025, 11, 1), "Index_of_CITES_Species_[CUSTOM]_2025-11-01 09_30.csv")
    made.values["appendices"] = kept(session, admin, now, later, date(2026, 3, 5)).uuid


def unreadable(page: Page, _site: Site) -> None:
    """Send a file of another kind."""
    page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "", "buffer": b"Unit\nPort\n"})
    go(page.get_by_role("button", name=COMPARE))


IMPACT = [
    State("impact.appendices", "with lists", "admin", LIST),
    State("impact.appendices", "none", "admin", LIST, empty=True),
    State("impact.appendices", "no file", "admin", LIST, press(COMPARE), 422),
    State("impact.appendices", "unreadable", "admin", LIST, unreadable, 422),
    State("impact.comparison", "with differences", "admin", ONE),
    State("impact.comparison", "one kind", "admin", ONE + "?kind=left"),
    State("impact.comparison", "second page", "admin", ONE + "?page=2"),
]

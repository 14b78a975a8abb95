"""Official lists for the pages of the Appendices, with few rows of our own making."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from tests.builders.appendices import as_csv, kept, row
from tests.pages.made import World


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

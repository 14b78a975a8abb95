"""Official lists in the form of the Checklist's download, with invented or few rows; nothing of CITES' own file."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from sqlalchemy.orm import Session

from courses.impact.models import KeptAppendices
from courses.impact.services import SentList, keep_appendices

COLUMNS = (
    "TaxonId", "Kingdom", "Phylum", "Class", "Order", "Family", "Genus", "Species", "Subspecies", "FullName",
    "AuthorYear", "RankName", "CurrentListing", "FullAnnotationEnglish", "#AnnotationSymbol", "#Annotation",
    "All_DistributionISOCodes",
)  # fmt: skip


def row(name: str, listing: str, **more: str) -> dict[str, str]:
    """A row as the Index writes it."""
    words = name.removesuffix(" spp.").split()
    rank = {1: "GENUS", 2: "SPECIES", 3: "SUBSPECIES"}[len(words)]
    parts = dict(zip(("Genus", "Species", "Subspecies"), words, strict=False))
    return {"FullName": name, "RankName": rank, "CurrentListing": listing, **parts, **more}


def as_csv(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS, delimiter: str = ",") -> str:
    """These rows as the text of a download."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def small_list() -> bytes:
    """Pangolins in I, a lion with two listings, a rosewood with its annotation, and one that left."""
    return as_csv(
        row("Manis spp.", "I", Family="Manidae"),
        row("Panthera leo", "I/II", FullAnnotationEnglish="<p>Populations of &hellip;</p>"),
        row("Dalbergia spp.", "II", **{"#AnnotationSymbol": "#15"}),
        row("Panthera tigris", "NC"),
    ).encode()


def kept(
    session: Session, by: int, now: datetime, content: bytes = b"", on: date = date(2026, 3, 5), name: str = "list.csv"
) -> KeptAppendices:
    """A list that somebody loaded."""
    sent = SentList(name, content or small_list(), on)
    return keep_appendices(session, sent, by=by, now=now)

"""What the audit trail is compared with: listings, searches with their purpose, letters."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.roster.events import RosterContacted, RosterListingChanged, RosterSearched
from certificates.roster.models import RosterLetter, RosterListing, RosterSearch, RosterShown
from lms.audited_rows import next_of, rows_of
from lms.ports import AuditedRecord, AuditedRecords


def _letters(session: Session, after: int) -> list[AuditedRecord]:
    """Every letter, by the holder to whom it went."""
    some = next_of(RosterShown.person_id, after)
    rows = session.execute(
        select(RosterShown.person_id, RosterLetter.id)
        .join(RosterLetter, RosterLetter.shown_id == RosterShown.id)
        .where(RosterShown.person_id.in_(some))
        .order_by(RosterShown.person_id, RosterLetter.id)
    )
    return [AuditedRecord(person, f"person:{person}", {"letter_id": letter}) for person, letter in rows]


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords(
        "listings in the roster",
        RosterListingChanged.name,
        rows_of(
            "person",
            RosterListing.person_id,
            RosterListing.id,
            listing_id=RosterListing.id,
            listed=RosterListing.listed,
        ),
        paired_by="listing_id",
    ),
    AuditedRecords(
        "searches of the roster",
        RosterSearched.name,
        rows_of(
            "person",
            RosterSearch.by_id,
            RosterSearch.id,
            search_id=RosterSearch.id,
            purpose=RosterSearch.purpose,
            found=RosterSearch.found,
        ),
        paired_by="search_id",
    ),
    AuditedRecords("letters through the roster", RosterContacted.name, _letters, paired_by="letter_id"),
)

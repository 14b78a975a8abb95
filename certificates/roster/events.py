"""What is recorded of the roster; the subject of a search is who searched, of all else the holder."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class RosterListingChanged(Event):
    """A holder agreed to be found or took that back, or said when and in which languages."""

    name = "roster.listing-changed"
    said = N_("Listing in the roster changed")
    listing_id: int
    listed: bool


@dataclass(frozen=True, kw_only=True)
class RosterSearched(Event):
    """An authorised body searched, with its purpose and how many were found."""

    name = "roster.searched"
    said = N_("Roster searched")
    search_id: int
    purpose: str
    found: int


@dataclass(frozen=True, kw_only=True)
class RosterContacted(Event):
    """An authorised body wrote to a holder whom a search had shown."""

    name = "roster.contacted"
    said = N_("Message to a holder through the roster")
    letter_id: int

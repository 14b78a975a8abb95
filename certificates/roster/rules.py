"""Who is found by a search of the roster: what a holder agreed to, what a body asks, and whether they fit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

MOST_SHOWN = 25  # holders of one search; whoever needs more narrows it down
LEAST_PURPOSE = 20  # letters of a purpose


@dataclass(frozen=True)
class Listing:
    """What a holder says: whether they may be found, in which languages they work, and when.

    Without days they are available at any time; `is_away` is not now, whatever the days say.
    """

    listed: bool
    languages: frozenset[str] = frozenset()
    is_away: bool = False
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class ListedCertificate:
    """A certificate in force of somebody whom their listing lets be found."""

    scheme_id: int
    topics: frozenset[str]
    country: str  # ISO 3166-1 alpha-2; empty where their administration has none


@dataclass(frozen=True)
class RosterQuestion:
    """What a body looks for; nothing asked for narrows nothing. There is no name to ask for."""

    scheme_id: int | None = None
    topic: str = ""
    language: str = ""
    countries: frozenset[str] | None = None  # one, or those of a region
    first: date | None = None  # from when to when somebody is needed, both or none
    last: date | None = None


def is_available(listing: Listing, first: date | None, last: date | None) -> bool:
    """Whether somebody is there for all of these days; both ends belong to what they offer."""
    if listing.is_away:
        return False
    if first is None or last is None:
        return True
    begins_in_time = listing.first is None or listing.first <= first
    return begins_in_time and (listing.last is None or last <= listing.last)


def fits(question: RosterQuestion, listing: Listing, certificates: Collection[ListedCertificate]) -> bool:
    """Whether somebody is found: they agreed, are there, speak the language, and one certificate has all the rest."""
    if not listing.listed or not is_available(listing, question.first, question.last):
        return False
    if question.language and question.language not in listing.languages:
        return False
    return any(holds(question, one) for one in certificates)


def holds(question: RosterQuestion, one: ListedCertificate) -> bool:
    """Whether a certificate is of the scheme, covers the topic, and its holder belongs to one of the countries."""
    return (
        (question.scheme_id is None or one.scheme_id == question.scheme_id)
        and (not question.topic or question.topic in one.topics)
        and (question.countries is None or one.country in question.countries)
    )

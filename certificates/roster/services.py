"""Agreeing to be found, searching, and writing to somebody who was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certificates.candidates.labels import WORKING_LANGUAGES
from certificates.roster.events import RosterContacted, RosterListingChanged, RosterSearched
from certificates.roster.models import RosterLetter, RosterListing, RosterSearch, RosterShown
from certificates.roster.queries.listings import listed_holders
from certificates.roster.queries.searches import hits_of
from certificates.roster.rate_limits import count_search
from certificates.roster.rules import LEAST_PURPOSE, MOST_SHOWN, Listing, RosterQuestion, fits
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.messages.kinds import MessageKind, Params, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages


def contacted_said(params: Params, _language: str) -> Said:
    """A body asks a holder for something; its words follow."""
    text = _(
        "%(body)s found you in the roster and writes to you. It does not know your name. "
        "Answer only if you want to. Use the contact that it gives below.",
        body=params["body"],
    )
    return Said(_("An authorised body writes to you"), text, "/roster/listing", _("See your listing"))


CONTACTED = MessageKind(
    "roster.contacted",
    _l("An authorised body writes to you through the roster"),
    contacted_said,
    {"body": str, "words": str},
    Channel.AT_ONCE,
    free_words="words",
)


def change_listing(session: Session, listing: Listing, *, person_id: int, now: datetime) -> RosterListing:
    """Agree to be found, take that back, or say when and in which languages; for oneself alone."""
    if listing.listed and not listing.languages:
        raise BadInput("languages", _("Name at least one language in which you can work."))
    if not listing.languages <= set(WORKING_LANGUAGES):
        raise BadInput("languages", _("Choose languages from the list."))
    if listing.first is not None and listing.last is not None and listing.last < listing.first:
        raise BadInput("last", _("The last day comes before the first. Change one of them."))
    row = RosterListing(
        person_id=person_id, listed=listing.listed, languages=sorted(listing.languages), is_away=listing.is_away,
        first=listing.first, last=listing.last, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    happened = RosterListingChanged(
        subject=f"person:{person_id}", actor_id=person_id, at=now, listing_id=row.id, listed=row.listed
    )
    events.publish(session, happened)
    return row


@dataclass(frozen=True, kw_only=True)
class RosterDraft:
    """What a body typed: for what it searches, and the place as the form names it, with its countries."""

    purpose: str
    scheme_id: int | None = None
    topic: str = ""
    language: str = ""
    place: str = ""
    first: date | None = None
    last: date | None = None


def search_roster(
    session: Session, draft: RosterDraft, places: Mapping[str, frozenset[str]], *, viewer: Viewer, now: datetime
) -> RosterSearch:
    """Search, and keep what was asked, why, and who was shown; at most `MOST_SHOWN` are, in no order that tells much.

    `places`: the countries behind each place that the form offered.
    """
    purpose = " ".join(draft.purpose.split())
    if len(purpose) < LEAST_PURPOSE:
        raise BadInput("purpose", _("Say what you need somebody for. Holders whom you find can read it."))
    if (draft.first is None) != (draft.last is None):
        raise BadInput("last" if draft.last is None else "first", _("Type both days, or none."))
    if draft.first is not None and draft.last is not None and draft.last < draft.first:
        raise BadInput("last", _("The last day comes before the first. Change one of them."))
    if draft.scheme_id is None and not draft.topic:
        raise BadInput("topic", _("Choose a scheme or a topic. Nobody can see the whole roster."))
    if draft.place and draft.place not in places:
        raise BadInput("place", _("Choose a country or a region from the list."))
    count_search(session, person_id=viewer.id, now=now)
    question = RosterQuestion(
        draft.scheme_id, draft.topic, draft.language, places[draft.place] if draft.place else None, draft.first,
        draft.last,
    )  # fmt: skip
    found = [
        one
        for one in listed_holders(session, viewer, now)
        if fits(question, one.listing, [listed for listed, _held in one.certificates])
    ]
    row = RosterSearch(
        uuid=ids.new_uuid(), by_id=viewer.id, purpose=purpose, scheme_id=draft.scheme_id, topic=draft.topic,
        language=draft.language, place=draft.place, first=draft.first, last=draft.last, found=len(found), at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    found.sort(key=lambda one: ids.digest(f"{row.uuid}:{one.person_id}"))  # another order in each search
    shown = enumerate(found[:MOST_SHOWN], start=1)
    session.add_all([RosterShown(search_id=row.id, no=no, person_id=one.person_id) for no, one in shown])
    session.flush()
    happened = RosterSearched(
        subject=f"person:{viewer.id}", actor_id=viewer.id, at=now, search_id=row.id, purpose=purpose, found=row.found
    )
    events.publish(session, happened)
    return row


def write_to_holder(
    session: Session, search: RosterSearch, no: int, words: str, *, body: str, viewer: Viewer, now: datetime
) -> RosterLetter:
    """Write to somebody whom one's search has shown and who may still be found; once."""
    hit = next((one for one in hits_of(session, viewer, search, now) if one.row.no == no), None)
    if hit is None:
        raise NotFound
    if not words.strip():
        raise BadInput("words", _("Write what you ask of the holder, and how to reach you."))
    if hit.letter is not None:
        raise RuleBroken(_("You have written to this holder already. They answer if they want to."))
    letter = RosterLetter(shown_id=hit.row.id, words=words.strip(), at=now)
    try:
        with session.begin_nested():
            session.add(letter)
    except IntegrityError as fault:
        raise Conflict(_("You have written to this holder already. They answer if they want to.")) from fault
    params = {"body": body, "words": letter.words}
    send_messages(session, CONTACTED, [hit.row.person_id], params, by_id=viewer.id, now=now)
    happened = RosterContacted(subject=f"person:{hit.row.person_id}", actor_id=viewer.id, at=now, letter_id=letter.id)
    events.publish(session, happened)
    return letter

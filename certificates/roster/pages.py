"""The roster as pages show it: what a form offers, hits without names, and what a holder reads of searches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import format_date
from sqlalchemy.orm import Session

from certificates.candidates.labels import WORKING_LANGUAGES
from certificates.candidates.queries.found import versions_in_use
from certificates.recognised.labels import TOPICS, topics_said
from certificates.roster.forms import ANY_TIME, AWAY, DAYS, NO, YES, ListingForm, RosterSearchForm
from certificates.roster.models import RosterListing, RosterSearch
from certificates.roster.queries.listings import holds_in_force, own_listing
from certificates.roster.queries.searches import RosterHit, SearchingBody, times_shown, who_searched
from certificates.roster.rules import Listing
from certificates.schemes.rules.definition import words
from courses.api import FoundRegion, all_regions
from lms.access import Viewer
from lms.i18n import _, language
from lms.people.api import all_administrations, country_name
from lms.ports import NextStep
from lms.web.api import options, own_name

ORDER = 6  # after steps on the way to a certificate


@dataclass(frozen=True)
class RosterChoices:
    """What a search can ask for, by the names that the form uses."""

    schemes: dict[str, tuple[int, str]]  # slug → number and title
    places: dict[str, frozenset[str]]  # "country:KE", "region:UUID" → countries
    place_names: dict[str, str]


def roster_choices(session: Session, now: datetime) -> RosterChoices:
    """Schemes in use, and the regions of the programme with their countries; which there are is no secret here."""
    versions = versions_in_use(session, now)
    regions = all_regions(session)
    there = {one.country for one in all_administrations(session)}
    codes = sorted(there.union(*(one.countries for one in regions)), key=country_name)
    places = {_region(one): frozenset(one.countries) for one in regions}
    places |= {f"country:{code}": frozenset({code}) for code in codes}
    names = {_region(one): one.row.name for one in regions} | {f"country:{code}": country_name(code) for code in codes}
    schemes = {one.slug: (one.scheme_id, words(one.definition.title, language())) for one in versions}
    return RosterChoices(schemes, places, names)


def _region(one: FoundRegion) -> str:
    return f"region:{one.row.uuid}"


def search_form(choices: RosterChoices, **more: Any) -> RosterSearchForm:
    """The form with all that it offers."""
    form, anything = RosterSearchForm(**more), ("", _("any"))
    form.scheme.choices = options([anything, *((slug, title) for slug, (_id, title) in choices.schemes.items())])
    form.topic.choices = options([anything, *TOPICS.items()])
    form.language.choices = options([anything, *_languages()])
    form.place.choices = options([anything, *choices.place_names.items()])
    return form


def _languages() -> list[tuple[str, str]]:
    return [(code, own_name(code)) for code in WORKING_LANGUAGES]


@dataclass(frozen=True)
class ShownHolder:
    """Somebody whom a search showed, in words: what they are certified for, where they are from, and when they can."""

    no: int
    title: str
    certified: Sequence[str]
    country: str
    languages: str
    available: str
    wrote_on: datetime | None


def shown_holders(hits: Iterable[RosterHit]) -> list[ShownHolder]:
    """The hits in words; no name, no administration, no picture, no number of a certificate."""
    return [_shown(one) for one in hits]


def _shown(hit: RosterHit) -> ShownHolder:
    listing, every = hit.holder.listing, hit.holder.certificates
    certified = [
        f"{held.achievement.title}: {topics_said(sorted(listed.topics))}" if listed.topics else held.achievement.title
        for listed, held in every
    ]
    country = every[0][0].country
    return ShownHolder(
        no=hit.row.no,
        title=_("Holder %(number)s", number=hit.row.no),
        certified=certified,
        country=country_name(country) if country else _("not said"),
        languages=", ".join(own_name(code) for code in sorted(listing.languages)),
        available=available_said(listing.first, listing.last),
        wrote_on=hit.letter.at if hit.letter else None,
    )


def available_said(first: date | None, last: date | None) -> str:
    """When somebody is there, in words."""
    if first is None and last is None:
        return _("at any time")
    if last is None:
        return _("from %(first)s", first=format_date(first, "long"))
    if first is None:
        return _("until %(last)s", last=format_date(last, "long"))
    return _("%(first)s to %(last)s", first=format_date(first, "long"), last=format_date(last, "long"))


def asked_said(search: RosterSearch, choices: RosterChoices) -> list[tuple[str, str]]:
    """What a search asked for, as pairs."""
    titles = dict(choices.schemes.values())
    found = []
    if search.scheme_id is not None:
        found.append((_("Scheme"), titles.get(search.scheme_id, "")))
    if search.topic:
        found.append((_("Topic"), topics_said([search.topic])))
    if search.language:
        found.append((_("Language"), own_name(search.language)))
    if search.place:
        found.append((_("Country or region"), choices.place_names.get(search.place, "")))
    if search.first is not None:
        found.append((_("Needed"), available_said(search.first, search.last)))
    return found


@dataclass(frozen=True)
class OwnListing:
    """What a holder reads of their own listing."""

    row: RosterListing | None
    holds: bool  # a certificate of a scheme in force: without one nobody is found
    shown: int
    searched: Sequence[SearchingBody]


def own_listing_page(session: Session, viewer: Viewer, now: datetime) -> OwnListing:
    """The listing of the viewer, how often they were shown, by whom and for what."""
    return OwnListing(
        own_listing(session, viewer.id),
        holds_in_force(session, viewer, now),
        times_shown(session, viewer.id),
        who_searched(session, viewer.id),
    )


def listing_form(row: RosterListing | None, **more: Any) -> ListingForm:
    """The form as somebody answered it last; nothing is chosen for them before."""
    if row is None:
        return ListingForm(_languages(), **more)
    when = AWAY if row.is_away else DAYS if row.first or row.last else ANY_TIME
    said = {
        "listed": YES if row.listed else NO, "languages": row.languages, "when": when, "first": row.first,
        "last": row.last,
    }  # fmt: skip
    return ListingForm(_languages(), data=said, **more)


def listing_typed(form: ListingForm) -> Listing:
    """What the form says; days count where days were chosen."""
    days = (form.first.data, form.last.data) if form.when.data == DAYS else (None, None)
    return Listing(form.listed.data == YES, frozenset(form.languages.data or ()), form.when.data == AWAY, *days)


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Whoever holds a certificate of a scheme, and never said it, is asked once whether they want to be found."""
    if not holds_in_force(session, person, now):
        return []
    text = _("Authorised bodies look for holders like you. Nobody finds you before you agree.")
    return [NextStep(_("May you be found?"), text, _("Say yes or no"), url_for("roster.listing"), ORDER)]

"""Time zones (IANA): which there are, which a country has, by whose clock somebody reads, what they are called."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.dates import get_timezone_location
from flask import has_request_context, request
from flask_babel import get_locale

from lms.access import viewer_or_none
from lms.errors import BadInput
from lms.i18n import _
from lms.text.folding import Accents, fold

UTC = "UTC"
COOKIE = "time-zone"  # what the browser says of its device; a script sets it, and everything works without
NAME_LENGTH = 64
_NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})
_SAME_AS_UTC = frozenset({"UTC", "UCT", "Zulu", "Universal", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal"})


@cache
def country_zones() -> Mapping[str, tuple[str, ...]]:
    """The zones of each country by its two letters, the most important first."""
    found: dict[str, tuple[str, ...]] = {}
    for line in files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _place, name = line.split("\t")[:3]
            found[country] = (*found.get(country, ()), name)
    return found


@cache
def zone_names() -> tuple[str, ...]:
    """The zones that forms offer: those of countries, by name, and UTC."""
    return (*sorted({name for names in country_zones().values() for name in names}), UTC)


@cache
def _every_zone() -> frozenset[str]:
    return frozenset(available_timezones()) - _NO_ZONES


def is_zone(name: str | None) -> bool:
    """Whether this names a zone, if need be by an older name."""
    return name in _every_zone()


def is_utc(name: str) -> bool:
    """Whether the clocks of this zone are those of UTC by its very name."""
    return name in _SAME_AS_UTC


def offered_first(country: str | None) -> tuple[str, ...]:
    """The zones as a form offers them: those of the country, then all others."""
    own = country_zones().get(country or "", ())
    return (*own, *(name for name in zone_names() if name not in own))


def zone_for(
    *, account: str | None = None, unit: str | None = None, device: str | None = None, country: str | None = None
) -> str:
    """By whose clock a person reads: as their account says, else their unit, their device, their country, else UTC.

    A country says it only where it has a single zone.
    """
    own = country_zones().get(country or "", ())
    wishes = (account, unit, device, own[0] if len(own) == 1 else None)
    return next((wish for wish in wishes if wish is not None and is_zone(wish)), UTC)


def zone_of_reader() -> str:
    """The zone of whoever reads the page of this request; UTC outside a request."""
    if not has_request_context():
        return UTC
    person = viewer_or_none()
    device = request.cookies.get(COOKIE)
    if person is None:
        return zone_for(device=device)
    return zone_for(account=person.time_zone, device=device, country=person.country)


def place_of(name: str) -> str:
    """The place after which a zone is called, in the language of the page, such as “Bangkok”."""
    return _place_of(name, str(get_locale() or "en"))


@cache
def _place_of(name: str, locale: str) -> str:
    said = get_timezone_location(ZoneInfo(name), locale=Locale.parse(locale), return_city=True)
    return said.rpartition("/")[2].replace("_", " ")


def zone_options(country: str | None) -> Iterable[tuple[str, str]]:
    """The names that a form offers, each with its place and country in the language of the page."""
    territories = (get_locale() or Locale("en")).territories
    homes = {name: code for code, names in country_zones().items() for name in names}
    for name in offered_first(country):
        home = territories.get(homes.get(name, ""))
        yield name, f"{place_of(name)}, {home}" if home else place_of(name)


def zone_typed(field: str, typed: str) -> str | None:
    """The zone that somebody typed, by its name or its place in this language or English; nothing typed is none."""
    wish = _plain(typed)
    if not wish:
        return None
    named = [name for name in _every_zone() if _plain(name) == wish]
    found = named or [name for name in zone_names() if wish in {_plain(place_of(name)), _plain(_place_of(name, "en"))}]
    if len(found) == 1:
        return found[0]
    if found:
        words = _("Several time zones have this name: %(names)s. Type one of them.", names=", ".join(found))
        raise BadInput(field, words)
    raise BadInput(
        field,
        _("There is no time zone with this name. Type a large city with the same time as yours, such as Bangkok."),
    )


def _plain(text: str) -> str:
    return fold(" ".join(text.replace("_", " ").split()), accents=Accents.LATIN)

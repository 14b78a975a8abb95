"""Who asks: nobody, two officers, every role with power where it can be held, and people whose right has ended.

A new role with power is one line in `POWERS`; it is then held everywhere, inside and outside of the target's place.
Where a role cannot be held stands in `NOT_HELD`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.permissions import SchemeRole
from courses.permissions import CourseRole
from lms.access import Grant, Role
from lms.people.api import ADMINISTRATION, COUNTRY
from lms.people.models import Administration, Person
from lms.people.queries.people import roles_held
from tests.builders import people

NOBODY, OWNER, OTHER, FORMER, CLOSED = "nobody", "owner", "other officer", "former", "closed"
EVERYWHERE, HOME, COUNTRY_OF_HOME, NEIGHBOUR, ABROAD = "everywhere", "home", "country", "neighbour", "abroad"
REACHES = (EVERYWHERE, HOME, COUNTRY_OF_HOME, NEIGHBOUR, ABROAD)
COVERING = (EVERYWHERE, HOME, COUNTRY_OF_HOME)  # the reaches in which the things of the owner lie
TRAINER, ASSESSOR, MANAGER, ADMINISTRATOR = "trainer", "assessor", "manager", "administrator"
COORDINATOR, QUALITY, SCHEME_OWNER = "coordinator", "quality officer", "scheme-owner"
SCREENER, REGISTRAR, DECIDER = "screener", "registrar", "decider"
SPECIALIST = "specialist"
POWERS: Mapping[str, str] = {
    TRAINER: Role.TRAINER,
    ASSESSOR: Role.ASSESSOR,
    MANAGER: Role.PROGRAMME_MANAGER,
    ADMINISTRATOR: Role.ADMINISTRATOR,
    COORDINATOR: Role.COORDINATOR,
    QUALITY: SchemeRole.QUALITY_OFFICER,
    SCHEME_OWNER: SchemeRole.SCHEME_OWNER,
    SCREENER: SchemeRole.SCHEME_OFFICER,
    REGISTRAR: SchemeRole.REGISTRAR,
    DECIDER: SchemeRole.DECIDER,
    SPECIALIST: CourseRole.LAW_SPECIALIST,
}
EVERYWHERE_ALONE = frozenset(
    {QUALITY, SCHEME_OWNER, SCREENER, REGISTRAR, DECIDER, SPECIALIST}
)  # reach nobody by a place
NOT_HELD = frozenset(
    {(COORDINATOR, EVERYWHERE)} | {(power, reach) for power in EVERYWHERE_ALONE for reach in REACHES[1:]}
)


def held(power: str, *reaches: str) -> frozenset[str]:
    """The people who hold this role in these reaches; in every reach where none is named."""
    return frozenset(f"{power} {reach}" for reach in reaches or REACHES if (power, reach) not in NOT_HELD)


LEADER, OTHER_LEADER = "trainer of the cohort", "trainer of another"  # by their cohorts alone
LEADERS = frozenset({LEADER, OTHER_LEADER})
PLANNER, LEAD, EXPERT = "mission planner", "mission lead", "supervising expert"  # of the mission at home
TRAVELLERS = frozenset({PLANNER, LEAD, EXPERT})
RUNNER = "workshop coordinator"  # for the country of home
MODERATOR, CLERK = "moderator of workshops", "runner of workshops"  # by two workshops alone
PRACTICAL = TRAVELLERS | {RUNNER, MODERATOR, CLERK}
WITH_POWER = frozenset().union(*(held(power) for power in POWERS)) | LEADERS | PRACTICAL
# Whoever holds any role takes courses, sits exams and holds certificates.
WITH_ROLE = WITH_POWER | {OWNER, OTHER}
SIGNED_IN = WITH_ROLE | {FORMER}  # an account without a role has its own page
PERSONS = (NOBODY, OWNER, OTHER, FORMER, CLOSED, *sorted(WITH_POWER))
ALL = frozenset(PERSONS)

# The words that stand in whatever belongs to somebody, and in nothing else.
OWNERS, COLLEAGUES, NEIGHBOURS, STRANGERS = "Quillon", "Colvane", "Brackwater", "Thornbury"
HOMES, NEAR, FAR = "Homeport", "Nearport", "Farport"  # of administrations, their units and contacts
WORDS = frozenset({OWNERS, COLLEAGUES, NEIGHBOURS, STRANGERS, HOMES, NEAR, FAR})
_IN_HOME, _IN_NEAR, _IN_FAR = {OWNERS, COLLEAGUES, HOMES}, {NEIGHBOURS, NEAR}, {STRANGERS, FAR}
_REACHED: Mapping[str, set[str]] = {
    EVERYWHERE: set(WORDS),
    HOME: _IN_HOME,
    COUNTRY_OF_HOME: _IN_HOME | _IN_NEAR,
    NEIGHBOUR: _IN_NEAR,
    ABROAD: _IN_FAR,
}

_OF_SCOPE = {HOME: frozenset({HOMES}), NEIGHBOUR: frozenset({NEAR})}  # one's account names where one's role holds


def readable(who: str) -> frozenset[str]:
    """The words that a person may read anywhere: of their own things, and of the people whom they manage."""
    if who == OWNER:
        return frozenset({OWNERS, HOMES})
    if who == OTHER:
        return frozenset({STRANGERS, FAR})
    if who in LEADERS:  # who is in the cohort, where they work, and what it is called
        return frozenset({OWNERS, HOMES} if who == LEADER else {STRANGERS, FAR})
    if who in TRAVELLERS:  # the mission at home and its candidate; who plans for the country chooses among its hosts
        return frozenset({OWNERS, HOMES, NEAR} if who == PLANNER else {OWNERS, HOMES})
    if who == RUNNER:  # the workshops at home, with their candidates and where those work
        return frozenset({OWNERS, HOMES})
    if who in held(DECIDER):  # the candidates of the panels in which they sit
        return frozenset({OWNERS, HOMES})
    power, _space, reach = who.partition(" ")
    if power == TRAINER:  # the administrations for whose officers they may open a cohort
        return frozenset(_REACHED[reach] & {HOMES, NEAR, FAR})
    if power in (SCREENER, REGISTRAR):  # the candidates, and where they work
        return frozenset({OWNERS, HOMES, STRANGERS, FAR})
    if power in (MANAGER, ADMINISTRATOR, COORDINATOR):
        return frozenset(_REACHED[reach])
    return _OF_SCOPE.get(reach, frozenset()) if who in WITH_POWER else frozenset()


def reached(who: str) -> frozenset[str]:
    """The words of those whom a role with power reaches."""
    if who in (MODERATOR, CLERK):  # the owner is a candidate of theirs
        return frozenset({OWNERS, HOMES})
    if who in LEADERS | PRACTICAL:
        return readable(who)
    return frozenset(_REACHED[who.partition(" ")[2]]) if who in WITH_POWER else frozenset()


def grant_of(power: str, reach: str, home: Administration, near: Administration) -> Grant:
    """The role as it is held in a reach."""
    scope = {
        EVERYWHERE: (None, None),
        HOME: (ADMINISTRATION, str(home.id)),
        COUNTRY_OF_HOME: (COUNTRY, home.country),
        NEIGHBOUR: (ADMINISTRATION, str(near.id)),
        ABROAD: (COUNTRY, "KE"),
    }[reach]
    return Grant(POWERS[power], *scope)


def build_powers(session: Session, home: Administration, near: Administration, now: datetime) -> dict[str, Person]:
    """Everybody but the officers; who they are stands in no word of anybody's things."""
    made = {}
    for power in POWERS:
        for reach in (one for one in REACHES if (power, one) not in NOT_HELD):
            row = people.person(session, f"Zoe {power} {reach}")
            people.give_anywhere(session, row, grant_of(power, reach, home, near))
            made[f"{power} {reach}"] = row
    made[FORMER] = people.person(session, "Zoe former", Role.OFFICER, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
    for row in roles_held(session, made[FORMER].id):
        row.ended_at = now
    made[CLOSED] = people.person(session, "Zoe closed", Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR, closed_at=now)
    session.flush()
    return made

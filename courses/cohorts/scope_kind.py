"""Cohorts as scopes of roles: whoever holds a role for a cohort reaches the officers in it."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, String, cast, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.rules.states import REACHED
from lms.i18n import lazy
from lms.people.api import ADMINISTRATION, COUNTRY
from lms.scopes import ScopeOption, Scopes, numbers

COHORT = "cohort"


@cache  # put together once: thousands of runs may end in one step, and each asks who waited for that
def newest_state() -> ScalarSelect[int]:
    """As SQL: the number of the newest state of the participant that a query speaks of; that one counts."""
    state = aliased(ParticipantState)
    newest = select(func.max(state.id)).where(state.participant_id == Participant.id)
    return newest.correlate(Participant).scalar_subquery()


def reached() -> Select[Participant]:
    """The participants whom a role for their cohort reaches: who is in it now, and who was when it ended."""
    joined = select(Participant).join(ParticipantState, ParticipantState.id == newest_state())
    return joined.where(ParticipantState.status.in_(sorted(REACHED)))


def covers(scopes: Scopes, cohort: Cohort) -> bool:
    """Whether a permission with these scopes holds for a cohort: named itself, its administration, or its country."""
    return (
        scopes.cover(COHORT, cohort.id)
        or scopes.cover(ADMINISTRATION, cohort.administration_id)
        or scopes.cover(COUNTRY, cohort.country)
    )


def within(scopes: Scopes) -> ColumnElement[bool]:
    """The same rule as a filter on `Cohort`."""
    if scopes.everywhere:
        return true()
    return or_(
        Cohort.id.in_(numbers(scopes.ids(COHORT))),
        Cohort.administration_id.in_(numbers(scopes.ids(ADMINISTRATION))),
        Cohort.country.in_(sorted(scopes.ids(COUNTRY))),
    )


class CohortScope:
    """A cohort and the officers in it; who was withdrawn, moved or substituted is no longer among them."""

    name = COHORT
    title: Any = lazy("Cohort")
    missing: Any = lazy("This cohort does not exist.")

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        """The titles of these cohorts."""
        query = select(Cohort.id, Cohort.title).where(Cohort.id.in_(numbers(ids)))
        return {str(number): title for number, title in session.execute(query)}

    def people(self, ids: Collection[str]) -> Select[int]:
        """Whoever is in one of them."""
        return reached().with_only_columns(Participant.person_id).where(Participant.cohort_id.in_(numbers(ids)))

    def around(self, person_id: int) -> Select[str]:
        """The cohorts in which this person is."""
        found = reached().with_only_columns(cast(Participant.cohort_id, String))
        return found.where(Participant.person_id == person_id)

    def inside(self, session: Session, scopes: Scopes, ids: Collection[str] | None = None) -> list[ScopeOption]:
        """Cohorts named themselves, and those of the administrations and countries that are named, by title."""
        query = select(Cohort.id, Cohort.uuid, Cohort.title).where(within(scopes))
        if ids is not None:
            query = query.where(Cohort.id.in_(numbers(ids)))
        rows = session.execute(query.order_by(func.lower(Cohort.title), Cohort.id))
        return [ScopeOption(str(number), uuid, title) for number, uuid, title in rows]

"""Searches of a body, whom they showed, and what holders read of both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.roster.models import RosterLetter, RosterSearch, RosterShown
from certificates.roster.queries.listings import ListedHolder, listed_holders
from lms.access import Viewer
from lms.errors import NotFound
from lms.people.api import people_info

MOST = 100  # searches of a body on its page, and showings on that of a holder


@dataclass(frozen=True)
class RosterHit:
    """Somebody whom a search showed and who may still be found: a number, and no name."""

    row: RosterShown
    holder: ListedHolder
    letter: RosterLetter | None


@dataclass(frozen=True)
class SearchingBody:
    """Who searched, by their body, else by the name of their account; when, and for what."""

    body: str
    search: RosterSearch
    written: bool  # they wrote to the holder as well


def own_searches(session: Session, viewer: Viewer) -> list[RosterSearch]:
    """The searches of the viewer, newest first."""
    query = select(RosterSearch).where(RosterSearch.by_id == viewer.id).order_by(RosterSearch.id.desc())
    return list(session.scalars(query.limit(MOST)))


def own_search(session: Session, viewer: Viewer, uuid: str) -> RosterSearch:
    """One search of the viewer; NotFound for those of others."""
    query = select(RosterSearch).where(RosterSearch.uuid == uuid, RosterSearch.by_id == viewer.id)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def hits_of(session: Session, viewer: Viewer, search: RosterSearch, now: datetime) -> list[RosterHit]:
    """Whom a search showed, as far as they may still be found at this moment: who took consent back is gone."""
    rows = session.execute(
        select(RosterShown, RosterLetter)
        .outerjoin(RosterLetter, RosterLetter.shown_id == RosterShown.id)
        .where(RosterShown.search_id == search.id)
        .order_by(RosterShown.no)
    ).all()
    holders = {
        one.person_id: one for one in listed_holders(session, viewer, now, [shown.person_id for shown, _l in rows])
    }
    return [RosterHit(shown, holders[shown.person_id], letter) for shown, letter in rows if shown.person_id in holders]


def searches_since(session: Session, person_id: int, moment: datetime) -> int:
    """How many searches somebody made since a moment."""
    query = select(func.count()).select_from(RosterSearch)
    return session.scalar(query.where(RosterSearch.by_id == person_id, RosterSearch.at > moment)) or 0


def times_shown(session: Session, person_id: int) -> int:
    """How often somebody was shown, ever."""
    return session.scalars(select(func.count()).where(RosterShown.person_id == person_id)).one()


def who_searched(session: Session, person_id: int) -> Sequence[SearchingBody]:
    """By whom a holder was shown, the newest first; two queries."""
    rows = session.execute(
        select(RosterSearch, RosterLetter.id)
        .join(RosterShown, RosterShown.search_id == RosterSearch.id)
        .outerjoin(RosterLetter, RosterLetter.shown_id == RosterShown.id)
        .where(RosterShown.person_id == person_id)
        .order_by(RosterSearch.id.desc())
        .limit(MOST)
    ).all()
    bodies = people_info(session, {search.by_id for search, _letter in rows})
    return [
        SearchingBody(bodies[one.by_id].administration or bodies[one.by_id].name, one, letter is not None)
        for one, letter in rows
    ]

"""What is drawn at random for a credential: its number, and its place in a status list.

Both are drawn under a lock of their own, until the commit, so that none is given out twice; it holds up other issuing
and nothing else.
"""

import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.credentials.issuing.numbers import NUMBERS, number_for
from certificates.credentials.models import Credential, CredentialVersion, KeptPlace, StatusList
from certificates.credentials.signing.status_list import ENTRIES
from lms.db import lock

ISSUING = "issuing"  # the lock of whoever gives out numbers and places
FULL = ENTRIES // 2  # beyond it a free place is found too seldom, and the crowd of the next list is large enough

Draw = Callable[[int], int]  # a number from 0 to below its argument


def new_number(session: Session, draw: Draw = secrets.randbelow) -> str:
    """A certificate number that nobody has."""
    lock(session, ISSUING)
    while True:
        number = number_for(draw(NUMBERS))
        if session.scalars(select(Credential.id).where(Credential.number == number)).first() is None:
            return number


def take_place(session: Session, *, now: datetime, draw: Draw = secrets.randbelow) -> tuple[StatusList, int]:
    """A free place in the list that is being filled; a list that is half full is followed by a new one."""
    lock(session, ISSUING)
    row = session.scalars(
        select(StatusList).where(StatusList.entries < FULL).order_by(StatusList.id.desc()).limit(1).with_for_update()
    ).first()
    if row is None:
        row = _new_list(session, now)
    while True:
        index = draw(ENTRIES)
        given = select(CredentialVersion.status_index).where(
            CredentialVersion.status_list_id == row.id, CredentialVersion.status_index == index
        )
        taken = given.union(
            select(KeptPlace.status_index).where(KeptPlace.status_list_id == row.id, KeptPlace.status_index == index)
        )
        if session.scalars(taken).first() is None:
            break
    row.entries += 1
    session.flush()
    return row, index


def _new_list(session: Session, now: datetime) -> StatusList:
    count = session.scalars(select(func.count()).select_from(StatusList)).one()
    row = StatusList(name=str(count + 1), made_at=now, entries=0, revision=1)
    session.add(row)
    session.flush()
    return row

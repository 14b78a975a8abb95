"""Putting a version of a scheme in use: by a second person, once."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from certificates.schemes.events import SchemePutInUse
from certificates.schemes.labels import barrier_said
from certificates.schemes.models import SchemeVersion
from certificates.schemes.queries.second_person import barrier_of
from certificates.schemes.queries.versions import FoundScheme
from certificates.schemes.rules.second_person import UseBarrier
from lms import events
from lms.errors import Conflict, RuleBroken


def put_in_use(session: Session, found: FoundScheme, version: SchemeVersion, *, actor_id: int, now: datetime) -> None:
    """Who applies from now on is on this version; candidates who applied before stay on theirs.

    Raises RuleBroken where this person may not, Conflict where somebody else was faster.
    """
    barred = barrier_of(session, found, version, actor_id)
    if barred is not None:
        raise RuleBroken(barrier_said(barred))
    done = session.execute(
        update(SchemeVersion)
        .where(SchemeVersion.id == version.id, SchemeVersion.approved_at.is_(None))
        .values(approved_by_id=actor_id, approved_at=now, used_from=now)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]  # an update has it
        raise Conflict(barrier_said(UseBarrier.IN_USE))
    events.publish(
        session,
        SchemePutInUse(
            subject=f"scheme:{found.row.id}", actor_id=actor_id, at=now, version_id=version.id, no=version.no
        ),
    )

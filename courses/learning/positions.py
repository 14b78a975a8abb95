"""Write-behind for reading positions: where people stopped is gathered while they read, and written in batches.

A page is shown without a write. The process that showed it knows the place at once, every other one half a second
later; a crash may lose that half second. What somebody says that they have read never takes this way.
"""

from collections.abc import Mapping

from sqlalchemy import Integer, String, bindparam, select
from sqlalchemy.orm import Session

from courses.learning.models import Enrolment, ReadingPosition
from courses.learning.rules.progress import Position, later
from lms.db import UtcMoment, database
from lms.inserts import upsert
from lms.write_behind import WriteBehind

NAME = "reading-positions"
# Only runs that are there and open: neither one that ended nor one that was removed meanwhile holds up the others.
ROWS = select(
    Enrolment.id.label("enrolment_id"),
    bindparam("lesson", type_=String).label("lesson"),
    bindparam("at", type_=UtcMoment).label("at"),
).where(Enrolment.id == bindparam("run_id", type_=Integer), Enrolment.ended_at.is_(None))


def record_positions(session: Session, positions: Mapping[int, Position]) -> None:
    """Keep where people stopped, by run; of two places the later one stays, whichever is written first."""
    statement = upsert(session, ReadingPosition, ROWS, "enrolment_id", "at")
    session.flush()
    session.execute(
        statement,
        [
            {"run_id": run_id, "lesson": one.lesson, "at": one.at}
            for run_id, one in sorted(positions.items())  # in one order, so that no two processes wait for each other
        ],
    )


def buffer() -> WriteBehind[int, Position]:
    """The places of this process that are not written yet, by run."""
    return database().write_behind(NAME, record_positions, later)


def note_position(run_id: int, position: Position) -> None:
    """Have the place kept soon, without waiting for it."""
    buffer().put(run_id, position)


def position_of(
    run_id: int, stored: Position | None, known: WriteBehind[int, Position] | None = None
) -> Position | None:
    """Where the person of this run is now, as far as this process knows: what it gathered may be newer.

    Whoever asks of thousands hands in the `buffer`, so that it is not looked for each time.
    """
    gathered = (buffer() if known is None else known).get(run_id)
    if gathered is None or stored is None:
        return gathered or stored
    return later(stored, gathered)

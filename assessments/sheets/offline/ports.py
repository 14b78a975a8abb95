"""What the kept day asks of others: when and where somebody performs, and what there is to read with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.manifest import Port


@dataclass(frozen=True)
class DayPlace:
    """When and where a performance is planned."""

    begins_at: datetime
    room: str


class DayPlaces(Protocol):
    """Tells where performances stand in the rotation that is in use."""

    def places(self, session: Session, performances: Collection[int]) -> Mapping[int, DayPlace]:
        """The place of each of these that has one; one query for all."""
        ...


@dataclass(frozen=True)
class DayFile:
    """A photograph or dossier that an assessor may read with a performance."""

    title: str
    media_type: str
    url: str  # which this viewer may fetch
    size: int  # bytes; 0: known once it is made, and the address answers 413 where it is too large to be kept


class DayFiles(Protocol):
    """Tells what an assessor may read with the performances that they rate."""

    def files(self, session: Session, viewer: Viewer, performances: Collection[int]) -> Mapping[int, Sequence[DayFile]]:
        """The files of each of these performances, none that this viewer may not see; some queries for all."""
        ...


DAY_PLACES: Port[DayPlaces] = Port("places of the day")
DAY_FILES: Port[DayFiles] = Port("files of the day")

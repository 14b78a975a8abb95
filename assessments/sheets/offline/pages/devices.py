"""The devices of a workshop for its moderator: who holds sealed sheets that did not come, and was last heard when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessments.sheets.offline.queries.devices import assessors_moderated, devices_of
from lms.access import Viewer
from lms.i18n import lazy as _l
from lms.offline.rules import CLOCK_SLACK
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind

COLUMNS = (
    OutputColumn("assessor", _l("Assessor")),
    OutputColumn("device", _l("Device")),
    OutputColumn("unsent", _l("Not sent"), OutputKind.WHOLE),
    OutputColumn("heard_at", _l("Last contact"), OutputKind.MOMENT),
    OutputColumn("kept_at", _l("Day saved"), OutputKind.MOMENT),
    OutputColumn("clock_wrong", _l("Clock wrong"), OutputKind.YES_NO),
)


@dataclass(frozen=True)
class DeviceLine:
    """A device and how it stood when it was last heard."""

    assessor: str
    device: str
    unsent: int
    heard_at: datetime
    kept_at: datetime | None
    clock_wrong: bool  # a remark: nothing counts by it


def devices_page(session: Session, viewer: Viewer) -> list[DeviceLine]:
    """The devices of those who assess where the viewer moderates; what holds something comes first. Two queries."""
    found = devices_of(session, assessors_moderated(viewer))
    names = people_named(session, {one.person_id for one in found})
    return [
        DeviceLine(
            names.get(one.person_id, ""),
            one.device,
            one.unsent,
            one.heard_at,
            one.kept_at,
            abs(timedelta(milliseconds=one.offset_ms or 0)) > CLOCK_SLACK,
        )
        for one in found
    ]


def device_rows(lines: Sequence[DeviceLine]) -> Iterator[tuple[object, ...]]:
    """The same as rows of a file."""
    for one in lines:
        yield one.assessor, one.device, one.unsent, one.heard_at, one.kept_at, one.clock_wrong

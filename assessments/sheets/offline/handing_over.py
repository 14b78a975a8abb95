"""A file of sealed sheets that a tablet handed over: read with care, each sheet taken in a transaction of its own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from assessments.sheets.offline.services.arriving import Brought, Came, take_sealed
from assessments.sheets.rules.states import Way
from assessments.sheets.sealing.key_ring import KeyRing
from assessments.sheets.sealing.services import KeyAway
from assessments.sheets.services.arriving import Arrival
from lms.access import Viewer
from lms.db import transaction
from lms.errors import BadInput, NotFound, RuleBroken
from lms.i18n import _

FORMAT, VERSION = "spoor-sealed-sheets", 1
LARGEST = 2 * 1024 * 1024  # bytes of a file
MOST = 500  # sheets in it
FIELD = "file"


@dataclass(frozen=True)
class FileLine:
    """What became of one sheet of a file."""

    no: int  # its place in the file, from 1
    arrival: Arrival | None  # none: refused
    called: str  # code and exercise, where it could be opened
    message: str


def read_file(data: bytes) -> list[str]:
    """The sealed sheets of a file, in its order; a file that is none is refused with what is wrong."""
    if len(data) > LARGEST:
        raise BadInput(FIELD, _("This file is too large: it may have at most 2 MB."))
    found = _parsed(data)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BadInput(FIELD, _("This is not a file of sealed sheets. Use the file that “Hand over as a file” made."))
    if found.get("version") != VERSION:
        raise BadInput(
            FIELD, _("This file was made by another version of the program. Ask the administrator to update this site.")
        )
    entries = found.get("entries")
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST:
        raise BadInput(FIELD, _("The file has no sheets, or more than %(most)s.", most=MOST))
    return [one["body"] if isinstance(one, dict) and isinstance(one.get("body"), str) else "" for one in entries]


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def take_file(viewer: Viewer, ring: KeyRing, sheets: Sequence[str], *, now: datetime) -> list[FileLine]:
    """Take every sheet of a file that belongs to a workshop which this viewer runs; one line for each."""
    brought = Brought(by_id=viewer.id, way=Way.FILE, now=now, runs=viewer)
    return [_line(no, sealed, ring, brought) for no, sealed in enumerate(sheets, 1)]


def _line(no: int, sealed: str, ring: KeyRing, brought: Brought) -> FileLine:
    try:
        came = _taken(sealed, ring, brought)
    except KeyAway:
        words = _("The key that opens this sheet is not on the server now. Tell the administrator, then try again.")
        return FileLine(no, None, "", words)
    except NotFound:
        return FileLine(no, None, "", _("This sheet belongs to no workshop that you run."))
    except BadInput:  # what is wrong inside is for its assessor alone: it would tell of a rating
        words = _("This sheet is not complete, or does not fit its rubric. Its assessor has to seal it again.")
        return FileLine(no, None, "", words)
    except RuleBroken as fault:
        return FileLine(no, None, "", fault.message)
    return FileLine(no, came.arrival, came.called, came.message)


def _taken(sealed: str, ring: KeyRing, brought: Brought) -> Came:
    try:
        with transaction() as session:
            return take_sealed(session, ring, sealed, brought)
    except IntegrityError:  # it came by the line at the same moment: now it is known
        with transaction() as session:
            return take_sealed(session, ring, sealed, brought)

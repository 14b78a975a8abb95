"""What pages of own sheets do with what was sent, whichever sheets these are: save, seal, open again."""

from collections.abc import Callable

from assessments.sheets.forms import TypedSheet, key_for
from assessments.sheets.queries.sheets import RatedSheet
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.services.marking import Bringing, fill_sheet, reopen, seal
from lms import clock
from lms.access import Viewer, viewer
from lms.db import Session, transaction

Finder = Callable[[Session, Viewer, str], RatedSheet]  # an own sheet; any other is not there


def save_sheet(find: Finder, uuid: str, sent: TypedSheet, key: str) -> None:
    """Write what differs, all of it or nothing."""
    given = sent.given
    content = SheetContent(given.ratings, given.comments, given.grade, given.flagged)
    with transaction() as session:
        own, by = find(session, viewer(), uuid), Bringing(viewer().id)
        fill_sheet(session, own.row, content, keys=lambda what: key_for(key, what), by=by, now=clock.now())


def seal_sheet(find: Finder, uuid: str, key: str) -> None:
    """Seal it as it stands."""
    with transaction() as session:
        own, by = find(session, viewer(), uuid), Bringing(viewer().id)
        seal(session, own.row, key=key_for(key, "seal"), by=by, now=clock.now())


def reopen_sheet(find: Finder, uuid: str, reason: str, key: str) -> None:
    """Open it again, with a reason."""
    with transaction() as session:
        own, by = find(session, viewer(), uuid), Bringing(viewer().id)
        reopen(session, own.row, reason, key=key_for(key, "reopen"), by=by, now=clock.now())

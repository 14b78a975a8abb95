"""The one address to which the outbox of a device sends, and the one that renews its form token."""

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from lms import clock
from lms.access import Permission, needs, viewer
from lms.errors import Conflict
from lms.i18n import _
from lms.offline.payloads import LARGEST, UnreadableEntry, read_sync
from lms.offline.receiving import take_entries
from lms.offline.rules import ReceiptState, clock_gap
from lms.offline.services import EntryReceipt

bp = Blueprint("offline", __name__)


@bp.get("/offline/token")
@needs(Permission.ACCOUNT_OWN)
def token() -> ResponseReturnValue:
    """Who is signed in, and a token for their forms: a page that was kept holds an old one."""
    return jsonify({"person": viewer().uuid, "token": generate_csrf()})


@bp.post("/offline/sync")
@needs(Permission.ACCOUNT_OWN)
def sync() -> ResponseReturnValue:
    """Take the entries of a device, of any kind, each once; a receipt for each, in the order in which they came."""
    if (request.content_length or 0) > LARGEST:
        abort(413)
    sent = read_sync(request.get_data())
    person, now = viewer(), clock.now()
    if sent.person != person.uuid:
        raise Conflict(_("Somebody else is signed in now. The saved data waits for its owner."))
    told = take_entries(person, sent.readable, now=now)
    results = [unread(one) if isinstance(one, UnreadableEntry) else told[one.id] for one in sent.entries]
    wrong = clock_gap(sent.sent_at, now) if sent.sent_at else None
    remark = {"remark": _("The clock of this phone is wrong. The time of the server counts.")} if wrong else {}
    return jsonify({"results": [one.as_json() for one in results], **remark})


def unread(entry: UnreadableEntry) -> EntryReceipt:
    """The receipt of what is no entry."""
    return EntryReceipt(entry.id, ReceiptState.REFUSED, {"message": entry.message, "field": entry.field})

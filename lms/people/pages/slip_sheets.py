"""What a file of slips holds: who each is for, and the words on it."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import format_datetime

from lms.i18n import _, language
from lms.people.ports import PrintedSlip, SlipSheet
from lms.people.services.many_slips import DrawnSlip
from lms.text.codes import shown_code


def sheet_of(drawn: Sequence[DrawnSlip], site_url: str, now: datetime) -> SlipSheet:
    """What the file holds, in the language of the page."""
    address = f"{site_url}/code"  # where a code is typed
    slips = [
        PrintedSlip(
            name=one.person.name,
            place=", ".join(filter(None, (one.person.unit, one.person.administration))),
            username=one.person.username,
            code=shown_code(one.code),
            until=f"{format_datetime(one.expires_at, 'd MMMM y', rebase=False)}",
        )
        for one in drawn
    ]
    words = {
        "way_in": _("Your sign-in"),
        "open": _("Open this address, or scan the picture:"),
        "type": _("Type your user name and the code."),
        "choose": _("Choose a password. Only you know it."),
        "username": _("User name"),
        "code": _("One-time code"),
        "until": _("Works until"),
        "once": _("The code works once. Keep this slip to yourself until you have used it. Then destroy it."),
        "picture": _("Code to scan: opens %(address)s", address=address),
    }
    return SlipSheet(_("Sign-in slips"), language(), words, address, slips, now)

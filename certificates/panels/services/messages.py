"""What members of panels are told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.panels.models import Panel
from certificates.permissions import SchemePermission
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.messages.kinds import MessageKind, Params, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages


def named_said(params: Params, language: str) -> Said:
    """The reader is in a panel; about whom stands on the page alone."""
    text = _("You are a member of a panel. Read the file, then vote. If you know the candidate, tell us at once.")
    return Said(_("You are in a panel"), text, f"/panels/{params['panel']}", _("Open the panel"))


NAMED = MessageKind(
    "panel.named",
    _l("You are in a panel"),
    named_said,
    {"panel": str},
    Channel.AT_ONCE,
    permission=SchemePermission.SCHEME_SEE,
)
MESSAGE_KINDS = (NAMED,)


def tell_named(session: Session, row: Panel, people: Sequence[int], *, by_id: int, now: datetime) -> None:
    """Tell the members of a panel."""
    send_messages(session, NAMED, list(people), {"panel": row.uuid}, by_id=by_id, now=now)

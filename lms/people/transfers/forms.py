"""The shape of what somebody types who moves officers; the choices are set by the view."""

from wtforms import StringField
from wtforms.validators import Length

from lms.i18n import lazy
from lms.people.transfers.rules import WORDS_MOST
from lms.web.forms import Choice, PageForm, needed


class TransferForm(PageForm):
    """Where to, and why."""

    to = Choice(lazy("Where to"), needed(lazy("Choose where to.")))
    words = StringField(
        lazy("Reason, for the other administration"),
        [Length(max=WORDS_MOST, message=lazy("Use at most %(most)s characters.", most=WORDS_MOST))],
    )

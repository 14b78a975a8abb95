"""The shape of a listing, of a search and of a letter. No form here asks for a name."""

from collections.abc import Sequence
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from certificates.roster.models import PURPOSE_LENGTH, WORDS_LENGTH
from lms.i18n import lazy as _l
from lms.web.api import Choice, Day, PageForm, Radio, Several, needed, options, without_nul

LONG = _l("Use at most %(max)d characters.")
YES, NO = "yes", "no"
ANY_TIME, DAYS, AWAY = "any", "days", "away"


class ListingForm(PageForm):
    """Whether somebody may be found, in which languages they work, and when."""

    listed = Radio(
        _l("May authorised bodies find you?"),
        needed(_l("Choose yes or no.")),
        choices=options([(YES, _l("Yes, I agree to be listed")), (NO, _l("No"))]),
    )
    languages = Several(
        _l("In which languages can you work?"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    when = Radio(
        _l("When are you available?"),
        needed(_l("Choose when you are available.")),
        choices=options([(ANY_TIME, _l("At any time")), (DAYS, _l("From one day to another")), (AWAY, _l("Not now"))]),
    )
    first = Day(_l("First day"), [Optional()])
    last = Day(_l("Last day"), [Optional()])

    def __init__(self, languages: Sequence[tuple[str, Any]], **more: Any) -> None:
        super().__init__(**more)
        self.languages.choices = options(languages)


class RosterSearchForm(PageForm):
    """What a body looks for, and why."""

    purpose = TextAreaField(
        _l("What do you need somebody for?"),
        [
            *needed(_l("Say what you need somebody for. Holders whom you find can read it.")),
            Length(max=PURPOSE_LENGTH, message=LONG),
        ],
        filters=[without_nul],
        description=_l("It is saved with your search, and holders whom you find can read it. Leave out open cases."),
    )
    scheme = Choice(_l("Scheme"), [Optional()])
    topic = Choice(_l("Topic"), [Optional()])
    language = Choice(_l("Language"), [Optional()])
    place = Choice(_l("Country or region"), [Optional()])
    first = Day(_l("Needed from"), [Optional()])
    last = Day(_l("Needed until"), [Optional()])


class RosterLetterForm(PageForm):
    """What a body writes to a holder."""

    words = TextAreaField(
        _l("What do you ask of the holder?"),
        [
            *needed(_l("Write what you ask of the holder, and how to reach you.")),
            Length(max=WORDS_LENGTH, message=LONG),
        ],
        filters=[without_nul],
        description=_l("Say who you are and how to answer you. The holder decides whether to answer."),
    )

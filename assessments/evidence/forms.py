"""The forms of evidence: what somebody did, a witness, a witness's word, a reason."""

from wtforms import BooleanField, EmailField, StringField, TextAreaField
from wtforms.validators import Email, Length, Optional

from assessments.evidence.labels import KINDS, SHOWN
from assessments.evidence.models import EMAIL_LENGTH, NAME_LENGTH, TITLE_LENGTH
from assessments.evidence.services import WORDS_MOST
from lms.i18n import lazy as _l
from lms.web.api import Choice, Day, PageForm, Radio, needed, options, without_nul

LONG = _l("Use at most %(max)d characters.")


class EvidenceForm(PageForm):
    """What somebody did, when and where."""

    kind = Choice(_l("What was it?"), needed(_l("Choose what it was.")), choices=options(KINDS.items()))
    title = StringField(
        _l("Title"),
        [*needed(_l("Give it a title.")), Length(max=TITLE_LENGTH, message=LONG)],
        filters=[without_nul],
        description=_l("Such as: two days on pangolin scales for officers of the airport."),
    )
    day = Day(_l("When"), needed(_l("Type the day on which it was.")))
    place = StringField(
        _l("Where"),
        [*needed(_l("Type where it was.")), Length(max=TITLE_LENGTH, message=LONG)],
        filters=[without_nul],
    )
    text = TextAreaField(
        _l("What you did"),
        [Optional(), Length(max=WORDS_MOST, message=LONG)],
        filters=[without_nul],
        description=_l(
            "What was your part? What came of it? In a self-review: what went well, what did not, what you will change."
            " Leave out names of suspects and of open cases."
        ),
    )
    codes = StringField(
        _l("Competences that it shows"),
        [Optional(), Length(max=800, message=LONG)],
        filters=[without_nul],
        description=_l("The codes of your scheme, such as T-1 T-2.1. You may leave it empty."),
    )
    people_shown = Radio(_l("People in the files"), [Optional()], choices=options(SHOWN.items()))


class WitnessForm(PageForm):
    """Whom somebody names as a witness."""

    name = StringField(
        _l("Name of the witness"),
        [*needed(_l("Type the name of the witness.")), Length(max=NAME_LENGTH, message=LONG)],
        filters=[without_nul],
    )
    function = StringField(
        _l("Function"),
        [*needed(_l("Type the function of the witness.")), Length(max=NAME_LENGTH, message=LONG)],
        filters=[without_nul],
        description=_l("Such as: head of the customs post at the airport."),
    )
    email = EmailField(
        _l("E-mail address of the witness"),
        [
            *needed(_l("Type the e-mail address of the witness.")),
            Email(_l("This is not an e-mail address. It looks like name@example.org.")),
            Length(max=EMAIL_LENGTH, message=_l("This e-mail address is too long.")),
        ],
        filters=[without_nul],
    )
    language = Choice(_l("Language of the e-mail"), needed(_l("Choose from the list.")))


class WordForm(PageForm):
    """What a witness saw."""

    words = TextAreaField(
        _l("What did you see?"),
        needed(_l("Write what you saw, in your own words.")),
        filters=[without_nul],
        description=_l("What did they do, how well, and how do you know?"),
    )
    answered_as = StringField(
        _l("Your name"),
        [*needed(_l("Type your name, so that it is clear who answered.")), Length(max=NAME_LENGTH, message=LONG)],
        filters=[without_nul],
    )
    confirms = BooleanField(
        _l("I saw this myself, and my words may be read with my name and function."),
        needed(_l("Tick the box to confirm that you saw this yourself.")),
    )


class EvidenceWithdrawalForm(PageForm):
    """Why somebody withdraws evidence."""

    reason = TextAreaField(
        _l("Why do you withdraw it?"),
        [*needed(_l("Write why you withdraw it.")), Length(max=1000, message=LONG)],
        filters=[without_nul],
    )

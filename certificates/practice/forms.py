"""The shape of an entry of the log, and of a reason."""

from collections.abc import Sequence
from typing import Any

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from certificates.practice.labels import KINDS, UNITS
from certificates.practice.models import REASON_LENGTH, ROLE_LENGTH, WORDS_LENGTH
from certificates.practice.rules.log import MOST_AMOUNT
from lms.i18n import lazy as _l
from lms.web.api import Choice, Day, PageForm, Radio, needed, options, without_nul

LONG = _l("Use at most %(max)d characters.")


class PracticeEntryForm(PageForm):
    """Something that somebody did at work."""

    kind = Radio(_l("What was it?"), needed(_l("Choose what it was.")), choices=options(KINDS.items()))
    on = Day(_l("Last day"), needed(_l("Type the last day on which it was.")))
    amount = IntegerField(
        _l("How long did it take?"),
        [
            InputRequired(_l("Type how long it took, as a whole number.")),
            NumberRange(1, MOST_AMOUNT, _l("Type a whole number from %(min)s to %(max)s.")),
        ],
    )
    unit = Radio(_l("Counted in"), needed(_l("Choose hours or days.")), choices=options(UNITS.items()))
    country = Choice(_l("Country"), needed(_l("Choose the country from the list.")))
    role = StringField(
        _l("Your role"),
        [*needed(_l("Type your role.")), Length(max=ROLE_LENGTH, message=LONG)],
        filters=[without_nul],
        description=_l("Such as: trainer, team lead, analyst."),
    )
    words = TextAreaField(
        _l("What did you do, in a sentence?"),
        [*needed(_l("Say what you did.")), Length(max=WORDS_LENGTH, message=LONG)],
        filters=[without_nul],
        description=_l("Leave out names of suspects and of open cases."),
    )
    evidence = Choice(_l("Your evidence for it"), [Optional()])

    def __init__(self, countries: Sequence[Any], evidence: Sequence[tuple[str, Any]], **more: Any) -> None:
        super().__init__(**more)
        self.country.choices = options([("", _l("Choose a country")), *countries])
        self.evidence.choices = options([("", _l("none")), *evidence])


class PracticeCorrectionForm(PracticeEntryForm):
    """The same anew, with a reason."""

    reason = TextAreaField(
        _l("Why do you correct it?"),
        [
            *needed(_l("Say why you correct it. The earlier entry stays in the record.")),
            Length(max=REASON_LENGTH, message=LONG),
        ],
        filters=[without_nul],
    )


class PracticeWithdrawalForm(PageForm):
    """Why an entry does not count any more."""

    reason = TextAreaField(
        _l("Why do you withdraw it?"),
        [
            *needed(_l("Say why you withdraw it. It stays in the record.")),
            Length(max=REASON_LENGTH, message=LONG),
        ],
        filters=[without_nul],
    )

"""The shape of what the programme manager enters."""

from typing import Any

from wtforms import BooleanField, DecimalField, HiddenField, IntegerField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, StopValidation, ValidationError

from assessments.decisions.forms import SanctionForm
from lms import ids
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.web.api import PageForm, without_nul


def finite(_form: PageForm, field: DecimalField) -> None:
    """A number that is one: `NaN` and its kin cannot even be compared."""
    if field.data is not None and not field.data.is_finite():
        raise StopValidation(_("Type a number, such as 70."))


REASON = [
    InputRequired(_l("Give the reason. It is saved with the decision.")),
    Length(min=5, max=500, message=_l("Use between 5 and 500 characters.")),
]


class ExtraTimeForm(PageForm):
    """Extra time for a person."""

    person = StringField(
        _l("Person"),
        [InputRequired(_l("Type the user name or e-mail address.")), Length(max=200)],
        description=_l("Name, user name or e-mail address"),
        filters=[without_nul],
    )
    minutes = IntegerField(
        _l("Extra minutes"),
        [
            InputRequired(_l("Type a whole number of minutes.")),
            NumberRange(1, 240, _l("Give between 1 and 240 minutes.")),
        ],
    )
    reason = TextAreaField(_l("Reason"), REASON, filters=[without_nul])
    key = HiddenField(default=ids.new_token, validators=[Length(max=64)], filters=[without_nul])


class OneMoreForm(PageForm):
    """One more attempt for a person."""

    person = StringField(
        _l("Person"),
        [InputRequired(_l("Type the user name or e-mail address.")), Length(max=200)],
        description=_l("Name, user name or e-mail address"),
        filters=[without_nul],
    )
    reason = TextAreaField(_l("Reason"), REASON, filters=[without_nul])
    key = HiddenField(default=ids.new_token, validators=[Length(max=64)], filters=[without_nul])

    def __init__(self, **more: Any) -> None:
        super().__init__(prefix="more-", **more)  # it stands beside other forms with the same fields


class BarForm(SanctionForm):
    """To keep somebody from an exam."""

    person = StringField(
        _l("Person"),
        [InputRequired(_l("Type the user name or e-mail address.")), Length(max=200)],
        description=_l("Name, user name or e-mail address"),
        filters=[without_nul],
    )


class CutScoreForm(PageForm):
    """A new cut score."""

    percent = DecimalField(
        _l("Pass mark in percent"),
        [
            InputRequired(_l("Type a number, such as 70.")),
            finite,
            NumberRange(1, 100, _l("Type a pass mark from 1 to 100 percent.")),
        ],
        description=_l("People who reach it pass. Attempts in progress keep the pass mark that they started with."),
        places=None,
    )
    set_by = StringField(
        _l("Set by"),
        [InputRequired(_l("Name who set it.")), Length(max=200)],
        description=_l("Such as: a panel of judges, and the day on which it met"),
        filters=[without_nul],
    )
    method = TextAreaField(
        _l("Method and reason"),
        REASON,
        description=_l("Such as: modified Angoff, 9 judges, 2 rounds"),
        filters=[without_nul],
    )
    provisional = BooleanField(_l("It is provisional"))


class AgreeForm(PageForm):
    """Agreement to what somebody else began, such as a cut score or a withdrawal; one button."""


class RefuseForm(PageForm):
    """A no to what somebody else began, or another step that needs nothing but a reason."""

    reason = TextAreaField(_l("Reason"), REASON, filters=[without_nul])


class WithdrawForm(PageForm):
    """A question that is taken out of new papers."""

    reason = TextAreaField(
        _l("Reason"),
        REASON,
        description=_l("Say what is wrong, but not what is right: this is saved in the record."),
        filters=[without_nul],
    )
    key = HiddenField(
        default=ids.new_token,
        validators=[InputRequired(_l("Load the page again.")), Length(max=64)],
        filters=[without_nul],
    )


class LateForm(PageForm):
    """What becomes of late answers; two buttons."""

    reason = TextAreaField(_l("Reason"), REASON, filters=[without_nul])
    accept = SubmitField(_l("Accept and score them"))
    refuse = SubmitField(_l("Leave them out"))

    def validate_refuse(self, _field: SubmitField) -> None:
        """One of the two was pressed: no decision is ever guessed."""
        if self.accept.data == self.refuse.data:
            raise ValidationError(_("Press one of the two buttons."))

"""The shape of what is typed about decisions: what somebody proposes, what a second person says, objections."""

from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from assessments.decisions.services.deciding import WORDS_LEAST, WORDS_MOST
from lms import ids
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.web.api import Day, PageForm, Radio, needed, options, without_nul

LONG_ENOUGH = Length(WORDS_LEAST, WORDS_MOST, message=_l("Use between 5 and 2,000 characters."))


class SanctionForm(PageForm):
    """What somebody proposes about a person; `reason` offers those of the kind."""

    reason = Radio(_l("Reason"), needed(_l("Choose a reason from the list.")))
    words = TextAreaField(
        _l("What happened"),
        [InputRequired(_l("Say what happened. The person can read this.")), LONG_ENOUGH],
        description=_l("The person can read this. Say what was seen, when, and by whom (which office)."),
        filters=[without_nul],
    )
    opens_on = Day(
        _l("First day on which the person may sit again"),
        [Optional()],
        description=_l("In UTC. Leave it empty only with the next box."),
    )
    never_again = BooleanField(_l("There is no such day: never again"))
    key = HiddenField(default=ids.new_token, validators=[Length(max=64)], filters=[without_nul])

    def __init__(self, reasons: Any, **more: Any) -> None:
        super().__init__(**more)
        self.reason.choices = options(reasons.items())

    def validate_never_again(self, field: BooleanField) -> None:
        """A day, or never: one of the two."""
        if bool(field.data) == isinstance(self.opens_on.data, date) and not self.opens_on.errors:
            raise ValidationError(_("Name a day or tick this box, one of the two."))


class DecideForm(PageForm):
    """What the second person says; two buttons."""

    words = TextAreaField(
        _l("What you looked at, and why you decide so"),
        [InputRequired(_l("Give the reason. It is saved with the decision.")), LONG_ENOUGH],
        filters=[without_nul],
    )
    confirm = SubmitField(_l("Confirm it"))
    refuse = SubmitField(_l("Refuse it"))

    def validate_refuse(self, _field: SubmitField) -> None:
        """One of the two was pressed: no decision is ever guessed."""
        if self.confirm.data == self.refuse.data:
            raise ValidationError(_("Press one of the two buttons."))


class ObjectionForm(PageForm):
    """Why somebody thinks that a decision about them is wrong."""

    words = TextAreaField(
        _l("Why the decision is wrong"),
        [InputRequired(_l("Say why you think that the decision is wrong.")), LONG_ENOUGH],
        description=_l("Say what happened, and who can tell. You can object once."),
        filters=[without_nul],
    )


class JudgeForm(PageForm):
    """What becomes of an objection; two buttons."""

    reason = TextAreaField(
        _l("Your reason"),
        [InputRequired(_l("Give the reason. The person can read this.")), LONG_ENOUGH],
        description=_l("The person can read this."),
        filters=[without_nul],
    )
    uphold = SubmitField(_l("Accept the objection: the decision ends"))
    dismiss = SubmitField(_l("Reject the objection: the decision stays"))

    def validate_dismiss(self, _field: SubmitField) -> None:
        """One of the two was pressed: nothing is ever guessed."""
        if self.uphold.data == self.dismiss.data:
            raise ValidationError(_("Press one of the two buttons."))

"""The shape of what registrars type about credentials of other bodies."""

from collections.abc import Sequence
from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from certificates.recognised.models import BODY_LENGTH, NOTE_LENGTH, NUMBER_LENGTH, REASON_LENGTH
from lms.i18n import lazy as _l
from lms.web.api import Day, PageForm, Several, needed, options, without_nul

TOO_LONG = _l("This is too long.")


class RecognisedForm(PageForm):
    """A credential of another body; `topics` offers those of the schemes."""

    person = StringField(
        _l("Whose credential is it?"),
        [DataRequired(_l("Type the user name or the whole name.")), Length(max=200, message=TOO_LONG)],
        description=_l("The user name or the whole name of the account."),
        filters=[without_nul],
    )
    body = StringField(
        _l("Which body issued it?"),
        [DataRequired(_l("Name the body.")), Length(max=BODY_LENGTH, message=TOO_LONG)],
        filters=[without_nul],
    )
    number = StringField(
        _l("Number of the credential"),
        [DataRequired(_l("Type the number that the body uses for it.")), Length(max=NUMBER_LENGTH, message=TOO_LONG)],
        filters=[without_nul],
    )
    topics = Several(
        _l("Which topics does it cover?"),
        needed(_l("Choose at least one topic that the credential covers.")),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    valid_until = Day(_l("Last day on which it is valid"), needed(_l("Enter the last day on which it is valid.")))
    compared_by = StringField(
        _l("Who asked the body, and whom there?"),
        [DataRequired(_l("Say who compared it with the body.")), Length(max=BODY_LENGTH, message=TOO_LONG)],
        description=_l("Name offices only, such as: the registrar asked the office of the body by post."),
        filters=[without_nul],
    )
    compared_on = Day(_l("Day on which the body answered"), needed(_l("Enter the day on which the body answered.")))
    document_note = StringField(
        _l("Where the document is kept"), [Length(max=NOTE_LENGTH, message=TOO_LONG)], filters=[without_nul]
    )

    def __init__(self, topics: Sequence[tuple[str, Any]], **more: Any) -> None:
        super().__init__(**more)
        self.topics.choices = options(topics)


class CloseForm(PageForm):
    """Why one is refused or ended."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Give the reason. It is saved.")), Length(max=REASON_LENGTH, message=TOO_LONG)],
        filters=[without_nul],
    )


class ConfirmForm(PageForm):
    """A button alone."""

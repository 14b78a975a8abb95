"""What of the record somebody wants to see; sent by GET, so that the address can be kept."""

from typing import Any

from wtforms import DateField, StringField
from wtforms.validators import Length, Optional, Regexp, ValidationError

from lms.i18n import lazy as _l
from lms.web.api import Choice, PageForm, without_nul

LONGEST = 120


class RecordForm(PageForm):
    """The filter of the record."""

    class Meta:
        """It changes nothing, so it needs no token."""

        csrf = False

    kind = Choice(_l("What happened"), validators=[Optional()])
    subject = StringField(
        _l("About"),
        [Optional(), Regexp(r"[a-z-]+:[\w-]+\Z", message=_l("Write it as in the record, such as person:7."))],
        filters=[without_nul],
    )
    actor = StringField(_l("By whom"), [Optional(), Length(max=LONGEST)], filters=[without_nul])
    since = DateField(_l("From (UTC)"), [Optional()])
    until = DateField(_l("To (UTC)"), [Optional()])

    def validate_until(self, field: Any) -> None:
        """Days in the wrong order would find nothing without a word."""
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError(_l("This day is before the first one."))

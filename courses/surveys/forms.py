"""The shape of what people type about codes of forms and about their supervisors; answers are judged by rules."""

from wtforms import EmailField, IntegerField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional

from courses.surveys.rules.codes import ANSWERS_USUAL
from courses.surveys.services.supervising import NAME_MOST
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.web.api import Choice, Day, PageForm, needed, without_nul

EMAIL_MOST = 254
TITLE = [
    *needed(_l("Say who answers, such as the place and the days of the course.")),
    Length(max=120, message=_l("Use at most 120 characters.")),
]


class WholeNumber(IntegerField):
    """A number without decimals."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say how to write it."""
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(_("Type a whole number, such as 60.")) from fault


class SurveyCodeForm(PageForm):
    """Which form, for whom, until when."""

    form = Choice(_l("Form"), needed(_l("Choose a form from the list.")))
    title = StringField(_l("Who answers"), TITLE, description=_l("Such as “Port City, 12 to 14 May”."))
    group = Choice(_l("Group"), [Optional()])
    before = Choice(_l("Compare with"), [Optional()])
    closes_on = Day(
        _l("Open until"),
        [InputRequired(_l("Choose a day."))],
        description=_l("The last day on which it can be answered, in UTC. You can close it earlier."),
    )
    most = WholeNumber(
        _l("Maximum number of answers"),
        [InputRequired(_l("Type a whole number, such as 60."))],
        default=ANSWERS_USUAL,
        description=_l("After this number, nobody else can answer."),
    )


class SupervisorForm(PageForm):
    """Whom an officer names."""

    name = StringField(
        _l("Name of your supervisor"),
        [
            *needed(_l("Type the name of your supervisor.")),
            Length(max=NAME_MOST, message=_l("Use at most 120 characters.")),
        ],
        filters=[without_nul],
    )
    email = EmailField(
        _l("E-mail address of your supervisor"),
        [
            *needed(_l("Type the e-mail address of your supervisor.")),
            Email(_l("This is not an e-mail address. It looks like name@example.org.")),
            Length(max=EMAIL_MOST, message=_l("This e-mail address is too long.")),
        ],
        filters=[without_nul],
    )
    language = Choice(_l("Language of the e-mail"), needed(_l("Choose from the list.")))


class PaperCodeForm(PageForm):
    """The code on a sheet of paper."""

    code = StringField(
        _l("Code of the form"),
        needed(_l("Type the code from the sheet.")),
        filters=[without_nul],
        description=_l("It is at the end of the address on every sheet."),
    )


class TokenForm(PageForm):
    """A button alone."""

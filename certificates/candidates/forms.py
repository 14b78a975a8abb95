"""The shape of what candidates, coordinators and officers type."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from certificates.candidates.models import WORDS_LENGTH
from lms.i18n import lazy as _l
from lms.web.api import Choice, PageForm, Several, needed, options, without_nul

YEARS_MOST = 60
SHORT = Length(max=500, message=_l("Use at most 500 characters."))
LONG = Length(max=WORDS_LENGTH, message=_l("Use at most 2,000 characters."))


class ApplicationForScheme(PageForm):
    """What somebody says of themselves; `languages` offers those of the site."""

    years_of_service = IntegerField(
        _l("Whole years of service"),
        [
            InputRequired(_l("Type the number of whole years.")),
            NumberRange(0, YEARS_MOST, message=_l("Type a number from 0 to %(most)s.", most=YEARS_MOST)),
        ],
    )
    languages = Several(
        _l("Languages in which you can work"),
        needed(_l("Name at least one language in which you can work.")),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    availability = TextAreaField(
        _l("When you are available"),
        [DataRequired(_l("Say when you are available for missions and workshops.")), SHORT],
        description=_l("For missions and workshops in the next two years."),
        filters=[without_nul],
    )
    interests = TextAreaField(
        _l("Interests that you declare"),
        [SHORT],
        description=_l(
            "People in the programme you are close to: family, business, manager. It is fine if there are none."
        ),
        filters=[without_nul],
    )
    words = TextAreaField(_l("Why you apply"), [LONG], filters=[without_nul])
    conduct_agreed = BooleanField(
        _l("I have read the code of conduct and will follow it"),
        [InputRequired(_l("Read the code of conduct and tick the box."))],
    )

    def __init__(self, languages: Sequence[tuple[str, Any]], **more: Any) -> None:
        super().__init__(**more)
        self.languages.choices = options(languages)


class StepForm(PageForm):
    """Why a step is taken; where the scheme asks for none it may be empty."""

    reason = TextAreaField(_l("Reasons"), [LONG], filters=[without_nul])
    topics = SelectMultipleField(_l("Topics that stay"), choices=(), validate_choice=False)  # the service judges them


class ProposalForm(PageForm):
    """What the second person says; two buttons."""

    confirm = SubmitField(_l("Confirm it"))
    refuse = SubmitField(_l("Refuse it"))


class ButtonForm(PageForm):
    """A button alone."""


class NominateManyForm(PageForm):
    """A file that names officers, for one scheme."""

    into = Choice(_l("Scheme"), needed(_l("Choose the scheme.")))
    file = FileField(
        _l("File with officers"),
        [FileRequired(_l("Choose a file."))],
        description=_l("CSV or XLSX with the columns “officer” (user name or whole name) and “reasons”."),
    )

    def __init__(self, schemes: Sequence[tuple[str, Any]], **more: Any) -> None:
        super().__init__(**more)
        self.into.choices = options(schemes)


class NominateForm(PageForm):
    """Whom somebody nominates for which scheme."""

    scheme = Choice(_l("Scheme"), needed(_l("Choose the scheme.")))
    person = StringField(
        _l("Officer"),
        [DataRequired(_l("Type the user name or the whole name.")), Length(max=200, message=_l("This is too long."))],
        description=_l("The user name or the whole name of the account."),
        filters=[without_nul],
    )
    words = TextAreaField(
        _l("Why you nominate this officer"),
        [DataRequired(_l("Say why you nominate this officer.")), LONG],
        description=_l("The officer can read this, and so can the people who manage the file."),
        filters=[without_nul],
    )

    def __init__(self, schemes: Sequence[tuple[str, Any]], **more: Any) -> None:
        super().__init__(**more)
        self.scheme.choices = options(schemes)

"""The shape of what is typed to open a final exam for one person."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from lms.i18n import lazy as _l
from lms.web.api import PageForm, without_nul


class OpenFinalForm(PageForm):
    """Why the exam is opened."""

    reason = TextAreaField(
        _l("Reason"),
        [
            InputRequired(_l("Give the reason. The person can read it, and it is saved in the record.")),
            Length(min=5, max=500, message=_l("Use between 5 and 500 characters.")),
        ],
        description=_l("The person can read it on the page of the exam."),
        filters=[without_nul],
    )

"""The shape of what trainers enter about printed quizzes."""

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from assessments.exams.printed.labels import LOSSES
from lms.i18n import lazy as _l
from lms.web.api import PageForm, Radio, Several, needed, options, without_nul


class PrintForm(PageForm):
    """The officers for whom a quiz is printed."""

    who = Several(_l("Officers"))


class SheetCodeForm(PageForm):
    """The code of a sheet."""

    code = StringField(
        _l("Code of the sheet"),
        [*needed(_l("Type the code from the sheet.")), Length(max=64)],
        description=_l("Eight characters, such as K7MX-42PZ. Capitals and hyphens do not matter."),
        filters=[without_nul],
    )


class LossForm(PageForm):
    """Why a sheet cannot be keyed in."""

    reason = Radio(_l("Why"), [InputRequired(_l("Choose one."))], choices=options(LOSSES.items()))
    words = TextAreaField(
        _l("What happened"),
        [*needed(_l("Say in a few words what happened.")), Length(max=500, message=_l("Use at most 500 characters."))],
        filters=[without_nul],
    )


class KeyForm(PageForm):
    """The answers of a sheet; its fields are those of its questions."""


class DecideLossForm(PageForm):
    """A yes or a no to giving a sheet up; two buttons."""

"""The shape of what somebody tells of their sex."""

from wtforms.validators import InputRequired

from lms.i18n import lazy
from lms.people.sex.rules import Sex
from lms.web.forms import PageForm, Radio, options

NOTHING = "nothing"
ANSWERS = (
    (Sex.FEMALE.value, lazy("Female")),
    (Sex.MALE.value, lazy("Male")),
    (Sex.OTHER.value, lazy("Other")),
    (NOTHING, lazy("I do not want to say")),
)


class SexForm(PageForm):
    """One of four answers; the last takes back what was said."""

    sex = Radio(lazy("Your sex"), [InputRequired(lazy("Choose an answer."))], choices=options(ANSWERS))

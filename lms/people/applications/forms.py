"""The shape of what applicants and those who decide type."""

from wtforms import EmailField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional

from lms.i18n import lazy
from lms.people.applications.rules import PLACE_MOST, WORDS_MOST
from lms.people.forms.people import LOGIN_MOST, TITLE
from lms.web.forms import Choice, PageForm, needed

LONG = lazy("Use at most %(most)s characters.", most=WORDS_MOST)
PLACE = [Length(max=PLACE_MOST, message=lazy("Use at most %(most)s characters.", most=PLACE_MOST))]


class ApplyForm(PageForm):
    """Who wants an account, and where they work; the choices are set by the view."""

    country = HiddenField()
    administration = Choice(lazy("Administration"), needed(lazy("Choose the administration.")))
    administration_words = StringField(lazy("Name of your administration"), PLACE)
    unit = Choice(lazy("Unit"), [Optional()])
    unit_words = StringField(lazy("Unit, if it is not in the list"), PLACE)
    name = StringField(lazy("Your name"), [*needed(lazy("Type your name.")), *TITLE])
    local_name = StringField(lazy("Name in the script of the country"), TITLE)
    email = EmailField(
        lazy("E-mail"),
        [
            DataRequired(lazy("Type your e-mail address.")),
            Email(lazy("This is not an e-mail address. It looks like name@example.org.")),
            Length(max=LOGIN_MOST, message=lazy("This e-mail address is too long.")),
        ],
    )
    language = Choice(lazy("Language"), needed(lazy("Choose a language.")))
    words = TextAreaField(lazy("Why do you want an account?"), [Length(max=WORDS_MOST, message=LONG)])


class ApplicationForm(PageForm):
    """What is decided of one application; the choices are set by the view."""

    administration = Choice(lazy("Administration"), [Optional()])
    unit = Choice(lazy("Unit"), [Optional()])
    reason = TextAreaField(lazy("Reason, if you refuse"), [Length(max=WORDS_MOST, message=LONG)])

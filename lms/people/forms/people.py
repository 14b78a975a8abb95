"""The shape of what people type about accounts, rights and administrations."""

from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Email, EqualTo, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.access import Role
from lms.i18n import lazy
from lms.people import labels
from lms.people.rules import PASSWORD_LEAST
from lms.web.forms import Choice, PageForm, Radio, Several, needed, options

NAME_MOST = 120
LOGIN_MOST = 254
PASSWORD_TYPED_MOST = 1000  # more is nobody's password; the rule about new ones says it in words


LOGIN = [
    DataRequired(lazy("Type your user name or your e-mail address.")),
    Length(max=LOGIN_MOST, message=lazy("This is too long for a user name or an e-mail address.")),
]
TITLE = [Length(max=NAME_MOST, message=lazy("Use at most 120 characters."))]
ADDRESS = [
    Optional(),
    Email(lazy("This is not an e-mail address. It looks like name@example.org.")),
    Length(max=LOGIN_MOST, message=lazy("This e-mail address is too long.")),
]


class SignInForm(PageForm):
    """Who, and the password."""

    login = StringField(lazy("User name or e-mail"), LOGIN)
    password = PasswordField(
        lazy("Password"),
        [
            DataRequired(lazy("Type your password.")),
            Length(max=PASSWORD_TYPED_MOST, message=lazy("This is too long for a password.")),
        ],
    )
    next = HiddenField()


class ForgotForm(PageForm):
    """Whose password is lost."""

    login = StringField(lazy("User name or e-mail"), LOGIN)


def new_password() -> PasswordField:
    """A field for a new password."""
    return PasswordField(
        lazy("New password"),
        [
            DataRequired(lazy("Type a new password.")),
            Length(max=PASSWORD_TYPED_MOST, message=lazy("This is too long for a password.")),
        ],
        description=lazy(
            "At least %(least)s characters. Three or four words make a good password.", least=PASSWORD_LEAST
        ),
    )


def password_again() -> PasswordField:
    """A field for the same once more, so that a slip of the finger is found."""
    return PasswordField(
        lazy("New password again"),
        [
            DataRequired(lazy("Type the new password a second time.")),
            EqualTo("password", lazy("The two passwords are not the same. Type both again.")),
        ],
    )


class NewPasswordForm(PageForm):
    """A new password, twice."""

    password = new_password()
    again = password_again()


class CodeForm(PageForm):
    """What a slip holds, and a new password."""

    login = StringField(lazy("User name"), LOGIN)
    code = StringField(
        lazy("One-time code"),
        [
            DataRequired(lazy("Type the code that is printed on your slip.")),
            Length(max=60, message=lazy("This is longer than a code. A code has 12 letters and digits.")),
        ],
    )
    password = new_password()
    again = password_again()


class ChangePasswordForm(PageForm):
    """The password of now, and a new one."""

    current = PasswordField(
        lazy("Current password"),
        [
            DataRequired(lazy("Type your current password.")),
            Length(max=PASSWORD_TYPED_MOST, message=lazy("This is too long for a password.")),
        ],
    )
    password = new_password()
    again = password_again()


class StepUpForm(PageForm):
    """The password once more, before something grave; its name is that of no field of another form."""

    step_up_password = PasswordField(
        lazy("Your password"),
        [
            DataRequired(lazy("Type your password.")),
            Length(max=PASSWORD_TYPED_MOST, message=lazy("This is too long for a password.")),
        ],
    )


class LanguageForm(PageForm):
    """In which language the pages speak."""

    language = Choice(lazy("Language"), needed(lazy("Choose a language.")))


def time_zone() -> StringField:
    """A field for a time zone, typed or chosen from the list below it; what is typed is read by `zone_typed`."""
    return StringField(
        lazy("Time zone"),
        [Length(max=NAME_MOST, message=lazy("Use at most 120 characters."))],
        description=lazy("Type a large city with the same time, such as Bangkok, or choose from the list."),
    )


class TimeZoneForm(PageForm):
    """By whose clock the pages and letters speak."""

    time_zone = time_zone()


class AdministrationForm(PageForm):
    """An administration."""

    name = StringField(lazy("Name"), [*needed(lazy("Type the name of the administration.")), *TITLE])
    kind = Radio(
        lazy("Kind"),
        needed(lazy("Choose what kind of administration it is.")),
        choices=options(labels.ADMINISTRATION_KINDS.items()),
    )
    country = Choice(lazy("Country"), needed(lazy("Choose the country.")))


class UnitForm(PageForm):
    """A unit of an administration."""

    name = StringField(lazy("Name"), [*needed(lazy("Type the name of the unit.")), *TITLE])
    kind = Radio(
        lazy("Kind"),
        needed(lazy("Choose what kind of unit it is.")),
        choices=options(labels.UNIT_KINDS.items()),
    )
    time_zone = time_zone()


class PersonForm(PageForm):
    """An account: choices of administration and unit are set by the view."""

    name = StringField(lazy("Name"), [*needed(lazy("Type the person's name.")), *TITLE])
    local_name = StringField(lazy("Name in the script of the country"), TITLE)
    username = StringField(
        lazy("User name"),
        [Length(max=60, message=lazy("A user name has at most 40 characters."))],
        description=lazy("If you leave it empty, it is made from the name."),
    )
    email = EmailField(lazy("E-mail"), ADDRESS)
    administration = Choice(lazy("Administration"), needed(lazy("Choose the administration.")))
    unit = Choice(lazy("Unit"), [Optional()])


class NewPersonForm(PersonForm):
    """A new account, with its first roles and the way in; which roles and scopes there are is set by the view."""

    roles = Several(
        lazy("Roles"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        default=[str(Role.OFFICER)],
    )
    scope = Choice(lazy("Roles apply in"), needed(lazy("Choose where the roles apply.")))
    way = Radio(
        lazy("First sign-in"),
        needed(lazy("Choose how the person signs in first.")),
        choices=options(
            [
                ("slip", lazy("With a printed slip: user name and one-time code")),
                ("letter", lazy("With a link by e-mail")),
            ]
        ),
        default="slip",
    )


class RoleForm(PageForm):
    """A role, and where it holds; the choices are set by the view."""

    role = Choice(lazy("Role"), needed(lazy("Choose a role.")))
    scope = Choice(lazy("Applies in"), needed(lazy("Choose where the role applies.")))

"""The shape of what is typed about complaints."""

from wtforms import BooleanField, EmailField, HiddenField, StringField, SubmitField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional

from certificates.complaints.labels import FINDINGS, TOPICS
from certificates.complaints.rules import ANSWER_LEAST, WORDS_LEAST, WORDS_MOST
from lms import ids
from lms.i18n import lazy as _l
from lms.web.api import PageForm, Radio, needed, options, without_nul

LONG_ENOUGH = Length(WORDS_LEAST, WORDS_MOST, message=_l("Use between 20 and 4,000 characters."))
A_SENTENCE = Length(ANSWER_LEAST, WORDS_MOST, message=_l("Use between 5 and 4,000 characters."))
SHORT = Length(max=120, message=_l("Use at most 120 characters."))


class ComplaintForm(PageForm):
    """What went wrong, and where an answer may be sent."""

    topic = Radio(_l("What is it about?"), needed(_l("Choose what it is about.")), choices=options(TOPICS.items()))
    words = TextAreaField(
        _l("What happened?"),
        [InputRequired(_l("Say what happened.")), LONG_ENOUGH],
        description=_l("What happened, where and when, and who can tell. Write in any language."),
        filters=[without_nul],
    )
    reference = StringField(
        _l("Number or name"),
        [Optional(), SHORT],
        description=_l(
            "For example the number of a certificate, the title of a course, a workshop. You may leave it empty."
        ),
        filters=[without_nul],
    )
    under_account = BooleanField(_l("Send it under my account"), default=True)
    name = StringField(
        _l("Your name"),
        [Optional(), SHORT],
        description=_l("You may leave it empty. Then we do not know who you are."),
        filters=[without_nul],
    )
    email = EmailField(
        _l("E-mail"),
        [
            Optional(),
            Email(_l("This is not an e-mail address. It looks like name@example.org.")),
            Length(max=254, message=_l("This e-mail address is too long.")),
        ],
        description=_l("You may leave it empty. The next page has a link with which you can follow your complaint."),
        filters=[without_nul],
    )
    key = HiddenField(default=ids.new_token, validators=[Length(max=64)], filters=[without_nul])


class ComplaintMoreForm(PageForm):
    """What somebody adds to their complaint."""

    words = TextAreaField(
        _l("What do you want to add?"), [InputRequired(_l("Write what you want to add.")), A_SENTENCE],
        filters=[without_nul],
    )  # fmt: skip


class ComplaintHandleForm(PageForm):
    """What a quality officer does: a button each."""

    words = TextAreaField(
        _l("Your text"),
        [InputRequired(_l("Write your text.")), A_SENTENCE],
        filters=[without_nul],
    )
    finding = Radio(_l("What was found"), [Optional()], choices=options(FINDINGS.items()), validate_choice=False)
    action = TextAreaField(
        _l("What is done about it"),
        [Optional(), Length(max=WORDS_MOST, message=_l("Use at most 4,000 characters."))],
        filters=[without_nul],
    )
    acknowledge = SubmitField(_l("Confirm receipt"))
    note = SubmitField(_l("Save as a note"))
    close = SubmitField(_l("Close with this answer"))


class ComplaintConcernForm(PageForm):
    """Whom a complaint is about."""

    person = StringField(
        _l("User name or e-mail of the person concerned"),
        [InputRequired(_l("Type a user name or an e-mail address."))],
        description=_l("That person can no longer see or handle this complaint."),
        filters=[without_nul],
    )

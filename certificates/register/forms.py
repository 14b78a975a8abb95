"""The shape of what people type about certificates."""

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from assessments.api import SanctionForm
from certificates.credentials.rules.lifecycle import FAULTLESS, NameOutcome, Visibility
from certificates.credentials.services.ending import LONGEST_WORDS
from certificates.register.labels import WHY
from lms.i18n import lazy as _l
from lms.web.api import PageForm, Radio, needed, options, without_nul

NAME_TYPED = Length(max=300, message=_l("This is too long for a name."))


class NameForm(PageForm):
    """How a name is written."""

    name = StringField(_l("Name in Latin letters"), [DataRequired(_l("Write your name in Latin letters.")), NAME_TYPED])
    local_name = StringField(_l("Name in the script of your country"), [NAME_TYPED])


class ClaimForm(NameForm):
    """How a name is written, and in which language the certificate is; `languages` by their codes, in their names."""

    language = Radio(_l("Language of the certificate"), needed(_l("Choose the language of the certificate.")))

    def __init__(self, languages: Mapping[str, str], **more: Any) -> None:
        super().__init__(**more)
        self.language.choices = options(languages.items())
        if len(languages) == 1:
            del self.language


class EmptyForm(PageForm):
    """A button alone."""


class VisibilityForm(PageForm):
    """What strangers with the link see."""

    visibility = Radio(
        _l("Who sees what"),
        needed(_l("Choose who sees what.")),
        choices=options(
            [
                (
                    Visibility.LINK.value,
                    _l("Anyone with the link or the code sees name, title and status, and can open the files"),
                ),
                (
                    Visibility.PRIVATE.value,
                    _l("Anyone with the link or the code sees only “valid, to the person named on the paper”"),
                ),
            ]
        ),
    )


class RevokeForm(PageForm):
    """Why a certificate is revoked."""

    reason = Radio(
        _l("Why is it revoked?"),
        needed(_l("Choose why the certificate is revoked.")),
        choices=options((reason.value, WHY[reason]) for reason in FAULTLESS),
    )
    words = TextAreaField(
        _l("The reason in your words"),
        [
            DataRequired(_l("Give the reason in one or two sentences.")),
            Length(max=LONGEST_WORDS, message=_l("Use at most 500 characters.")),
        ],
    )


class ProposeRevocationForm(SanctionForm):
    """Why two people are to revoke a certificate, and from when its holder may sit the exam again."""

    words = TextAreaField(
        _l("The reason in your words"),
        [
            DataRequired(_l("Give the reason in one or two sentences.")),
            Length(max=LONGEST_WORDS, message=_l("Use at most 500 characters.")),
        ],
        filters=[without_nul],
    )


class SuspendForm(PageForm):
    """Why a certificate is suspended."""

    words = TextAreaField(
        _l("The reason in your words"),
        [
            DataRequired(_l("Give the reason in one or two sentences.")),
            Length(max=LONGEST_WORDS, message=_l("Use at most 500 characters.")),
        ],
    )


class LiftForm(PageForm):
    """Why a suspension is lifted."""

    words = TextAreaField(
        _l("Why is the suspension lifted?"),
        [
            DataRequired(_l("Give the reason in one or two sentences.")),
            Length(max=LONGEST_WORDS, message=_l("Use at most 500 characters.")),
        ],
        description=_l("For the record of what happened. Strangers cannot see it."),
    )


class ReissueForm(NameForm):
    """A corrected name, and why."""

    reason = StringField(
        _l("Why is the name corrected?"),
        [
            DataRequired(_l("Say in a few words why the name is corrected.")),
            Length(max=300, message=_l("Use at most 300 characters.")),
        ],
        description=_l("For the record of what happened. Strangers cannot see it."),
    )


class JudgeNameForm(PageForm):
    """Whether a name is that of the person, and why."""

    decision = Radio(
        _l("Is this the name of the person?"),
        needed(_l("Choose whether this is the name of the person.")),
        choices=options(
            [
                (NameOutcome.APPROVED.value, _l("Yes: create the certificate with this name")),
                (NameOutcome.REFUSED.value, _l("No: the person confirms another name")),
            ]
        ),
    )
    reason = StringField(
        _l("Why?"),
        [
            DataRequired(_l("Say in a few words why.")),
            Length(max=300, message=_l("Use at most 300 characters.")),
        ],
        description=_l("The person can read it, and it is saved in the record of what happened."),
    )


class FileForm(PageForm):
    """A certificate file to check."""

    file = FileField(
        _l("Certificate file"),
        [FileRequired(_l("Choose the file of the certificate."))],
        description=_l("The PDF, the badge picture (PNG or SVG) or the signed record (JSON or JWT), up to 10 MB."),
    )


class NumberForm(PageForm):
    """A printed number with the family name."""

    number = StringField(
        _l("Certificate number"),
        [
            DataRequired(_l("Type the number that is printed on the certificate.")),
            Length(max=60, message=_l("This is longer than a certificate number.")),
        ],
        description=_l("Nine letters and digits, such as 7K3-M9Q-XT0."),
    )
    family_name = StringField(
        _l("Family name"),
        [DataRequired(_l("Type the family name as it is printed on the certificate.")), NAME_TYPED],
    )

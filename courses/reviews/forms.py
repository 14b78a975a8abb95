"""The shape of what specialists and administrators type about the review of a course."""

from flask import request
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from courses.catalogue.review.services.reading import AskedPiece
from courses.reviews.labels import ROLES
from lms.i18n import lazy as _l
from lms.web.api import PageForm, Several, at_most, needed, options, without_nul

FUNCTION_MOST, REMARK_MOST, REASON_MOST, PEOPLE_MOST = 120, 2000, 500, 600
PARTS = 4  # of what a page says of a piece


def piece_token(asked: AskedPiece) -> str:
    """A piece as a form carries it: what it was when its reader saw it."""
    return " ".join((asked.kind, asked.name, asked.text_hash, asked.sources_hash))


def piece_asked(token: str) -> AskedPiece | None:
    """The piece that a form names; none where that is no piece."""
    parts = token.split(" ")
    return AskedPiece(*parts) if len(parts) == PARTS else None


def pieces_asked() -> list[AskedPiece]:
    """Every piece that the form of this request names."""
    return [one for token in request.form.getlist("piece") if (one := piece_asked(token)) is not None]


class ReadForm(PageForm):
    """What both ways of answering a text have in common: the version that was read, and who one is."""

    version = HiddenField()
    function = StringField(
        _l("Your function"),
        [
            *needed(_l("Say what your function is. It is shown with your name.")),
            at_most(FUNCTION_MOST),
        ],
        filters=[without_nul],
        description=_l("Such as “CITES lawyer, Ministry of Environment”. It is shown with your name."),
    )


class SignPiecesForm(ReadForm):
    """Texts that somebody signs; the boxes are read by `pieces_asked`."""


class ReturnForm(ReadForm):
    """A text that somebody returns, with a remark on one of its sentences."""

    sentence = SelectField(
        _l("Sentence"),
        [InputRequired(_l("Choose the sentence that your remark is about."))],
        validate_choice=False,  # what the sentences are is judged with the text, which may have changed
    )
    remark = TextAreaField(
        _l("Your remark"),
        [
            *needed(_l("Say what is wrong, and what would be right.")),
            at_most(REMARK_MOST),
        ],
        filters=[without_nul],
        description=_l("People who answer for the course will read it."),
    )


class RuleForm(PageForm):
    """Whose signatures a course needs."""

    roles = Several(
        _l("Anybody with this right"),
        [Optional()],
        choices=options(ROLES.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    people = TextAreaField(
        _l("These people"),
        [Optional(), at_most(PEOPLE_MOST)],
        filters=[without_nul],
        description=_l("User names or e-mail addresses, one on each line."),
    )
    reason = TextAreaField(
        _l("Reason"),
        [
            InputRequired(_l("Give the reason. It is saved in the record.")),
            Length(min=5, max=REASON_MOST, message=_l("Use between 5 and 500 characters.")),
        ],
        filters=[without_nul],
    )


class PressForm(PageForm):
    """A button and nothing else."""

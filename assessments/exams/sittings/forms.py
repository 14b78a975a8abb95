"""The shape of what is typed about rooms: by who opens them, who supervises them, and who sits in them."""

from typing import Any

from wtforms import DateTimeLocalField, Field, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from assessments.exams.sittings.models import NAME_LENGTH, PLACE_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from assessments.exams.sittings.rules.networks import MOST, read_networks
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.web.api import Choice, Day, PageForm, Several, at_most, needed, without_nul

CODE_MOST = 40
NETWORKS_MOST = 2000


class Clock(TimeField):
    """What a clock shows."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say how to write it."""
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(_("Write the time as hours and minutes, such as 14:05.")) from fault


class Moment(DateTimeLocalField):
    """A day and what a clock shows."""

    def __init__(self, label: Any, validators: list[Any], **more: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say how to write it."""
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(_("Write day and time such as 2027-03-31T14:05.")) from fault


class Boxes(Several):
    """Any number of a list, each with a box of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RoomButtonForm(PageForm):
    """A form whose button is all that it has."""


class SittingForm(PageForm):
    """A room for an exam."""

    for_whom = Choice(_l("For whom"), needed(_l("Choose from the list.")))
    exam = Choice(_l("Exam"), needed(_l("Choose from the list.")))
    title = StringField(
        _l("Title"),
        [*needed(_l("Give the session a title.")), at_most(TITLE_LENGTH)],
        filters=[without_nul],
        description=_l("Such as “Final exam, first group”."),
    )
    place = StringField(
        _l("Place"),
        [*needed(_l("Say where the room is.")), at_most(PLACE_LENGTH)],
        filters=[without_nul],
        description=_l("Building and room, so that everybody finds it."),
    )
    time_zone = StringField(
        _l("Time zone of the place"), [*needed(_l("Choose a time zone.")), Length(max=64)], filters=[without_nul]
    )
    day = Day(_l("Day"), [InputRequired(_l("Choose the day."))])
    begins = Clock(_l("Starts at"), [InputRequired(_l("Say when the session starts."))])
    ends = Clock(
        _l("Ends at"),
        [InputRequired(_l("Say when the session ends."))],
        description=_l("Nobody can start after that. People who have started may finish."),
    )
    networks = TextAreaField(
        _l("Networks of the room"),
        [Optional(), Length(max=NETWORKS_MOST)],
        filters=[without_nul],
        description=_l(
            "One on each line, such as 192.0.2.0/24. Only devices in these networks can start. "
            "Leave it empty for any device."
        ),
    )

    def validate_networks(self, field: Field) -> None:
        """Each line names a network, or is told."""
        found, faults = read_networks(field.data or "")
        words = [
            _("Line %(line)s: “%(text)s” is not a network. Write it like 192.0.2.0/24.", line=one.line, text=one.text)
            for one in faults
        ]
        if len(found) > MOST:
            words.append(_("Name at most %(most)s networks.", most=MOST))
        if words:
            raise ValidationError(" ".join(words))


class NameSupervisorForm(PageForm):
    """Who supervises a room: one of the two is typed."""

    login = StringField(
        _l("User name or e-mail"),
        [Length(max=254)],
        filters=[without_nul],
        description=_l("For somebody with an account. They open the room after they sign in."),
    )
    name = StringField(
        _l("Or the name of somebody without an account"),
        [at_most(NAME_LENGTH)],
        filters=[without_nul],
        description=_l("They open the room by a link on their own phone."),
    )


class CancelForm(PageForm):
    """Why a room does not open."""

    reason = TextAreaField(
        _l("Reason"),
        [*needed(_l("Give the reason. It is saved with the decision.")), at_most(TEXT_LENGTH)],
        filters=[without_nul],
    )


class StartCodeForm(PageForm):
    """The code of the room."""

    code = StringField(
        _l("Code on the supervisor’s screen"),
        [*needed(_l("Type the code on the supervisor’s screen.")), Length(max=CODE_MOST)],
        filters=[without_nul],
    )


class LineForm(PageForm):
    """A line of the protocol."""

    kind = Choice(_l("What happened"), needed(_l("Choose from the list.")))
    candidate = Choice(_l("Who"), [Optional()])
    words = TextAreaField(_l("In words"), [Optional(), at_most(TEXT_LENGTH)], filters=[without_nul])


class SignForm(PageForm):
    """From when until when a supervisor watched."""

    begun = Moment(_l("You watched from"), [InputRequired(_l("Say from when you watched."))])
    ended = Moment(_l("until"), [InputRequired(_l("Say until when you watched."))])


class PaperForm(PageForm):
    """What stands on a printed protocol."""

    begun = Moment(_l("The session started at"), [InputRequired(_l("Say when the session started."))])
    ended = Moment(_l("It ended at"), [InputRequired(_l("Say when the session ended."))])
    present = Boxes(_l("Marked present and identified"), [Optional()])
    signed = Boxes(_l("Signed on the sheet"), [Optional()])
    lines = TextAreaField(_l("What was written by hand"), [Optional(), at_most(4000)], filters=[without_nul])


class DecidePaperForm(PageForm):
    """Whether what was keyed in is what stands on the sheet; two buttons."""

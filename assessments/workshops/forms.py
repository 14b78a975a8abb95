"""The shape of what is typed about workshops."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from assessments.workshops.labels import TOPICS
from assessments.workshops.models import NAME_LENGTH, REASON_LENGTH, TITLE_LENGTH
from assessments.workshops.services.furnishing import LEAST_MINUTES, MOST_MINUTES
from assessments.workshops.services.participant_drafts import NEEDS_MOST
from lms.i18n import lazy as _l
from lms.web.api import Choice, Day, PageForm, Several, at_most, needed, options, without_nul

LIST_MOST = 20_000


def boxes(label: Any, description: Any = "") -> Several:
    """Any number of a list, each with a box of its own."""
    return Several(
        label,
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=description,
        choices=[],
    )


class WorkshopButtonForm(PageForm):
    """A form whose button is all that it has."""


class WorkshopForm(PageForm):
    """What is said of a workshop."""

    title = StringField(
        _l("Title"), [*needed(_l("Give the workshop a title.")), at_most(TITLE_LENGTH)], filters=[without_nul]
    )
    scheme = StringField(
        _l("Scheme"),
        [*needed(_l("Type the scheme for which the workshop assesses.")), at_most(64)],
        filters=[without_nul],
        description=_l("The short name of the scheme, such as iwt-advisor."),
    )
    venue = StringField(
        _l("Place"), [*needed(_l("Say where the workshop is held.")), at_most(200)], filters=[without_nul]
    )
    country = Choice(_l("Country"), needed(_l("Choose from the list.")))
    time_zone = StringField(
        _l("Time zone of the place"), [*needed(_l("Choose a time zone.")), at_most(64)], filters=[without_nul]
    )
    language = Choice(_l("Language of the workshop"), needed(_l("Choose from the list.")))
    starts_on = Day(_l("First day"), [InputRequired(_l("Choose the day."))])
    ends_on = Day(_l("Last day"), [InputRequired(_l("Choose the day."))])
    activity = Choice(_l("Activity of the programme"), [Optional()])


class FrameForm(PageForm):
    """When exercises are held."""

    half_days = TextAreaField(
        _l("When exercises are held"),
        [*needed(_l("Write at least one line: a day, from when and to when.")), at_most(4000)],
        filters=[without_nul],
        description=_l(
            "One line for each period without a break, such as 2027-03-31 08:30-12:30. Breaks "
            "are between the lines. Use local time of the place."
        ),
    )
    change = IntegerField(
        _l("Minutes to change rooms"),
        [InputRequired(_l("Use a whole number.")), NumberRange(0, 60, message=_l("Use 0 to 60 minutes."))],
    )
    spare = IntegerField(
        _l("Slots to keep free at the end of each line"),
        [InputRequired(_l("Use a whole number.")), NumberRange(0, 6, message=_l("Keep 0 to 6 slots free."))],
        description=_l("A late candidate or a third rating needs one."),
    )


class ExerciseForm(PageForm):
    """What is said of an exercise."""

    title = StringField(
        _l("Title"), [*needed(_l("Give the exercise a title.")), at_most(TITLE_LENGTH)], filters=[without_nul]
    )
    rubric = Choice(_l("Rubric"), needed(_l("Choose from the list.")))
    minutes = IntegerField(
        _l("Minutes in the room"),
        [
            InputRequired(_l("Say how many minutes it lasts.")),
            NumberRange(
                LEAST_MINUTES,
                MOST_MINUTES,
                message=_l("Use %(least)s to %(most)s minutes.", least=LEAST_MINUTES, most=MOST_MINUTES),
            ),
        ],
        description=_l("With feedback. For written work: how long candidates have."),
    )
    topic = Choice(
        _l("Topic"), [Optional()], description=_l("The credential of an assessor must cover it. None: any assessor.")
    )
    written = BooleanField(
        _l("Written work"),
        description=_l("Marked from paper or a file. Names are hidden on both sides. No room is needed."),
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.topic.choices = [*options([("", _l("none"))]), *options(TOPICS.items())]


class WorkshopRoomForm(PageForm):
    """A room for an exercise."""

    name = StringField(
        _l("Room or table"), [*needed(_l("Name the room.")), at_most(NAME_LENGTH)], filters=[without_nul]
    )
    exercise = Choice(_l("Exercise"), needed(_l("Choose an exercise that needs a room.")))


class LanguagesField(StringField):
    """Languages, the best first, with commas between them."""

    def __init__(self, label: Any = None, validators: Any = None, **more: Any) -> None:
        more.setdefault("description", _l("Codes with commas between them, the best language first, such as fr, en."))
        super().__init__(label or _l("Languages"), validators or [Optional(), at_most(80)], **more)


class CandidateForm(PageForm):
    """Somebody who is assessed."""

    login = StringField(
        _l("User name or e-mail address"),
        [*needed(_l("Type the user name or e-mail address.")), at_most(200)],
        filters=[without_nul],
    )
    languages = LanguagesField(filters=[without_nul])
    needs = TextAreaField(
        _l("What they need"),
        [Optional(), at_most(NEEDS_MOST)],
        filters=[without_nul],
        description=_l("Such as more time, or a room without stairs. Only coordinators read it."),
    )
    recording_agreed = BooleanField(_l("Agreed in writing to be recorded"))


class CandidateListForm(PageForm):
    """A list of candidates, typed or as a file."""

    people = TextAreaField(
        _l("Candidates"),
        [Optional(), at_most(LIST_MOST)],
        filters=[without_nul],
        description=_l(
            "One on each line: the user name or e-mail address, then “;” and the languages. Such as amina.k; fr, en"
        ),
    )
    file = FileField(
        _l("Or a file"),
        description=_l("CSV, XLSX or ODS with the columns “User name” and “Languages”. “Needs” may be there too."),
    )


class AssessorForm(PageForm):
    """Somebody who assesses."""

    login = StringField(
        _l("User name or e-mail address"),
        [*needed(_l("Type the user name or e-mail address.")), at_most(200)],
        filters=[without_nul],
    )
    languages = LanguagesField(filters=[without_nul])
    topics = boxes(_l("Topics of their own credential"), _l("Nothing ticked: all topics."))
    most_a_day = IntegerField(
        _l("Most performances a day"),
        [Optional(), NumberRange(1, 40, message=_l("Use a whole number from 1 to 40, or leave it empty."))],
    )
    lead = BooleanField(_l("Leads the assessors, and gives third ratings"))
    absent = boxes(_l("Absent on"))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.topics.choices = options(TOPICS.items())


class InterpreterForm(PageForm):
    """Somebody who interprets."""

    login = StringField(
        _l("User name or e-mail address"),
        [*needed(_l("Type the user name or e-mail address.")), at_most(200)],
        filters=[without_nul],
    )
    languages = LanguagesField(
        _l("Languages"), [*needed(_l("Name at least two languages, such as “en, fr”.")), at_most(80)],
        filters=[without_nul],
    )  # fmt: skip
    absent = boxes(_l("Absent on"))


class WaiverForm(PageForm):
    """Why a rule need not be kept."""

    reason = TextAreaField(
        _l("Why"),
        [*needed(_l("Say why.")), at_most(REASON_LENGTH)],
        filters=[without_nul],
        description=_l("It is saved for ever, and decisions that depend on it name it."),
    )


class FreshForm(PageForm):
    """Who assesses a fresh exercise, when and where."""

    first = Choice(_l("First assessor"), needed(_l("Choose from the list.")))
    second = Choice(_l("Second assessor"), needed(_l("Choose from the list.")))
    slot = Choice(_l("Time"), needed(_l("Choose a later time.")))
    room = Choice(_l("Room"), needed(_l("Choose from the list.")))
    interpreter = Choice(_l("Interpreter"), [Optional()])


class ClosingForm(PageForm):
    """Whether somebody closes a workshop though something is open."""

    even_so = BooleanField(_l("I have read what is still open. Close the workshop anyway."))


class DisruptionForm(PageForm):
    """What changed in mid-week."""

    what = Choice(_l("What changed"), needed(_l("Choose from the list.")))
    from_at = Choice(_l("From"), [Optional()], description=_l("The first slot with the change."))
    until_at = Choice(_l("Until"), [Optional()], description=_l("The slot from which everything is as before."))

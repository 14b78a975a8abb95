"""The shape of what people type about cohorts."""

from datetime import date

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, HiddenField, IntegerField, StringField, TextAreaField, TimeField
from wtforms.validators import UUID, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from courses.cohorts.models.cohort import TITLE_LENGTH, VENUE_LENGTH
from courses.cohorts.rules.attended import USUAL_PERCENT
from courses.cohorts.rules.questions import ANSWER_MOST, QUESTION_MOST
from courses.cohorts.rules.recurrence import MOST_MEETINGS
from lms.errors import BadInput
from lms.i18n import _, lazy
from lms.web.api import Choice, Day, PageForm, Radio, Several, needed, options, without_nul

REASON_MOST = 500
NOTE_MOST = 4000
TEXT_MOST = 1000
CODE_MOST = 64
TAKE_OVER, WAIT = "take-over", "wait"
ONCE, DAILY, WEEKLY = "once", "daily", "weekly"
DAYS_MORE, UNTIL = "days", "until"
COMES_NEXT = "next"  # in place of a part: what is missed, or else comes next
REASON = [Length(max=REASON_MOST, message=lazy("Use at most %(most)s characters.", most=REASON_MOST))]
LOGIN = [*needed(lazy("Type a user name or an e-mail address.")), Length(max=254)]
CHOSEN = [InputRequired(lazy("Choose from the list."))]


class DetailsForm(PageForm):
    """What trainers may change of a cohort."""

    title = StringField(
        lazy("Title"),
        [
            *needed(lazy("Give the cohort a title.")),
            Length(max=TITLE_LENGTH, message=lazy("Use at most %(most)s characters.", most=TITLE_LENGTH)),
        ],
        filters=[without_nul],
        description=lazy("Such as “Cohort 2026-2: port officers”."),
    )
    starts_on = DateField(lazy("First day"), [InputRequired(lazy("Choose the first day."))])
    ends_on = DateField(lazy("Last day"), [InputRequired(lazy("Choose the last day."))])
    time_zone = Choice(
        lazy("Time zone"), CHOSEN, description=lazy("Days and times of the cohort are in this time zone.")
    )
    venue = StringField(
        lazy("Place"),
        [Optional(), Length(max=VENUE_LENGTH, message=lazy("Use at most %(most)s characters.", most=VENUE_LENGTH))],
        filters=[without_nul],
        description=lazy("Where it meets, or “online”."),
    )
    language = Choice(lazy("Language of the meetings"), CHOSEN)
    attendance_percent = IntegerField(
        lazy("Share of the meetings for a confirmation of attendance, in percent"),
        [Optional(), NumberRange(1, 100, message=lazy("Type a number from 1 to 100."))],
        description=lazy("If you leave it empty, it is 80."),
        default=USUAL_PERCENT,
    )


class NewCohortForm(DetailsForm):
    """A cohort that is proposed."""

    course = Choice(lazy("Course"), CHOSEN)
    place = Choice(lazy("For the officers of"), CHOSEN)


class ReasonForm(PageForm):
    """Why something is done; whether a reason is needed, the service says."""

    reason = StringField(lazy("Reason"), REASON, filters=[without_nul])


class TrainerForm(PageForm):
    """Who leads the cohort too."""

    person = StringField(lazy("User name or e-mail"), LOGIN, filters=[without_nul])


class HandOverForm(PageForm):
    """To whom a cohort goes, and what is open."""

    trainer = Choice(lazy("Who hands over the cohort"), CHOSEN)
    person = StringField(lazy("User name or e-mail of the other trainer"), LOGIN, filters=[without_nul])
    note = TextAreaField(
        lazy("Note for the other trainer"),
        [
            *needed(lazy("Say what is still open, so that the other trainer can continue.")),
            Length(max=NOTE_MOST, message=lazy("Use at most %(most)s characters.", most=NOTE_MOST)),
        ],
        filters=[without_nul],
        description=lazy("What is still open, who needs help, what was promised."),
    )


class MoveForm(ReasonForm):
    """To which cohort an officer moves."""

    cohort = Choice(lazy("To the cohort"), CHOSEN)


class SubstituteForm(ReasonForm):
    """Who comes in the place of an officer."""

    person = StringField(lazy("User name or e-mail"), LOGIN, filters=[without_nul])


class WriteForm(PageForm):
    """What a trainer writes to officers, with what was shown of them before."""

    text = TextAreaField(
        lazy("Your message"),
        [
            *needed(lazy("Write what you want to tell the officers.")),
            Length(max=TEXT_MOST, message=lazy("Use at most %(most)s characters.", most=TEXT_MOST)),
        ],
        filters=[without_nul],
        description=lazy("Everybody gets the same text. At most %(most)s characters.", most=TEXT_MOST),
    )
    key = HiddenField(validators=[UUID(lazy("This form is not complete. Open it again from the board."))])
    shown = HiddenField()  # to whom it goes, as the page said last


class ExtendForm(PageForm):
    """How much more time officers get, and for what; with what was shown of them before."""

    part = Choice(lazy("Which deadline"), CHOSEN, default=COMES_NEXT)
    how = Radio(
        lazy("How much more time"),
        CHOSEN,
        choices=options(((DAYS_MORE, lazy("7 days more")), (UNTIL, lazy("Until a day")))),
        default=DAYS_MORE,
    )
    day = Day(lazy("Day"), [Optional()], description=lazy("Only if you chose “Until a day”."))
    shown = HiddenField()

    def day_chosen(self, today: date) -> date | None:
        """The day until which there is time; none: seven days more."""
        if self.how.data != UNTIL:
            return None
        chosen: date | None = self.day.data
        if chosen is None or chosen < today:
            raise BadInput("day", _("Choose a day that is still to come."))
        return chosen


class QuestionForm(PageForm):
    """What an officer asks under a lesson."""

    text = TextAreaField(
        lazy("Your question"),
        [
            *needed(lazy("Write your question.")),
            Length(max=QUESTION_MOST, message=lazy("Use at most %(most)s characters.", most=QUESTION_MOST)),
        ],
        filters=[without_nul],
        description=lazy("Your trainers read it, with your name. At most %(most)s characters.", most=QUESTION_MOST),
    )


class AnswerForm(PageForm):
    """What a trainer answers."""

    text = TextAreaField(
        lazy("Your answer"),
        [
            *needed(lazy("Write your answer.")),
            Length(max=ANSWER_MOST, message=lazy("Use at most %(most)s characters.", most=ANSWER_MOST)),
        ],
        filters=[without_nul],
        description=lazy("At most %(most)s characters. The officer also gets it as a message.", most=ANSWER_MOST),
    )


class JoinCodeForm(PageForm):
    """A join code, as it is read from a screen."""

    code = StringField(
        lazy("Code"),
        [
            *needed(lazy("Type the code that your trainer shows.")),
            Length(max=CODE_MOST, message=lazy("A code has eight letters and digits.")),
        ],
        filters=[without_nul],
        description=lazy("Eight letters and digits. Spaces, hyphens and small letters do not matter."),
    )


class JoinForm(PageForm):
    """What happens with a run of the course that is open."""

    run = Radio(
        lazy("You have already started this course"),
        [Optional()],
        choices=options(
            (
                (TAKE_OVER, lazy("Move it into the cohort: what I did counts, and the trainers see it")),
                (WAIT, lazy("First finish it alone, and start again with the cohort later")),
            )
        ),
    )


class ImportForm(PageForm):
    """A file of officers."""

    file = FileField(
        lazy("File"),
        [FileRequired(lazy("Choose the file."))],
        description=lazy("CSV, XLSX or ODS, up to 5 MB and 20,000 rows."),
    )


class MeetingForm(PageForm):
    """What is said of a meeting; its times are those of its zone."""

    title = StringField(
        lazy("Title"),
        [
            *needed(lazy("Give the meeting a title.")),
            Length(max=TITLE_LENGTH, message=lazy("Use at most %(most)s characters.", most=TITLE_LENGTH)),
        ],
        filters=[without_nul],
        description=lazy("Such as “Module 2: valuation”."),
    )
    day = Day(lazy("Day"), [InputRequired(lazy("Choose the day."))])
    at = TimeField(lazy("Starts at"), [InputRequired(lazy("Say when it starts, such as 09:00."))])
    minutes = IntegerField(
        lazy("Length in minutes"),
        [
            InputRequired(lazy("Say how many minutes it lasts.")),
            NumberRange(5, 720, message=lazy("A meeting lasts from 5 minutes to 12 hours.")),
        ],
    )
    place = StringField(
        lazy("Place"),
        [Optional(), Length(max=VENUE_LENGTH, message=lazy("Use at most %(most)s characters.", most=VENUE_LENGTH))],
        filters=[without_nul],
        description=lazy("The room, or the address of the video meeting."),
    )


class PlanForm(MeetingForm):
    """One meeting, or a series."""

    repeat = Radio(
        lazy("How often"),
        [InputRequired(lazy("Choose how often."))],
        choices=options(((ONCE, lazy("Once")), (WEEKLY, lazy("Every week")), (DAILY, lazy("Every day")))),
        default=ONCE,
    )
    weekdays = Several(
        lazy("Every week on"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=lazy("If you tick none: on the day of the first meeting."),
    )
    until = Day(
        lazy("Last day of the series"), [Optional()], description=lazy("This day is included. Or give a number.")
    )
    count = IntegerField(
        lazy("Or how many meetings"),
        [
            Optional(),
            NumberRange(1, MOST_MEETINGS, message=lazy("Type a number from 1 to %(most)s.", most=MOST_MEETINGS)),
        ],
    )


class ChangeMeetingForm(MeetingForm):
    """What is other of a meeting, or of all that follow it."""

    following = BooleanField(lazy("Also all later meetings of the series"))


class CancelMeetingForm(ReasonForm):
    """Why a meeting is not held, or all that follow it."""

    following = BooleanField(lazy("Also all later meetings of the series"))


class MeetingCodeForm(PageForm):
    """The code of a meeting, as it is read from the screen."""

    code = StringField(
        lazy("Code on the screen"),
        [
            *needed(lazy("Type the code that is on the screen.")),
            Length(max=CODE_MOST, message=lazy("A code has eight digits.")),
        ],
        filters=[without_nul],
        description=lazy("Eight digits. Spaces do not matter."),
    )

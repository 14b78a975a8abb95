"""The shape of what people type about missions."""

from typing import Any

from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from assessments.missions import labels
from assessments.missions.models import EMAIL_LENGTH, HOST_LENGTH, TITLE_LENGTH
from assessments.missions.rules.entries import FIELDS, WORDS_MOST, EntryField, Section, Topic
from lms.i18n import lazy as _l
from lms.web.api import Choice, Day, PageForm, Radio, Several, at_most, needed, options, without_nul

CHOSEN = [InputRequired(_l("Choose from the list."))]


def area(label: Any, *, missing: Any = None, hint: Any = "") -> TextAreaField:
    """A text of several lines."""
    first = needed(missing) if missing else [Optional()]
    return TextAreaField(label, [*first, at_most(WORDS_MOST)], filters=[without_nul], description=hint)


class MissionForm(PageForm):
    """A mission; what its lists offer is set by the view."""

    title = StringField(
        _l("Title"), [*needed(_l("Give the mission a title.")), at_most(TITLE_LENGTH)], filters=[without_nul]
    )
    country = Choice(_l("Country"), CHOSEN)
    host = Choice(_l("Host administration"), [Optional()])
    units = Several(
        _l("Units of the host"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Those that the mission visits."),
    )
    activity = Choice(
        _l("Activity of the programme"),
        [Optional()],
        description=_l("Its fund and its partners are those of the mission."),
    )
    starts_on = Day(_l("First day"), [InputRequired(_l("Choose the first day."))])
    ends_on = Day(_l("Last day"), [InputRequired(_l("Choose the last day."))])
    time_zone = StringField(_l("Time zone"), needed(_l("Type a time zone, such as Bangkok.")), filters=[without_nul])
    language = Choice(_l("Language of the report"), CHOSEN)
    terms_training = area(labels.TOPICS[Topic.TRAINING])
    terms_legal = area(labels.TOPICS[Topic.LEGAL])
    terms_risk = area(labels.TOPICS[Topic.RISK])
    terms_operations = area(labels.TOPICS[Topic.OPERATIONS])


class MemberForm(PageForm):
    """Who joins a team, in which part; candidates with their expert."""

    login = StringField(
        _l("User name or e-mail address"),
        needed(_l("Type the user name or e-mail address of the person.")),
        filters=[without_nul],
    )
    part = Choice(_l("Part"), CHOSEN, choices=options(labels.PARTS.items()))
    supervisor = Choice(_l("Supervising expert"), [Optional()], description=_l("Of a candidate. Add the expert first."))


class MissionCancelForm(PageForm):
    """Why a mission does not take place."""

    reason = StringField(
        _l("Reason"), [*needed(_l("Say why. The team reads it.")), at_most(500)], filters=[without_nul]
    )


def _field(one: EntryField) -> Any:
    label = labels.FIELDS[one.name]
    first = CHOSEN if one.offers else needed(_l("Fill in this field.")) if one.needed else [Optional()]
    if one.offers:
        return Choice(label, first, choices=options(labels.OFFERED[one.name].items()))
    if one.is_day:
        return Day(label, [InputRequired(_l("Choose a day."))])
    kind = TextAreaField if one.most == WORDS_MOST else StringField
    hints = {
        "office": _l("A function, such as “head of the risk unit”. Never write the name of a person."),
        "owner": _l("One owner, by role, such as “head of training”. Never write the name of a person."),
        "evidence": _l("What you saw, read or were told, and by which function."),
    }
    return kind(label, [*first, at_most(one.most)], filters=[without_nul], description=hints.get(one.name, ""))


class EntryFormBase(PageForm):
    """What every section's form has: the revision that was on the page."""

    base = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])


ENTRY_FORMS: dict[Section, type[EntryFormBase]] = {
    section: type(f"{section.name.title()}Form", (EntryFormBase,), {one.name: _field(one) for one in fields})
    for section, fields in FIELDS.items()
}


class DeliverForm(PageForm):
    """To whom a report goes."""

    host_name = StringField(
        _l("Office that answers for the host"),
        [*needed(_l("Name the office that answers for the host.")), at_most(HOST_LENGTH)],
        filters=[without_nul],
        description=_l("Such as “Office of the Director General”."),
    )
    host_email = StringField(
        _l("E-mail address of this office"),
        [*needed(_l("Type the e-mail address of this office.")), at_most(EMAIL_LENGTH)],
        filters=[without_nul],
    )


class HostForm(PageForm):
    """What a host says of a report."""

    words = area(_l("What you think of the report"))
    answered_as = StringField(
        _l("Your name and function"),
        [*needed(_l("Type your name and function.")), at_most(HOST_LENGTH)],
        filters=[without_nul],
    )
    what = HiddenField(default="feedback", validators=[at_most(16)])


class FollowUpForm(PageForm):
    """Who answers for the host; the answers on recommendations are read beside it."""

    answered_as = StringField(
        _l("Your name and function"),
        [*needed(_l("Type your name and function.")), at_most(HOST_LENGTH)],
        filters=[without_nul],
    )


class AnnexForm(PageForm):
    """What an expert says of a candidate."""

    words = area(_l("What you saw"), missing=_l("Write what you saw of the candidate."))
    strengths = area(_l("Strengths"))
    needs = area(_l("Needs"))
    recommendation = Radio(_l("Your recommendation now"), CHOSEN, choices=options(labels.READINESS.items()))
    reason = StringField(_l("Why you change it"), [Optional(), at_most(500)], filters=[without_nul])
    base = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])


class AnnexSignForm(PageForm):
    """Signs the draft that was on the page."""

    base = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class PracticeForm(PageForm):
    """What an observer saw of somebody in an operation."""

    activity = Choice(_l("Operation"), CHOSEN)
    login = StringField(
        _l("User name or e-mail address"),
        needed(_l("Type the user name or e-mail address of the person.")),
        filters=[without_nul],
    )
    observed_on = Day(_l("Day on which you saw it"), [InputRequired(_l("Choose a day."))])
    words = area(_l("What you saw"), missing=_l("Write what you saw of this person."))

"""The shape of what people type about the programme."""

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from courses.programme import labels
from courses.programme.models import CODE_LENGTH, NAME_LENGTH, REASON_LENGTH, TITLE_LENGTH, WORDS_LENGTH
from courses.programme.rules.activities import FundKind, PartnerKind, TargetKind
from lms.i18n import lazy
from lms.web.api import Choice, Day, PageForm, Radio, Several, at_most, needed, options, without_nul

CHOSEN = [InputRequired(lazy("Choose from the list."))]
TARGET_MOST = 1_000_000


def boxes(label: str, description: str | None = None) -> Several:
    """Any number of some boxes to tick."""
    return Several(
        label,
        [Optional()],
        description=description or "",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def target(kind: TargetKind) -> IntegerField:
    """How many people an activity wants to reach in one sense."""
    words = lazy("A target is a number of people from 1 to %(most)s.", most=f"{TARGET_MOST:,}")
    return IntegerField(labels.TARGETS[kind], [Optional(), NumberRange(1, TARGET_MOST, words)])


class ActivityForm(PageForm):
    """An activity; what its lists offer is set by the view."""

    kind = Choice(lazy("Kind"), CHOSEN, choices=options(labels.ACTIVITY_KINDS.items()))
    title = StringField(
        lazy("Title"), [*needed(lazy("Give the activity a title.")), at_most(TITLE_LENGTH)], filters=[without_nul]
    )
    words = TextAreaField(
        lazy("What it is about"),
        [Optional(), at_most(WORDS_LENGTH)],
        filters=[without_nul],
        description=lazy("Do not name people here. Others may read it, also in another region."),
    )
    place = Choice(lazy("Where"), CHOSEN)
    starts_on = Day(lazy("First day"), [Optional()])
    ends_on = Day(lazy("Last day"), [Optional()])
    fund = Choice(lazy("Fund"), [Optional()])
    course = Choice(lazy("Course"), [Optional()])
    partners = boxes(lazy("Partners"))
    target_reached = target(TargetKind.REACHED)
    target_passed = target(TargetKind.PASSED)
    target_certified = target(TargetKind.CERTIFIED)
    target_trainers = target(TargetKind.TRAINERS)


class StateForm(PageForm):
    """How an activity stands from now on; which steps there are is set by the view."""

    status = Radio(lazy("From now on"), CHOSEN)
    reason = StringField(
        lazy("Reason"),
        [at_most(REASON_LENGTH)],
        filters=[without_nul],
        description=lazy("Required if it is cancelled, or goes back to an earlier status."),
    )


class LinkForm(PageForm):
    """Which cohort belongs to an activity."""

    cohort = Choice(lazy("Cohort"), CHOSEN)


class FundForm(PageForm):
    """A fund."""

    code = StringField(
        lazy("Code"),
        [*needed(lazy("Give the fund a code, such as that of its contract.")), at_most(CODE_LENGTH)],
        filters=[without_nul],
        description=lazy("Such as the number of its contract."),
    )
    name = StringField(lazy("Name"), [*needed(lazy("Name the fund.")), at_most(NAME_LENGTH)], filters=[without_nul])
    kind = Choice(lazy("Kind"), CHOSEN, choices=options(labels.FUND_KINDS.items()), default=FundKind.GRANT.value)
    donor = StringField(lazy("Donor"), [*needed(lazy("Name the donor.")), at_most(NAME_LENGTH)], filters=[without_nul])
    currency = StringField(
        lazy("Currency"),
        [Optional(), at_most(3)],
        filters=[without_nul],
        description=lazy("Three letters, such as EUR or USD."),
    )
    starts_on = Day(lazy("First day"), [InputRequired(lazy("Choose the first day."))])
    ends_on = Day(lazy("Last day"), [InputRequired(lazy("Choose the last day."))])


class PartnerForm(PageForm):
    """A partner; which countries there are is set by the view."""

    name = StringField(lazy("Name"), [*needed(lazy("Name the partner.")), at_most(NAME_LENGTH)], filters=[without_nul])
    kind = Choice(
        lazy("Kind"),
        CHOSEN,
        choices=options(labels.PARTNER_KINDS.items()),
        default=PartnerKind.INTERNATIONAL.value,
    )
    country = Choice(lazy("Country"), [Optional()])


class RegionForm(PageForm):
    """A region: countries that are here as boxes, others by their letters."""

    name = StringField(lazy("Name"), [*needed(lazy("Name the region.")), at_most(NAME_LENGTH)], filters=[without_nul])
    countries = boxes(lazy("Countries with an administration here"))
    others = StringField(
        lazy("Other countries"),
        [Optional(), at_most(WORDS_LENGTH)],
        filters=[without_nul],
        description=lazy("Two letters for each (ISO 3166), with commas between them, such as KH, MM."),
    )

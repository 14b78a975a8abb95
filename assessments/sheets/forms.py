"""What assessors and moderators send; a sheet's own fields follow from its rubric."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange

from assessments.rubrics.pages.sheet_fields import GivenRatings
from assessments.rubrics.rules.definition import RubricDefinition
from assessments.sheets.labels import KEPT, PROPOSALS
from assessments.sheets.rules.recommending import TopicProposal
from assessments.sheets.rules.states import KeptContent, ThirdBasis
from assessments.sheets.services.settling import MINUTES_LEAST, MINUTES_MOST, REASON_LEAST, REASON_MOST
from assessments.workshops.labels import TOPICS
from lms import ids
from lms.i18n import lazy as _l
from lms.web.api import PageForm, Radio, needed, options, without_nul

FIGURES = 4  # of a level or the place of a grade


@dataclass(frozen=True)
class TypedSheet:
    """What was sent of a sheet: the marks, and by field what is no mark at all."""

    given: GivenRatings
    faults: Mapping[str, str] = field(default_factory=dict)


def read_sheet(definition: RubricDefinition, sent: Mapping[str, str]) -> TypedSheet:
    """The fields of a sheet; what is no whole number is named by its field, with what was sent."""
    faults: dict[str, str] = {}

    def whole(name: str) -> int | None:
        text = sent.get(name, "")
        if text == "":
            return None
        if text.isascii() and text.isdigit() and len(text) <= FIGURES:
            return int(text)
        faults[name] = text[:20]
        return None

    ratings = {one: whole(f"rating-{one}") for one in definition.codes}
    comments = {one: without_nul(sent.get(f"comment-{one}", "")) for one in (*definition.codes, "")}
    return TypedSheet(
        GivenRatings(
            {code: level for code, level in ratings.items() if level is not None},
            comments,
            whole("grade"),
            bool(sent.get("flagged")),
        ),
        faults,
    )


def key_for(form_key: str, what: str) -> str:
    """The key of one act of a form: the same form sent again makes the same keys."""
    return str(uuid5(NAMESPACE_OID, f"{form_key}:{what}"))


class RatingSheetForm(PageForm):
    """The frame of a sheet: its token, and the key of this sending."""

    key = HiddenField(default=ids.new_uuid, validators=[Length(1, 36)], filters=[without_nul])


class SheetReopenForm(RatingSheetForm):
    """Why a sealed sheet is opened again."""

    reason = TextAreaField(
        _l("Why you open it again"),
        [
            InputRequired(_l("Say briefly why the sheet is opened again. The reason is saved.")),
            Length(REASON_LEAST, REASON_MOST, message=_l("Use between 5 and 2,000 characters.")),
        ],
        filters=[without_nul],
    )


def reason_field(label: Any) -> TextAreaField:
    """A reason of some words."""
    return TextAreaField(
        label,
        [
            InputRequired(_l("Give the reason. It is saved.")),
            Length(REASON_LEAST, REASON_MOST, message=_l("Use between 5 and 2,000 characters.")),
        ],
        filters=[without_nul],
    )


class ThirdForm(PageForm):
    """Who rates a third time, and from what; `assessor` offers those of the workshop."""

    assessor = Radio(_l("Third assessor"), needed(_l("Choose somebody from the list.")))
    basis = Radio(
        _l("What the third assessor rates"),
        needed(_l("Say what the third assessor rates.")),
        choices=options(
            (
                (ThirdBasis.RECORDING, _l("The recording, made with consent")),
                (ThirdBasis.IN_ROOM, _l("What they saw: they watched silently in the room")),
            )
        ),
    )


class RecordingForm(PageForm):
    """Whether there is a recording."""

    recorded = HiddenField(validators=[AnyOf(("yes", "no"))])

    @property
    def says_so(self) -> bool:
        """That there is one."""
        return self.recorded.data == "yes"


class PanelForm(PageForm):
    """The minutes of a panel; the levels that it decided are fields of the rubric."""

    minutes = TextAreaField(
        _l("Minutes"),
        [
            InputRequired(_l("Write the minutes: who was there, what was discussed.")),
            Length(MINUTES_LEAST, MINUTES_MOST, message=_l("Use between 20 and 5,000 characters.")),
        ],
        description=_l("Who was there, what was discussed, and why you decide so."),
        filters=[without_nul],
    )


class DiscussionForm(PageForm):
    """Why a result changes after the assessors talked; the new levels are fields of the rubric."""

    reason = reason_field(_l("Result of the discussion"))


class CopyForm(PageForm):
    """Which of two contents of one sheet counts."""

    kept = Radio(
        _l("Which sheet counts"),
        needed(_l("Choose one of the two.")),
        choices=options((k, KEPT[k]) for k in KeptContent),
    )
    reason = reason_field(_l("Why this one"))


class ReviewForm(PageForm):
    """What becomes of a sheet that came late."""

    what = Radio(
        _l("Next step"),
        needed(_l("Choose the next step.")),
        choices=options(
            (
                ("stays", _l("The result stays the same")),
                ("anew", _l("Combine again, with the late sheet")),
            )
        ),
    )
    reason = reason_field(_l("What you found"))


def read_levels(definition: RubricDefinition, sent: Mapping[str, str]) -> dict[str, int]:
    """The levels that a panel or a discussion names; what is no number is left out, and so refused where it is due."""
    found = {}
    for code in definition.codes:
        text = sent.get(f"level-{code}", "")
        if text.isascii() and text.isdigit() and len(text) <= FIGURES:
            found[code] = int(text)
    return found


class ReferenceForm(PageForm):
    """What a reference performance shows; its agreed levels are fields of the rubric."""

    title = StringField(
        _l("What is shown"),
        [
            *needed(_l("Say what is shown, such as “Film 1: a parcel with a carving”.")),
            Length(max=120, message=_l("Use at most 120 characters.")),
        ],
        filters=[without_nul],
    )


class RatingCodeForm(PageForm):
    """The code that stands on a paper sheet."""

    code = StringField(
        _l("Code on the sheet"),
        [*needed(_l("Type the code from the sheet.")), Length(max=40)],
        filters=[without_nul],
    )


class ObservationBeginForm(PageForm):
    """About whom a sheet is begun, and by which rubric; both are buttons of the page."""

    person = HiddenField(validators=[InputRequired(_l("Choose a trainee.")), Length(max=36)], filters=[without_nul])
    rubric = HiddenField(validators=[InputRequired(_l("Choose a rubric.")), Length(max=64)], filters=[without_nul])


class SamplingForm(PageForm):
    """How much of a workshop moderators look at."""

    share = IntegerField(
        _l("Random sample in percent"),
        [
            InputRequired(_l("Say how many percent of the results are reviewed.")),
            NumberRange(0, 100, message=_l("Use 0 to 100.")),
        ],
        description=_l(
            "About so many percent of the results of an exercise. They are chosen at random once and do not change."
        ),
    )
    least = IntegerField(
        _l("Minimum for each exercise"),
        [
            InputRequired(_l("Say how many of each exercise are reviewed in any case.")),
            NumberRange(0, 20, message=_l("Use 0 to 20.")),
        ],
    )
    near_cut = BooleanField(
        _l("Totals near the pass mark"), description=_l("Within one standard error of measurement of the rubric.")
    )
    critical = BooleanField(_l("A critical criterion fails"))
    new_assessors = BooleanField(
        _l("Rated by a new assessor"), description=_l("Somebody who sealed no sheet at an earlier workshop.")
    )
    outliers = BooleanField(
        _l("Rated by somebody much more or much less strict than the others"),
        description=_l("According to the figure on the board, if there is one."),
    )


class LookForm(PageForm):
    """Whether a moderator agrees with a result, and why not."""

    result = HiddenField(validators=[Length(36, 36)], filters=[without_nul])
    agrees = Radio(
        _l("Do you agree with this result?"),
        needed(_l("Say whether you agree.")),
        choices=options((("yes", _l("I agree")), ("no", _l("I do not agree")))),
    )
    reason = TextAreaField(
        _l("Why not"),
        [Length(0, REASON_MOST, message=_l("Use at most 2,000 characters."))],
        description=_l("Needed where you do not agree. It is kept, and the result stays until somebody changes it."),
        filters=[without_nul],
    )


class RecommendationForm(PageForm):
    """What a moderator recommends; `recommendation_form` gives it a field for each topic."""

    seen = HiddenField(validators=[Length(64, 64)], filters=[without_nul])
    summary = TextAreaField(
        _l("Summary"),
        [
            InputRequired(_l("Write a short summary of what was seen. The panel reads it.")),
            Length(REASON_LEAST, REASON_MOST, message=_l("Use between 5 and 2,000 characters.")),
        ],
        description=_l("What the candidate showed, what not, and why you propose this. Give the conditions."),
        filters=[without_nul],
    )
    minority = TextAreaField(
        _l("Different opinion"),
        [Length(0, REASON_MOST, message=_l("Use at most 2,000 characters."))],
        description=_l("If an assessor has a different opinion: what, and who. Leave it empty if everybody agrees."),
        filters=[without_nul],
    )

    @property
    def topics(self) -> list[Any]:
        """The fields of the topics."""
        return [self._fields[f"topic-{code}"] for code in TOPICS]

    @property
    def proposals(self) -> dict[str, TopicProposal]:
        """What was chosen, by topic."""
        return {code: TopicProposal(self._fields[f"topic-{code}"].data) for code in TOPICS}


def recommendation_form(**more: Any) -> RecommendationForm:
    """The form with a field for each topic."""
    fields: dict[str, Any] = {
        f"topic-{code}": Radio(
            title,
            needed(_l("Choose what you propose for each topic.")),
            choices=options((one, said) for one, (said, _tone) in PROPOSALS.items()),
        )
        for code, title in TOPICS.items()
    }
    made: RecommendationForm = type("TopicsForm", (RecommendationForm,), fields)(**more)
    return made

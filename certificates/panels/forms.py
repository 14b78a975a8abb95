"""The shape of what is typed about panels."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from certificates.candidates.labels import WORKING_LANGUAGES
from certificates.panels.rules import REASON_LEAST, REASON_MOST
from certificates.recognised.labels import topics_said
from certificates.schemes.rules.definition import SchemeDefinition, words
from certificates.schemes.rules.scopes import DecidedScope
from lms.i18n import language
from lms.i18n import lazy as _l
from lms.web.api import PageForm, Radio, Several, needed, options, own_name, without_nul

LONG_ENOUGH = Length(REASON_LEAST, REASON_MOST, message=_l("Use between 5 and 2,000 characters."))
MET, NOT_MET = "met", "not-met"


class ConveneForm(PageForm):
    """Who is in the panel is ticked beside this form; who leads it, and that all read the dossier."""

    language_fits = BooleanField(_l("Every member reads this language"))


class AddForm(PageForm):
    """One more member, from those who may."""

    person = Radio(_l("Member"), needed(_l("Choose a member from the list.")))


class WordsForm(PageForm):
    """Why somebody leaves, or why a panel ends."""

    words = StringField(
        _l("Why?"), [InputRequired(_l("Say why.")), LONG_ENOUGH], filters=[without_nul],
    )  # fmt: skip


class DecisionForm(PageForm):
    """What the chair writes down once all have voted."""

    reason = TextAreaField(
        _l("Reason for the candidate"),
        [InputRequired(_l("Give the reason. The candidate can read it.")), LONG_ENOUGH],
        description=_l(
            "Write it in the language of the dossier. The message also says what is not shown yet, and how to appeal."
        ),
        filters=[without_nul],
    )
    minutes = TextAreaField(
        _l("Minutes"),
        [InputRequired(_l("Write the minutes.")), LONG_ENOUGH],
        description=_l("Who said what, what was discussed, and any different opinion. The candidate cannot read this."),
        filters=[without_nul],
    )


class ScopedDecisionForm(DecisionForm):
    """The same, with that for which the candidate is to be certified; made by `decision_form`."""

    topics = Several(
        _l("Topics"),
        needed(_l("Choose at least one topic of the scheme.")),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    grade = Radio(_l("Grade"), needed(_l("Choose a grade of the scheme.")), validate_choice=False)
    languages = Several(
        _l("Languages"),
        needed(_l("Choose at least one language.")),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )


def decision_form(
    definition: SchemeDefinition, scope: DecidedScope | None, *, fresh: bool = False
) -> DecisionForm | ScopedDecisionForm:
    """What the chair writes down; with a scope to choose, which begins with this one, where the decision certifies.

    A scheme without grades offers none. What is chosen is judged with the rest of the decision.
    """
    more: dict[str, Any] = {"formdata": None} if fresh else {}
    if scope is None:
        return DecisionForm(**more)
    if fresh:
        more["data"] = {"topics": list(scope.topics), "grade": scope.grade, "languages": list(scope.languages)}
    made = ScopedDecisionForm(**more)
    made.topics.choices = options([(one, topics_said([one])) for one in definition.scopes.topics])
    made.languages.choices = options([(one, own_name(one)) for one in WORKING_LANGUAGES])
    if definition.scopes.grades:
        grades = [(one.code, words(one.title, language())) for one in definition.scopes.grades]
        made.grade.choices = options(grades)
    else:
        del made.grade
    return made


def scope_chosen(form: DecisionForm) -> DecidedScope | None:
    """The scope as the chair chose it; none where none is asked for."""
    if not isinstance(form, ScopedDecisionForm):
        return None
    grade = (form.grade.data or "") if "grade" in form else ""
    return DecidedScope(tuple(form.topics.data or ()), grade, tuple(form.languages.data or ()))


class VoteForm(PageForm):
    """A vote: a step, and for each competence whether it is shown and why; its fields are made by `vote_form`."""

    submit = SubmitField(_l("Vote"))

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of each competence."""
        return [(self._fields[f"met-{code}"], self._fields[f"words-{code}"]) for code in self.codes]

    codes: Sequence[str] = ()


def vote_form(steps: Iterable[tuple[str, str]], competences: Iterable[tuple[str, str]], **more: Any) -> VoteForm:
    """A form with the fields of this scheme."""
    known = list(competences)
    fields: dict[str, Any] = {
        "transition": Radio(_l("I vote for"), needed(_l("Choose what you vote for.")), choices=options(steps)),
        "words": TextAreaField(
            _l("Reason of your vote"), [InputRequired(_l("Give the reason of your vote.")), LONG_ENOUGH],
            filters=[without_nul],
        ),
        "codes": [code for code, _title in known],
    }  # fmt: skip
    for code, title in known:
        fields[f"met-{code}"] = Radio(
            title,
            needed(_l("Say of each competence whether it is shown.")),
            choices=options([(MET, _l("Shown")), (NOT_MET, _l("Not shown yet"))]),
        )
        fields[f"words-{code}"] = StringField(
            _l("Why?"), [InputRequired(_l("Give a reason for each competence.")), LONG_ENOUGH],
            filters=[without_nul],
        )  # fmt: skip
    made: VoteForm = type("SchemeVoteForm", (VoteForm,), fields)(**more)
    return made

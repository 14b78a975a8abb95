"""What stands in the way of a step, in words; what facts, gaps and proposals are called."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date

from assessments.api import Tie, tie_said
from certificates.candidates.queries.collecting import APPLICATION
from certificates.candidates.rules.matrix import MatrixGap
from certificates.candidates.rules.moving import Obstacle, StepBarrier
from certificates.candidates.rules.proposals import ProposalOutcome
from certificates.recognised.labels import topics_said
from certificates.schemes.labels import FACTS
from certificates.schemes.rules.definition import SchemeDefinition, TriggerFact, words
from certificates.schemes.rules.scopes import DecidedScope
from certificates.schemes.rules.sufficiency import Lack
from lms.i18n import _, language, ngettext
from lms.i18n import lazy as _l
from lms.web.api import own_name

WORKING_LANGUAGES = ("en", "fr", "es", "pt", "ar", "sw", "zh", "ru", "th", "lo", "km", "vi", "id", "ms", "hi")
PLAIN: Mapping[StepBarrier, Any] = {
    StepBarrier.UNKNOWN_STEP: _l("The scheme does not have this step."),
    StepBarrier.WRONG_STATE: _l("This step is not possible from the current status."),
    StepBarrier.OWN_FILE: _l("This is your own file. Somebody else has to act here."),
    StepBarrier.NOT_CANDIDATE: _l("Only the candidate takes this step."),
    StepBarrier.ONLY_RULE: _l("Nobody takes this step by hand. It happens automatically."),
    StepBarrier.NO_RIGHT: _l("You do not hold the role for this step."),
    StepBarrier.OVERTURNED: _l("An appeal reversed what you decided here. Somebody else has to take this step now."),
    StepBarrier.SECOND_MISSING: _l("A second person has to confirm this step."),
    StepBarrier.SECOND_SAME: _l("The second person has to be somebody else."),
    StepBarrier.NO_REASON: _l("Give the reasons. The candidate can read them."),
    StepBarrier.PANEL_MISSING: _l("A panel takes this step, with votes and signatures."),
    StepBarrier.NOTHING_REFUSED: _l("Nothing was refused, so there is nothing to appeal."),
}
OUTCOMES: Mapping[ProposalOutcome, Any] = {
    ProposalOutcome.CONFIRMED: _l("confirmed"),
    ProposalOutcome.REFUSED: _l("refused"),
    ProposalOutcome.WITHDRAWN: _l("removed"),
    ProposalOutcome.OVERTAKEN: _l("replaced by another step"),
}


def obstacle_said(obstacle: Obstacle, definition: SchemeDefinition) -> str:
    """What stands in the way, as a sentence."""
    barrier, what = obstacle.barrier, obstacle.what
    if barrier in PLAIN:
        return str(PLAIN[barrier])
    named = ", ".join(what)
    if barrier is StepBarrier.NOT_INDEPENDENT:
        return _("You cannot act here. %(fact)s", fact=" ".join(tie_said(Tie(one)) for one in what))
    if barrier is StepBarrier.EVIDENCE_MISSING:
        return _("Evidence is missing: %(what)s.", what=", ".join(kind_said(one, definition) for one in what))
    if barrier is StepBarrier.MACHINE_ALONE:
        return _("A machine marked this, and no person has confirmed it: %(what)s.", what=named)
    if barrier is StepBarrier.GAPS:
        return _("Not shown yet: %(what)s.", what=", ".join(competence_said(one, definition) for one in what))
    if barrier is StepBarrier.CUTS:
        return _("The pass mark is not reached: %(what)s.", what=named)
    if barrier is StepBarrier.FACT_MISSING:
        return _("This has to happen first: %(what)s.", what=", ".join(str(FACTS[TriggerFact(one)]) for one in what))
    if barrier is StepBarrier.NO_QUORUM:
        return _("Not enough members voted. The scheme asks for %(least)s.", least=named)
    if barrier is StepBarrier.SIGNATURES:
        return _("Not enough members who voted have signed. The scheme asks for %(least)s.", least=named)
    return _(
        "The last day to appeal was %(day)s. If you could not appeal in time, write to the "
        "quality officer and say why.",
        day=format_date(date.fromisoformat(what[0]), "long"),
    )


def kind_said(code: str, definition: SchemeDefinition) -> str:
    """What a kind of evidence is called."""
    kind = definition.evidence_kind(code)
    if kind is None and code == APPLICATION:
        return _("Application")
    return words(kind.title, language()) if kind else code


def competence_said(code: str, definition: SchemeDefinition) -> str:
    """What a competence is called."""
    found = next((one for one in definition.competences if one.code == code), None)
    return words(found.title, language()) if found else code


def state_said(code: str, definition: SchemeDefinition) -> str:
    """What a state is called."""
    state = definition.state(code)
    return words(state.title, language()) if state else code


def step_said(code: str, definition: SchemeDefinition) -> str:
    """What a step is called."""
    step = definition.transition(code)
    return words(step.title, language()) if step else code


def scope_lines(scope: DecidedScope, definition: SchemeDefinition) -> list[tuple[str, str]]:
    """For what somebody is certified, a line each: topics, grade, languages."""
    grade = next((words(one.title, language()) for one in definition.scopes.grades if one.code == scope.grade), "")
    lines = [
        (_("Topics"), topics_said(scope.topics)),
        (_("Grade"), grade),
        (_("Languages"), ", ".join(own_name(one) for one in scope.languages)),
    ]
    return [(name, said) for name, said in lines if said]


def gap_said(gap: MatrixGap) -> str:
    """What is missing for a competence, as a sentence."""
    if gap.lack is Lack.PIECES:
        return ngettext(
            "%(num)s more piece of evidence is needed.", "%(num)s more pieces of evidence are needed.", gap.missing
        )
    if gap.lack is Lack.KINDS:
        return ngettext(
            "Evidence of %(num)s other kind is needed.", "Evidence of %(num)s other kinds is needed.", gap.missing
        )
    return ngettext(
        "%(num)s more piece that a qualified expert observed is needed.",
        "%(num)s more pieces that a qualified expert observed are needed.",
        gap.missing,
    )

"""What was decided about a candidate, and until when it may be appealed; an appeal that is open has no end yet."""

from collections.abc import Iterable
from dataclasses import replace

from assessments.candidate_files.rules import AppealPeriod, day_is_over
from certificates.candidates.rules.days import last_day_to_appeal
from certificates.candidates.rules.history import Step
from certificates.candidates.rules.moving import is_appeal
from certificates.schemes.rules.definition import BEFORE, SchemeDefinition, StateKind


def appeal_period(definition: SchemeDefinition, steps: Iterable[Step]) -> AppealPeriod | None:
    """The newest decision and its period; none: nothing was decided, or what was decided did not stand.

    What a panel decides is a decision, and so is every refusal. An appeal that was dismissed ends on its day, or with
    the period where that is longer; one that was upheld leaves nothing decided.
    """
    found: AppealPeriod | None = None
    may_end = None
    for step in steps:
        known = definition.transition(step.transition)
        if known is None:
            continue
        origin = definition.state(step.from_state)
        if origin is not None and origin.kind is StateKind.APPEAL:
            if known.target == BEFORE:
                found = None
            elif found is not None and may_end is not None:
                found = replace(found, until=max(may_end, day_is_over(step.at.date())))
        elif is_appeal(definition, known):
            found = replace(found, until=None) if found is not None else None
        elif known.by_panel or known.refusal:
            may_end = day_is_over(last_day_to_appeal(definition, step.at))
            found = AppealPeriod(definition.slug, step.at, may_end)
    return found

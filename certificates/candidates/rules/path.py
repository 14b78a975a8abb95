"""The way that lies ahead of a candidate: the shortest one to the certificate, refusals and appeals left out."""

from collections import deque

from certificates.schemes.rules.definition import BEFORE, SchemeDefinition, StateKind, Transition


def path_ahead(definition: SchemeDefinition, state: str) -> tuple[str, ...]:
    """The states after this one on the shortest way to an award; none where no way leads there any more."""
    before: dict[str, str] = {state: ""}
    waiting = deque([state])
    while waiting:
        here = waiting.popleft()
        found = definition.state(here)
        if found is not None and found.kind is StateKind.AWARD and here != state:
            return _walked(before, here)
        for step in definition.steps_from(here):
            if step.target not in before and not step.refusal and step.target != BEFORE and _goes_on(definition, step):
                before[step.target] = here
                waiting.append(step.target)
    return ()


def _goes_on(definition: SchemeDefinition, step: Transition) -> bool:
    leads_to = definition.state(step.target)
    return leads_to is not None and leads_to.kind not in (StateKind.END, StateKind.APPEAL, StateKind.SUSPENDED)


def _walked(before: dict[str, str], last: str) -> tuple[str, ...]:
    way = [last]
    while before[way[-1]]:
        way.append(before[way[-1]])
    return tuple(reversed(way[:-1]))

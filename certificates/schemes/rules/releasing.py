"""Which steps of a scheme change what its holders hold: the release of a certificate, suspension and its lifting."""

from certificates.schemes.rules.definition import (
    DECIDES,
    RELEASES,
    SchemeDefinition,
    StateKind,
    Transition,
)

HELD = frozenset({StateKind.AWARD, StateKind.CONDITIONAL})
KIND = "scheme"


def scheme_ref(scheme_id: int) -> str:
    """How claims name a scheme, under whichever of its versions something was earned."""
    return f"{KIND}:{scheme_id}"


def is_of_scheme(ref: str) -> bool:
    """Whether a claim names a scheme; others name a course."""
    return ref.partition(":")[0] == KIND


def scheme_of(ref: str) -> int:
    """The scheme that a claim names; what names anything else is a ValueError."""
    if not is_of_scheme(ref):
        raise ValueError(f"{ref} is no scheme")
    return int(ref.partition(":")[2])


def releases(definition: SchemeDefinition, code: str, from_state: str, to_state: str) -> bool:
    """Whether a registrar releases a certificate by this step.

    It leads into an award from where none is held: who confirms a year of practice moves a holder and releases nothing.
    """
    step = definition.transition(code)
    return (
        step is not None
        and step.mover == RELEASES
        and _kind(definition, to_state) in HELD
        and _kind(definition, from_state) not in HELD | {StateKind.SUSPENDED}
    )


def confirms_year(definition: SchemeDefinition, code: str, from_state: str, to_state: str) -> bool:
    """Whether a registrar confirms a year of practice by this step: a holder stays one, and nothing is released."""
    step = definition.transition(code)
    stays = _kind(definition, from_state) in HELD and _kind(definition, to_state) in HELD
    return step is not None and step.mover == RELEASES and stays


def narrows(definition: SchemeDefinition, code: str, from_state: str, to_state: str) -> bool:
    """Whether a registrar releases a certificate with less scope: only who is suspended comes to where it happens."""
    before = [one for one in definition.transitions if one.target == from_state]
    set_aside = all(_kind(definition, source) is StateKind.SUSPENDED for one in before for source in one.sources)
    return bool(before) and set_aside and releases(definition, code, from_state, to_state)


def suspends(definition: SchemeDefinition, from_state: str, to_state: str) -> bool:
    """Whether a certificate that was held is set aside by a step between these states."""
    return _kind(definition, from_state) in HELD and _kind(definition, to_state) is StateKind.SUSPENDED


def resumes(definition: SchemeDefinition, from_state: str, to_state: str) -> bool:
    """Whether what was set aside is held again: lifted, or put back by an appeal."""
    set_aside = _kind(definition, from_state) in {StateKind.SUSPENDED, StateKind.APPEAL}
    return set_aside and _kind(definition, to_state) in HELD


def withdraws(definition: SchemeDefinition, code: str, from_state: str, to_state: str) -> bool:
    """Whether a certificate is taken away for good by this step: people refuse who held it or was suspended, and end.

    That it runs out, or that its holder leaves, takes nothing away before its time.
    """
    step = definition.transition(code)
    return (
        step is not None
        and step.refusal
        and step.by_person
        and _kind(definition, from_state) in HELD | {StateKind.SUSPENDED}
        and _kind(definition, to_state) is StateKind.END
    )


def undoes_withdrawal(definition: SchemeDefinition, from_state: str, to_state: str) -> bool:
    """Whether an appeal puts a holder back to where a certificate is held or suspended."""
    back = _kind(definition, to_state) in HELD | {StateKind.SUSPENDED}
    return _kind(definition, from_state) is StateKind.APPEAL and back


def step_by_managers(definition: SchemeDefinition, state: str, right: str, *, lifts: bool) -> Transition | None:
    """The step by which those with this right suspend a holder who is in this state, or lift that."""
    judge = resumes if lifts else suspends
    here = (one for one in definition.steps_from(state) if one.mover == right)
    return next((one for one in here if judge(definition, state, one.target)), None)


def is_panel_decision(step: Transition | None) -> bool:
    """Whether a panel of deciders took this step."""
    return step is not None and step.mover == DECIDES


def _kind(definition: SchemeDefinition, code: str) -> StateKind | None:
    found = definition.state(code)
    return found.kind if found is not None else None

"""Whether a scheme collects a piece of evidence, and as what."""

from dataclasses import replace
from typing import TypeVar

from assessments.api import FoundEvidence
from certificates.schemes.rules.definition import SchemeDefinition

APPLICATION = "application"  # always kept, also where the scheme does not name it: what somebody says of themselves
OBSERVATION = "observation"  # what a sheet of a trainer is where the scheme rates nothing by its rubric
OF_OBSERVATION = "observation:"  # before the name of the rubric of such a sheet
OF_RUBRIC = "rubric:"  # before the name of a rubric: the scheme says which kind of evidence is rated by it
Piece = TypeVar("Piece", bound=FoundEvidence)


def collected(definition: SchemeDefinition, piece: Piece) -> Piece | None:
    """The piece as the scheme takes it; none where it does not collect that kind.

    A performance is taken as what its rubric rates. One that was not passed shows that its competences are not met.
    """
    kind = kind_in(definition, piece.kind)
    if definition.evidence_kind(kind) is None:
        return None
    taken = replace(piece, kind=kind)
    if piece.outcome.get("passed") is False:
        unmet = {one.code: False for one in definition.competences if kind in one.sufficiency.of}
        taken = replace(taken, outcome={**piece.outcome, "met": unmet})
    return taken


def kind_in(definition: SchemeDefinition, kind: str) -> str:
    """What the scheme calls a kind of evidence: of a performance or an observation, what its rubric rates.

    An observation sheet by a rubric that the scheme does not name is an observation.
    """
    for before, otherwise in ((OF_RUBRIC, kind), (OF_OBSERVATION, OBSERVATION)):
        if kind.startswith(before):
            code = kind.removeprefix(before)
            return next((one.evidence for one in definition.rubrics if one.code == code), otherwise)
    return kind

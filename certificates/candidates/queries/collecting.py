"""Whether a scheme collects a piece of evidence, and as what."""

from dataclasses import replace
from typing import TypeVar

from assessments.api import FoundEvidence
from certificates.schemes.rules.definition import SchemeDefinition

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
    """What the scheme calls a kind of evidence: of a performance, what its rubric rates."""
    if not kind.startswith(OF_RUBRIC):
        return kind
    code = kind.removeprefix(OF_RUBRIC)
    return next((one.evidence for one in definition.rubrics if one.code == code), kind)

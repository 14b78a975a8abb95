"""Whether the evidence for a competence is enough: kinds, pieces, and how many a qualified expert observed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from certificates.schemes.rules.definition import Competence, SchemeDefinition


@dataclass(frozen=True)
class ShownPiece:
    """A piece of evidence as the rule sees it."""

    kind: str
    competences: frozenset[str] = field(default_factory=frozenset)  # for which it speaks
    observed: bool = False  # by a qualified expert


class Lack(StrEnum):
    """What a competence lacks."""

    KINDS = "kinds"
    PIECES = "pieces"
    OBSERVED = "observed"


@dataclass(frozen=True)
class CompetenceGap:
    """A competence that is not met, with each thing that it lacks: how many there are and how many it takes."""

    competence: str
    lacks: tuple[tuple[Lack, int, int], ...]


def gap_of(competence: Competence, shown: Iterable[ShownPiece]) -> CompetenceGap | None:
    """What this competence lacks; nothing where it is met."""
    rule = competence.sufficiency
    for_it = [one for one in shown if one.kind in rule.of and competence.code in one.competences]
    counts = (
        (Lack.KINDS, len({one.kind for one in for_it}), rule.kinds),
        (Lack.PIECES, len(for_it), rule.pieces),
        (Lack.OBSERVED, sum(one.observed for one in for_it), rule.observed),
    )
    lacks = tuple(one for one in counts if one[1] < one[2])
    return CompetenceGap(competence.code, lacks) if lacks else None


def gaps_of(definition: SchemeDefinition, shown: Sequence[ShownPiece]) -> list[CompetenceGap]:
    """Every competence that is not met, in the order of the scheme."""
    found = (gap_of(one, shown) for one in definition.competences)
    return [one for one in found if one is not None]

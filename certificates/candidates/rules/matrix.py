"""The evidence matrix: which piece speaks for which competence, and what is still missing; pure.

Rows are the competences of the scheme, columns the pieces. A piece that a machine scored counts once a person has
confirmed it (rule 12 of the pathway); one that was withdrawn, or followed by a newer version of the same, never does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from certificates.schemes.rules.definition import Competence, SchemeDefinition
from certificates.schemes.rules.sufficiency import Lack, ShownPiece, gap_of


@dataclass(frozen=True)
class Piece:
    """A piece of evidence in one version."""

    uuid: str
    ref: str
    digest: str
    kind: str
    title: str
    at: datetime
    competences: tuple[str, ...] = ()  # for which it speaks; none: all whose rule names its kind
    met: Mapping[str, bool] = field(default_factory=dict)  # by competence, where the piece says so
    observed: bool = False  # by a qualified expert
    by_machine: bool = False
    confirmed: bool = False  # by a person, of what a machine scored
    withdrawn: bool = False

    @property
    def counts(self) -> bool:
        """Whether it may be used: not withdrawn, and seen by a person."""
        return not self.withdrawn and (self.confirmed or not self.by_machine)


@dataclass(frozen=True)
class MatrixGap:
    """How many of what are missing for a competence."""

    competence: str
    lack: Lack
    missing: int


@dataclass(frozen=True)
class MatrixRow:
    """A competence with the pieces that speak for it, in the order of the columns: met, not met, or says nothing."""

    competence: Competence
    cells: tuple[bool | None, ...]
    gaps: tuple[MatrixGap, ...]

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return not self.gaps


@dataclass(frozen=True)
class Matrix:
    """Everything that speaks for a candidate, by competence."""

    pieces: tuple[Piece, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def gaps(self) -> tuple[MatrixGap, ...]:
        """What is missing, of all competences."""
        return tuple(gap for row in self.rows for gap in row.gaps)


def current(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The newest version of each piece, in the order in which they were handed; withdrawn ones are left out."""
    newest = {one.ref: one for one in pieces}
    return tuple(one for one in newest.values() if not one.withdrawn)


def speaks(piece: Piece, competence: Competence) -> bool | None:
    """Whether a piece shows a competence: yes, no, or it says nothing about it."""
    if piece.kind not in competence.sufficiency.of:
        return None
    if piece.competences and competence.code not in piece.competences:
        return None
    return piece.met.get(competence.code, True)


def matrix(definition: SchemeDefinition, pieces: Iterable[Piece]) -> Matrix:
    """The matrix of a candidate; `pieces` in the order in which they were taken up."""
    columns = current(pieces)
    return Matrix(columns, tuple(_row(competence, columns) for competence in definition.competences))


def _row(competence: Competence, columns: tuple[Piece, ...]) -> MatrixRow:
    cells = tuple(speaks(one, competence) for one in columns)
    good = [
        ShownPiece(one.kind, frozenset({competence.code}), one.observed)
        for one, cell in zip(columns, cells, strict=True)
        if cell and one.counts
    ]
    gap = gap_of(competence, good)
    lacks = gap.lacks if gap else ()
    return MatrixRow(
        competence, cells, tuple(MatrixGap(competence.code, lack, least - there) for lack, there, least in lacks)
    )

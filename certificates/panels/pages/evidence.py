"""The matrix of evidence as a panel reads it, and its columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from certificates.candidates.labels import gap_said, kind_said
from certificates.candidates.queries.standing import File
from certificates.candidates.rules.citing import changed_since
from certificates.schemes.rules.definition import words
from lms.i18n import _, language

Cell = TypeVar("Cell")


@dataclass(frozen=True)
class MatrixLine:
    """A competence, what each piece of evidence says of it, and what is missing."""

    title: str
    cells: Sequence[str]  # "met", "not-met" or empty
    gaps: Sequence[str]


@dataclass(frozen=True)
class EvidenceColumn:
    """A piece of evidence."""

    kind: str
    title: str
    at: datetime
    note: str = ""


def evidence_columns(file: File) -> list[EvidenceColumn]:
    """The evidence that stands, with what a reader must know of it."""
    pieces = file.matrix.pieces
    changed = set(changed_since(_last_cited(file), pieces))
    found = []
    for one in _named(file, pieces):
        notes = []
        if one.by_machine and not one.confirmed:
            notes.append(_("marked by a machine, not confirmed by a person"))
        if one.observed:
            notes.append(_("observed by a qualified expert"))
        if one.ref in changed:
            notes.append(_("changed since the last step"))
        found.append(EvidenceColumn(kind_said(one.kind, file.found.definition), one.title, one.at, ", ".join(notes)))
    return found


def matrix_lines(file: File) -> list[MatrixLine]:
    """The matrix in words."""
    said = {True: "met", False: "not-met", None: ""}
    return [
        MatrixLine(
            words(row.competence.title, language()),
            [said[cell] for cell in _named(file, row.cells)],
            [gap_said(gap) for gap in row.gaps],
        )
        for row in file.matrix.rows
    ]


def _last_cited(file: File) -> Sequence[Mapping[str, Any]]:
    return file.transitions[-1].cites if file.transitions else ()


def _named(file: File, row: Sequence[Cell]) -> list[Cell]:
    """Of a row of the matrix, what belongs to kinds that the scheme names: others speak for no competence."""
    named = [file.found.definition.evidence_kind(one.kind) is not None for one in file.matrix.pieces]
    return [one for one, holds in zip(row, named, strict=True) if holds]

"""On which versions of evidence a step rests, and what has changed since: rules 6 and 7 of the pathway."""

from collections.abc import Iterable, Mapping
from typing import Any

from certificates.candidates.rules.matrix import Piece, current


def cites(pieces: Iterable[Piece]) -> list[dict[str, str]]:
    """What a step keeps of the evidence that stands: which piece, and the digest of what it said."""
    return [{"uuid": one.uuid, "ref": one.ref, "digest": one.digest} for one in current(pieces)]


def changed_since(cited: Iterable[Mapping[str, Any]], pieces: Iterable[Piece]) -> list[str]:
    """The refs of what a decision used and what says something else now, or was withdrawn."""
    now = {one.ref: one.digest for one in current(pieces)}
    return [str(one["ref"]) for one in cited if now.get(str(one["ref"])) != one["digest"]]

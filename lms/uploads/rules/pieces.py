"""Pieces of a file: where each begins, which are missing, from where to go on."""

from collections.abc import Collection

from lms.gettext_noop import N_

PIECE = 256 * 1024  # bytes
WRONG_PLACE = N_("This part does not start or end where a part of this file does.")


class WrongPiece(Exception):
    """A piece that is none of this file."""


def piece_count(size: int, piece: int = PIECE) -> int:
    """How many pieces a file of `size` bytes has."""
    return -(-size // piece)


def piece_length(number: int, size: int, piece: int = PIECE) -> int:
    """How many bytes piece `number` has, counted from 0; the last may be shorter."""
    return min(piece, size - number * piece)


def piece_at(offset: int, length: int, size: int, piece: int = PIECE) -> int:
    """The number of the piece that begins at `offset` and has `length` bytes; WrongPiece where there is none."""
    number, rest = divmod(offset, piece)
    if rest or not 0 <= number < piece_count(size, piece) or length != piece_length(number, size, piece):
        raise WrongPiece
    return number


def received(have: Collection[int], size: int, piece: int = PIECE) -> int:
    """How many bytes of the file are here."""
    return sum(piece_length(number, size, piece) for number in have)


def missing(have: Collection[int], size: int, piece: int = PIECE) -> list[tuple[int, int]]:
    """What is not here yet: stretches from an offset up to another, in order; a sender goes on with the first."""
    stretches: list[tuple[int, int]] = []
    for number in range(piece_count(size, piece)):
        if number in have:
            continue
        begin = number * piece
        end = begin + piece_length(number, size, piece)
        if stretches and stretches[-1][1] == begin:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((begin, end))
    return stretches

"""The newest seal that somebody vouches for, as it is shown to everybody."""

from pathlib import Path

from lms.audit.seals import seal_file


def newest_signed(folder: Path) -> str | None:
    """The signed form of the newest seal of an instance that has one; none where no seal was signed lately."""
    lines = seal_file.tail(seal_file.path_in(folder)).lines
    return next((line.token for line in reversed(lines) if line.token is not None), None)

"""Validation errors of files that people write, with the place where each is to be mended."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """Something in a file that keeps it from being used: the file, the line from 1, and what to mend.

    Whoever reads a text without knowing its file leaves the file empty, and whoever knows it puts it in.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"

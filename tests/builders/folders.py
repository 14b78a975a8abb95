"""A course folder as questions are read: held in memory."""

from pathlib import Path

from courses.catalogue.course_folder.files import read_folder


def files_of(folder: Path) -> dict[str, bytes]:
    """The content of every file of a folder, by its path inside it."""
    return read_folder(folder).files

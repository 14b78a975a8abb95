"""Course folders read for what they name: every passage with the path under which somebody finds its file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from courses.catalogue.course_folder.files import COURSE, GLOSSARY, GLOSSARY_SOURCES, SHIPPED, read_folder
from courses.impact.passages.folders import codes_of, folder_passages
from courses.impact.rules.places import Passage

BESIDE = (GLOSSARY, GLOSSARY_SOURCES)  # what may lie beside a folder, for several courses


@dataclass(frozen=True)
class CourseTexts:
    """What a course says, and the codes of sources that it defines."""

    name: str
    passages: tuple[Passage, ...]
    codes: frozenset[str] = field(default_factory=frozenset)


def shipped_folders() -> list[Path]:
    """The folders of the courses that come with the product."""
    return sorted(path.parent for path in SHIPPED.glob(f"*/{COURSE}"))


def read_courses(folders: Iterable[Path]) -> list[CourseTexts]:
    """These folders; a glossary beside several of them is read once, with the first that has it."""
    read: list[CourseTexts] = []
    seen: set[str] = set()
    for folder in folders:
        files = read_folder(folder).files
        found = [replace(one, file=_where(folder, one.file)) for one in folder_passages(files)]
        fresh = tuple(one for one in found if one.file not in seen)
        seen |= {one.file for one in found}
        read.append(CourseTexts(folder.name, fresh, frozenset(codes_of(files))))
    return read


def _where(folder: Path, inside: str) -> str:
    """The path of a file as it is typed from where the folder was named."""
    places = [folder / inside]
    if inside in BESIDE:
        places += [folder.parent / inside, SHIPPED / inside]
    found = next((one for one in places if one.is_file()), places[0])
    here = Path.cwd()
    return str(found.relative_to(here) if found.is_relative_to(here) else found)


def all_passages(courses: Sequence[CourseTexts]) -> Iterator[Passage]:
    """The passages of all of them."""
    for course in courses:
        yield from course.passages

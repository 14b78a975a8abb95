"""All passages of a course folder, in every language that it has."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from courses.catalogue.course_folder.files import COURSE, EXAMS, GLOSSARY, GLOSSARY_SOURCES, SOURCES, apart
from courses.catalogue.course_folder.not_examined import NOT_EXAMINED
from courses.impact.passages.drawings import drawing_passages
from courses.impact.passages.glossaries import glossary_passages
from courses.impact.passages.lessons import lesson_passages
from courses.impact.passages.yaml_files import yaml_passages
from courses.impact.rules.places import Passage, PassageKind
from lms.text.located_yaml import read_yaml

YAML_KINDS = {
    COURSE: PassageKind.COURSE,
    EXAMS: PassageKind.COURSE,
    SOURCES: PassageKind.SOURCE,
    GLOSSARY_SOURCES: PassageKind.SOURCE,
}


def folder_passages(files: Mapping[str, bytes]) -> Iterator[Passage]:
    """What a course says, file by file; letters that cannot be read are left out, which `check` reports."""
    own = language_of(files)
    for path in sorted(files):
        language, inside = apart(PurePosixPath(path))
        language = language or own
        text = files[path].decode(errors="replace")
        folder = inside.parts[0] if len(inside.parts) > 1 else ""
        if folder == "lessons":
            yield from lesson_passages(path, text, language)
        elif folder == "questions":
            yield from yaml_passages(path, text, language, PassageKind.QUESTION)
        elif inside.suffix == ".svg":
            yield from drawing_passages(path, files[path], language)
        elif inside.name == GLOSSARY:
            yield from glossary_passages(path, text)
        elif inside.name in YAML_KINDS:
            yield from yaml_passages(path, text, language, YAML_KINDS[inside.name])


def language_of(files: Mapping[str, bytes]) -> str:
    """The language of a course folder; English where course.yaml does not say."""
    value = read_yaml(files.get(COURSE, b"").decode(errors="replace")).value
    said = value.get("language") if isinstance(value, dict) else None
    return said if isinstance(said, str) else "en"


def codes_of(files: Mapping[str, bytes]) -> set[str]:
    """The codes of sources that a folder defines."""
    found: set[str] = set()
    for name in (SOURCES, GLOSSARY_SOURCES):
        value = read_yaml(files.get(name, b"").decode(errors="replace")).value
        if isinstance(value, dict):
            found |= {str(code) for code in value}
    return found - {NOT_EXAMINED}

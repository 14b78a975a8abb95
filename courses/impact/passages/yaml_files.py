"""The passages of YAML files: questions, titles of a course and its exams, sources; each text with its own line."""

from collections.abc import Iterator, Sequence

from courses.catalogue.course_folder.not_examined import NOT_EXAMINED
from courses.impact.passages.text import Line, listed, passage
from courses.impact.rules.places import NOTHING, Passage, PassageKind
from lms.text.yaml_scalars import WrittenScalar, written_scalars

NOT_SHOWN = frozenset({
    "id", "kind", "use", "topic", "lesson", "file", "shape", "coords", "until", "points", "scoring", "right",
    "suspicious", "defect", "tolerance", "tolerance_type", "unit", "slug", "lessons", "checkpoint", "final",
    "gain_test", "language", "licence", "version", "updated", "final_opens", "module", "read", "grade", "sheet",
    "read_on", "next_reading", "address", "items",
})  # fmt: skip
TYPED = frozenset({"accepted", "units"})  # whose names are words that people type
CODES = frozenset({"sources", "newer"})
NAMES = ("id", "slug")  # of a question, of an exam


def yaml_passages(file: str, text: str, language: str, kind: PassageKind) -> Iterator[Passage]:
    """Every text that people read in it, and every code; of a file that is no YAML each line by itself."""
    scalars = written_scalars(text)
    if scalars is None:
        for line in enumerate(text.split("\n"), start=1):
            yield passage(kind, "", language, file, [line])
        return
    names = _names_of_entries(scalars)
    for one in scalars:
        of = names.get(one.entry) or (one.path[0] if one.path else one.value)
        if is_code(one, kind):
            yield listed(kind, of, language, file, _lines(one))
        elif is_shown(one):
            yield passage(kind, of, language, file, _lines(one))


def is_code(scalar: WrittenScalar, kind: PassageKind) -> bool:
    """Whether it names sources: where one is defined, or in a list of codes."""
    if scalar.is_name:
        return kind is PassageKind.SOURCE and not scalar.path and scalar.value != NOT_EXAMINED
    return bool(CODES & set(scalar.path[-1:]))


def is_shown(scalar: WrittenScalar) -> bool:
    """Whether people read it: a text, or a word that they type."""
    if NOT_SHOWN & set(scalar.path):
        return False
    return bool(TYPED & set(scalar.path[-1:])) if scalar.is_name else True


def _names_of_entries(scalars: Sequence[WrittenScalar]) -> dict[int, str]:
    """The id of each question, or the slug of each exam, by its place in the file."""
    return {one.entry: one.value for one in scalars if len(one.path) == 1 and one.path[0] in NAMES and not one.is_name}


def _lines(scalar: WrittenScalar) -> list[Line]:
    """A value as the file writes it, line by line; its quotation marks are blanks."""
    written = scalar.written
    if scalar.is_quoted:
        written = f" {written[1:-1]} ".replace('\\"', f'{NOTHING}"').replace("\\n", "  ")
    return list(enumerate(written.split("\n"), start=scalar.line))

"""The register of claims of a course folder: every statement in every language, and what rests on what."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from courses.catalogue.claims.judging import Statement
from courses.catalogue.claims.overview import RegisterOverview, overview
from courses.catalogue.course_folder.bundle import Bundle, facts
from courses.catalogue.course_folder.files import GLOSSARY_SOURCES, SOURCES
from courses.catalogue.course_folder.statements import statement_of_word, statements_of
from courses.ports.assessments import ASSESSMENTS


def statements_in(bundle: Bundle) -> Iterator[Statement]:
    """The statements of lessons, figures, questions and words; of translations too, under the folder of each."""
    yield from _in_language(bundle)
    yield from map(statement_of_word, bundle.glossary.values())
    for language, other in bundle.translations.items():
        for one in _in_language(other):
            yield replace(one, file=f"{language}/{one.file}")


def _in_language(bundle: Bundle) -> Iterator[Statement]:
    for lesson in bundle.lessons.values():
        yield from statements_of(lesson)
    if bundle.course:
        yield from ASSESSMENTS.provider().questions.statements(bundle.files, facts(bundle, bundle.course))


def register_of(bundle: Bundle, on: date) -> RegisterOverview:
    """What rests on what in this folder, as on this day."""
    files = (SOURCES, GLOSSARY_SOURCES)
    return overview(statements_in(bundle), bundle.sources, bundle.glossary_sources, files, on)

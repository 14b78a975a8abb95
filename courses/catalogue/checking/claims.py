"""What `lms courses check` looks for in the register of claims: every claim has a source that carries it."""

from collections.abc import Iterator
from datetime import date

from courses.catalogue.claims.judging import claim_faults, reading_faults
from courses.catalogue.course_folder.blocks import LessonFile
from courses.catalogue.course_folder.bundle import Bundle
from courses.catalogue.course_folder.files import GLOSSARY_SOURCES, SOURCES
from courses.catalogue.course_folder.statements import statement_of_word, statements_of
from lms.text.problems import Problem


def claim_problems(bundle: Bundle, lesson: LessonFile) -> Iterator[Problem]:
    """What is wrong with the claims of a lesson and their sources."""
    known = {} if bundle.has_problem_in(SOURCES) else bundle.sources
    front = lesson.front.value if isinstance(lesson.front.value, dict) else {}
    listed = front.get("sources")
    for one in statements_of(lesson):
        for words in claim_faults(one, known, SOURCES):
            yield Problem(one.file, one.line, words)
        if isinstance(listed, list):
            for code in one.codes:
                if code not in listed and (code in known or not known):
                    words = f"The source {code} is used here. List it in “sources” at the head of the lesson too."
                    yield Problem(one.file, one.line, words)


def word_problems(bundle: Bundle) -> Iterator[Problem]:
    """What is wrong with the claims of the glossary and their sources."""
    if bundle.has_problem_in(GLOSSARY_SOURCES):
        return
    for word in bundle.glossary.values():
        one = statement_of_word(word)
        if word.sources and not bundle.glossary_sources:
            yield Problem(one.file, one.line, f"This word names sources, and there is no {GLOSSARY_SOURCES} beside.")
            continue
        for words in claim_faults(one, bundle.glossary_sources, GLOSSARY_SOURCES):
            yield Problem(one.file, one.line, words)


def reading_problems(bundle: Bundle, on: date) -> list[Problem]:
    """The sources that were to be read again before this day: what was loaded stays, and a check fails."""
    both = ((SOURCES, bundle.sources), (GLOSSARY_SOURCES, bundle.glossary_sources))
    return sorted(
        Problem(file, source.line, words)
        for file, sources in both
        for source in sources.values()
        for words in reading_faults(source, on)
    )

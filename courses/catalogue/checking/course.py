"""Whether a course folder may be loaded: every fault, with its file and line."""

from collections import Counter as Count
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from courses.catalogue.checking.claims import claim_problems, word_problems
from courses.catalogue.checking.lessons import lesson_problems
from courses.catalogue.checking.translations import own_problems, translation_problems
from courses.catalogue.course_folder.bundle import Bundle, facts
from courses.catalogue.course_folder.course_file import CourseSpec
from courses.catalogue.course_folder.files import COURSE
from courses.ports.assessments import ASSESSMENTS
from courses.ports.questions import CourseFacts
from lms.text.problems import Problem


def problems_of(bundle: Bundle, today: date) -> list[Problem]:
    """Everything that keeps the folder from being loaded on this day, by file and line; empty means it may."""
    found = _one_language(bundle, today)
    for language, translated in bundle.translations.items():
        found |= own_problems(bundle, language, _one_language(translated, today))
        if bundle.course:
            found.update(translation_problems(bundle, bundle.course, language))
    return sorted(found)


def _one_language(bundle: Bundle, today: date) -> set[Problem]:
    """What is wrong with a course, or with a translation as a course of its own."""
    found = set(bundle.problems)
    if bundle.course:
        course_facts = facts(bundle, bundle.course)
        found.update(_course(bundle, bundle.course))
        found.update(_checks(course_facts))
        for slug in dict.fromkeys(bundle.course.lessons):
            if slug in bundle.lessons:
                found.update(lesson_problems(bundle, bundle.course, bundle.lessons[slug]))
                found.update(claim_problems(bundle, bundle.lessons[slug]))
        found.update(word_problems(bundle))
        found.update(ASSESSMENTS.provider().questions.check(bundle.files, course_facts, today))
    return found


def _course(bundle: Bundle, course: CourseSpec) -> Iterator[Problem]:
    lines = bundle.course_lines
    named: Count[str] = Count()
    for n, module in enumerate(course.modules):
        for m, slug in enumerate(module.lessons):
            named[slug] += 1
            line = lines.line("modules", n, "lessons", m)
            if named[slug] > 1 and slug:
                yield Problem(COURSE, line, f"The lesson {slug} is named a second time.")
            elif slug and f"lessons/{slug}.md" not in bundle.files:
                yield Problem(COURSE, line, f"The lesson {slug} is named here, but lessons/{slug}.md is missing.")
    for path in bundle.folder.names("lessons"):
        if PurePosixPath(path).stem not in named:
            yield Problem(path, 1, "course.yaml does not name this lesson.")
    yield from _doubled_names(bundle, course)


def _doubled_names(bundle: Bundle, course: CourseSpec) -> Iterator[Problem]:
    lines = bundle.course_lines
    modules: Count[str] = Count()
    steps: Count[str] = Count(course.lessons)
    for n, module in enumerate(course.modules):
        modules[module.slug] += 1
        if modules[module.slug] > 1 and module.slug:
            yield Problem(COURSE, lines.line("modules", n, "slug"), f"The module {module.slug} is there twice.")
        if module.checkpoint:
            steps[module.checkpoint] += 1
            if steps[module.checkpoint] > 1:
                words = f"The name {module.checkpoint} is used twice."
                yield Problem(COURSE, lines.line("modules", n, "checkpoint"), words)
    if course.final and steps[course.final]:
        yield Problem(COURSE, lines.line("final"), f"The name {course.final} is used twice.")


def _checks(course_facts: CourseFacts) -> Iterator[Problem]:
    used: Count[str] = Count()
    for check in course_facts.checks:
        used[check.name] += 1
        if used[check.name] > 1:
            yield Problem(check.file, check.line, f"The check {check.name} stands in the lessons a second time.")

"""A course folder as it is read: what course.yaml, sources.yaml, the lessons, the pictures and the glossary say."""

from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from courses.catalogue.claims.source import CitedSource
from courses.catalogue.course_folder import pictures
from courses.catalogue.course_folder.blocks import CheckFence, LessonFile, read_lesson
from courses.catalogue.course_folder.course_file import CourseSpec, read_course
from courses.catalogue.course_folder.files import (
    COURSE,
    GLOSSARY,
    GLOSSARY_SOURCES,
    SOURCES,
    Folder,
    content_hash,
    read_folder,
)
from courses.catalogue.course_folder.glossary import Glossary, read_glossary
from courses.catalogue.course_folder.not_examined import read_not_examined
from courses.catalogue.course_folder.sources import read_sources
from courses.ports.questions import CourseFacts, Mention, NotExamined, PictureSize
from lms.text.located_yaml import LocatedYaml, read_yaml
from lms.text.problems import Problem

SHARED = (
    SOURCES,
    GLOSSARY,
    GLOSSARY_SOURCES,
)  # what every language of a course has in common, beside pictures without words


@dataclass
class Bundle:
    """A whole course folder, as far as it could be read, with what was wrong while reading."""

    folder: Folder
    course: CourseSpec | None = None
    course_lines: LocatedYaml = field(default_factory=LocatedYaml)
    sources: dict[str, CitedSource] = field(default_factory=dict)
    glossary_sources: dict[str, CitedSource] = field(default_factory=dict)  # of the words alone
    not_examined: tuple[NotExamined, ...] = ()
    lessons: dict[str, LessonFile] = field(default_factory=dict)  # by slug
    figures: dict[str, PictureSize] = field(default_factory=dict)  # by name
    glossary: Glossary = field(default_factory=dict)
    translations: "dict[str, Bundle]" = field(default_factory=dict)  # by language; each a course folder of its own

    @property
    def problems(self) -> list[Problem]:
        """What was wrong while reading."""
        return self.folder.problems

    def has_problem_in(self, path: str) -> bool:
        """Whether this file has a fault of its own: what is looked up in it in vain is not reported beside that."""
        return any(one.file == path for one in self.problems)

    @property
    def files(self) -> dict[str, bytes]:
        """The content of every file by its path."""
        return self.folder.files

    @property
    def hash(self) -> str:
        """The hash of the whole content."""
        return content_hash(self.files)


def read_bundle(root: Path) -> Bundle:
    """Read a course folder from disk."""
    return parse(read_folder(root))


def parse(folder: Folder, called: str | None = None) -> Bundle:
    """Read a course from the files of its folder; `called` as in `read_glossary`."""
    bundle = Bundle(folder)
    document = _yaml_of(bundle, COURSE)
    if document:
        bundle.course_lines, bundle.course = document, read_course(document, bundle.problems)
    listed = _yaml_of(bundle, SOURCES)
    if listed:
        bundle.sources = read_sources(listed, bundle.problems)
        bundle.not_examined = read_not_examined(listed, bundle.sources, bundle.problems)
    for path in folder.names("lessons"):
        text = folder.text(path)
        slug = PurePosixPath(path).stem
        lesson = read_lesson(slug, path, text, folder.problems) if text is not None else None
        if lesson:
            bundle.lessons[slug] = lesson
    for path in folder.names("figures"):
        name = PurePosixPath(path).name
        size, faults = pictures.look(name, folder.files[path])
        folder.problems.extend(Problem(path, line, words) for line, words in faults)
        if size:
            bundle.figures[name] = size
    words = _yaml_of(bundle, GLOSSARY_SOURCES) if GLOSSARY_SOURCES in folder.files else None
    if words:
        bundle.glossary_sources = read_sources(words, bundle.problems, GLOSSARY_SOURCES)
    language = bundle.course.language if bundle.course else "en"
    bundle.glossary = read_glossary(folder.text(GLOSSARY), language, folder.problems, called)
    for other in folder.languages:
        bundle.translations[other] = parse(_translated(folder, other), called=language)
    return bundle


def _translated(folder: Folder, language: str) -> Folder:
    """The files of a translation as a course folder of its own: what it does not bring is the course's."""
    prefix = f"{language}/"
    shared = {path: data for path, data in folder.files.items() if path in SHARED or path.startswith("figures/")}
    own = {path.removeprefix(prefix): data for path, data in folder.files.items() if path.startswith(prefix)}
    return Folder(shared | own)


def facts(bundle: Bundle, course: CourseSpec) -> CourseFacts:
    """What questions and exams of the folder must fit."""
    lines = bundle.course_lines
    checkpoints = [
        Mention(module.checkpoint, COURSE, lines.line("modules", n, "checkpoint"))
        for n, module in enumerate(course.modules)
        if module.checkpoint
    ]
    checks = [
        Mention(block.id, bundle.lessons[slug].path, block.line)
        for slug in dict.fromkeys(course.lessons)
        if slug in bundle.lessons
        for block in bundle.lessons[slug].blocks
        if isinstance(block, CheckFence)
    ]
    return CourseFacts(
        slug=course.slug,
        lessons={lesson: module.slug for module in course.modules for lesson in module.lessons},
        sources={} if bundle.has_problem_in(SOURCES) else bundle.sources,
        figures=bundle.figures,
        checks=tuple(checks),
        checkpoints=tuple(checkpoints),
        final=Mention(course.final, COURSE, lines.line("final")) if course.final else None,
        not_examined=bundle.not_examined,
        gain_test=Mention(course.gain_test, COURSE, lines.line("gain_test")) if course.gain_test else None,
    )


def _yaml_of(bundle: Bundle, path: str) -> LocatedYaml | None:
    text = bundle.folder.text(path)
    if text is None:
        if path not in bundle.files and not any(p.file == path for p in bundle.problems):
            bundle.problems.append(Problem(path, 1, "The file is missing."))
        return None
    document = read_yaml(text)
    if document.problems:
        bundle.problems.extend(replace(one, file=path) for one in document.problems)
        return None
    if not isinstance(document.value, dict):
        bundle.problems.append(Problem(path, 1, "The file must hold names and values, each on its line."))
        return None
    return document

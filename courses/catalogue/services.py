"""Loading a course folder as a version, giving the folder back, and rendering pages anew."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue import queries
from courses.catalogue.checking.course import problems_of
from courses.catalogue.course_folder.bundle import Bundle, facts, parse
from courses.catalogue.course_folder.course_file import CourseSpec, ModuleSpec
from courses.catalogue.course_folder.files import Folder, apart, misplaced
from courses.catalogue.course_folder.glossary import Word
from courses.catalogue.course_folder.pictures import media_type
from courses.catalogue.models import Asset, Course, CourseFile, CourseVersion, Lesson, Module
from courses.catalogue.rendering.lesson_html import PAGE, Page, render, words_as_data
from courses.catalogue.rendering.search_entries import make_entries
from courses.events import CourseVersionPublished
from courses.ports import ASSESSMENTS, LoadedVersion, StoredPicture, Translated
from lms import events, ids, storage
from lms.errors import NotFound, RuleBroken
from lms.text.problems import Problem

Pictures = dict[str, Mapping[str, StoredPicture]]  # by language, "" the course's own, then by name


@dataclass(frozen=True)
class Loading:
    """The version that holds the folder's content, and whether it was made just now."""

    version: CourseVersion
    is_new: bool


class FolderRefused(RuleBroken):
    """A folder that may not be loaded, with everything that is wrong in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = f" The first: {problems[0]}" if problems else ""
        super().__init__(f"The course folder has {len(problems)} problems and was not loaded.{first}")
        self.problems = tuple(problems)


def load_course(
    session: Session, bundle: Bundle, *, actor_id: int | None, now: datetime, today: date | None = None
) -> Loading:
    """Publish the folder as the newest version; the same content again changes nothing, a faulty folder is refused.

    It is checked here and nowhere before, as on `today`, or else on the day of `now`.
    """
    found = problems_of(bundle, today or now.date())
    spec = bundle.course
    if found or spec is None:
        raise FolderRefused(found)
    course = queries.course_of(session, spec.slug) or _new_course(session, spec.slug)
    newest = queries.newest_version(session, course.id)
    same = queries.version_of_content(session, course.id, bundle.hash)
    if same is not None:
        if newest is not None and same.id != newest.id:
            words = f"This is the content of version {same.no}, and version {newest.no} came after it."
            raise RuleBroken(f"{words} To publish it again, give it another “version” in course.yaml.")
        return Loading(same, is_new=False)
    no = newest.no + 1 if newest else 1
    version = _new_version(session, course.id, no, bundle.hash, spec, actor_id=actor_id, now=now)
    pictures = _keep_files(session, version, bundle)
    _keep_lessons(session, version, bundle, spec, pictures)
    make_entries(session, version)
    _tell(session, version, bundle, spec, pictures, actor_id=actor_id, now=now)
    return Loading(version, is_new=True)


def _tell(
    session: Session,
    version: CourseVersion,
    bundle: Bundle,
    spec: CourseSpec,
    pictures: Pictures,
    *,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Have the questions and exams hung on the version, and note that it is there."""
    session.flush()
    loaded = LoadedVersion(
        id=version.id,
        course_id=version.course_id,
        slug=spec.slug,
        no=version.no,
        title=version.title,
        language=version.language,
        facts=facts(bundle, spec),
        pictures=pictures[""],
        translations={
            language: Translated(other.files, pictures[language]) for language, other in bundle.translations.items()
        },
    )
    ASSESSMENTS.provider().questions.load(session, bundle.files, loaded, actor_id=actor_id, now=now)
    subject = f"course:{version.course_id}"
    happened = CourseVersionPublished(subject=subject, actor_id=actor_id, at=now, no=version.no, hash=version.hash)
    events.publish(session, happened)


def _new_course(session: Session, slug: str) -> Course:
    course = Course(uuid=ids.new_uuid(), slug=slug)
    session.add(course)
    session.flush()
    return course


def _new_version(
    session: Session, course_id: int, no: int, content: str, spec: CourseSpec, *, actor_id: int | None, now: datetime
) -> CourseVersion:
    version = CourseVersion(
        uuid=ids.new_uuid(),
        course_id=course_id,
        no=no,
        label=spec.label,
        title=spec.title,
        summary=spec.summary,
        certifies=spec.certifies,
        language=spec.language,
        licence=spec.licence,
        valid_months=spec.valid_months,
        final=spec.final,
        card=asdict(spec.card),
        words=[],
        hash=content,
        loaded_at=now,
        loaded_by_id=actor_id,
        published_at=now,
    )
    session.add(version)
    session.flush()
    return version


def _keep_files(session: Session, version: CourseVersion, bundle: Bundle) -> Pictures:
    """Keep every file as it is; answers where pages find the pictures."""
    for path, data in sorted(bundle.files.items()):
        key = storage.put(data, PurePosixPath(path).suffix)
        session.add(CourseFile(course_version_id=version.id, path=path, key=key))
        language, inside = apart(PurePosixPath(path))
        if inside.parts[0] == "figures":
            size = (bundle.translations[language] if language else bundle).figures[inside.name]
            session.add(
                Asset(
                    course_version_id=version.id,
                    name=f"{language}/{inside.name}" if language else inside.name,
                    key=key,
                    media_type=media_type(inside.name),
                    width=size.width,
                    height=size.height,
                )
            )
    session.flush()
    return _pictures(session, version.id, bundle)


def _pictures(session: Session, version_id: int, bundle: Bundle) -> Pictures:
    """The pictures of a version by language, "" its own: a language shows the course's where it has none."""
    kept = queries.pictures_of_version(session, version_id)
    own = {name: picture for name, picture in kept.items() if "/" not in name}
    found: Pictures = {"": own}
    for language in bundle.translations:
        prefix = f"{language}/"
        brought = {name.removeprefix(prefix): one for name, one in kept.items() if name.startswith(prefix)}
        found[language] = own | brought
    return found


def _keep_lessons(
    session: Session, version: CourseVersion, bundle: Bundle, spec: CourseSpec, pictures: Pictures
) -> None:
    """Write modules and lessons in order, each page rendered once in each language."""
    no = 0
    used: dict[str, list[Word]] = {language: [] for language in pictures}
    others = {language: (other, _modules(other)) for language, other in bundle.translations.items()}
    for module_no, module in enumerate(spec.modules, 1):
        row = Module(
            course_version_id=version.id,
            no=module_no,
            slug=module.slug,
            title=module.title,
            aim=module.aim,
            checkpoint=module.checkpoint,
            translations={
                language: {"title": modules[module.slug].title, "aim": modules[module.slug].aim}
                for language, (_other, modules) in others.items()
            },
        )
        session.add(row)
        session.flush()
        for slug in module.lessons:
            no += 1
            page = render(bundle.lessons[slug], spec.slug, bundle.glossary, pictures[""])
            used[""].extend(page.words)
            translations = {}
            for language, (other, _modules_there) in others.items():
                there = render(other.lessons[slug], spec.slug, other.glossary, pictures[language])
                used[language].extend(there.words)
                translations[language] = _head(other, slug) | _said(there)
            front = bundle.lessons[slug].front.value
            session.add(
                Lesson(
                    course_version_id=version.id,
                    module_id=row.id,
                    no=no,
                    slug=slug,
                    minutes=front["minutes"],
                    sources=[[code, bundle.sources[code]] for code in front["sources"]],
                    renderer=PAGE,
                    translations=translations,
                    **_head(bundle, slug),
                    **_said(page),
                )
            )
    version.words = words_as_data(used[""])
    version.translations = {
        language: {
            "title": other.course.title,
            "summary": other.course.summary,
            "certifies": other.course.certifies,
            "words": words_as_data(used[language]),
        }
        for language, other in bundle.translations.items()
        if other.course
    }


def _modules(bundle: Bundle) -> dict[str, ModuleSpec]:
    return {module.slug: module for module in bundle.course.modules} if bundle.course else {}


def _head(bundle: Bundle, slug: str) -> dict[str, Any]:
    """Title and act of a lesson, as it says them."""
    front = bundle.lessons[slug].front.value
    return {"title": front["title"].strip(), "act": front["act"].strip()}


def _said(page: Page) -> dict[str, Any]:
    """What a rendered page says."""
    return {"parts": page.parts, "words": words_as_data(page.words)}


def export_course(session: Session, slug: str, target: Path) -> CourseVersion:
    """Write the newest version's files as they were loaded into an empty folder; it can be loaded elsewhere."""
    course = queries.course_of(session, slug)
    version = queries.newest_version(session, course.id) if course else None
    if version is None:
        raise NotFound
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RuleBroken("That folder is not empty. Name one that is empty or does not exist yet.")
    for path, data in sorted(_files_of(session, version.id).items()):
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return version


def _files_of(session: Session, version_id: int) -> dict[str, bytes]:
    """The files of a version, from the store."""
    kept = queries.files_of_version(session, version_id)
    if any(misplaced(path) for path in kept):
        raise RuleBroken("The database names a file outside the course folder; nothing was written.")
    return {path: storage.get(key) for path, key in kept.items()}


def render_again(session: Session, version: CourseVersion) -> None:
    """Render the pages of a version anew from its files: words stay, only the HTML follows the program."""
    bundle = parse(Folder(_files_of(session, version.id)))
    if bundle.course is None:
        raise RuleBroken(f"The stored files of course version {version.id} cannot be read.")
    pictures = _pictures(session, version.id, bundle)
    used: dict[str, list[Word]] = {language: [] for language in pictures}
    for lesson in queries.lessons_of_version(session, version.id):
        page = render(bundle.lessons[lesson.slug], bundle.course.slug, bundle.glossary, pictures[""])
        lesson.parts, lesson.words, lesson.renderer = page.parts, words_as_data(page.words), PAGE
        used[""].extend(page.words)
        translations = {}
        for language, other in bundle.translations.items():
            there = render(other.lessons[lesson.slug], bundle.course.slug, other.glossary, pictures[language])
            used[language].extend(there.words)
            translations[language] = _head(other, lesson.slug) | _said(there)
        lesson.translations = translations
    version.words = words_as_data(used[""])
    version.translations = {
        language: {**said, "words": words_as_data(used[language])} for language, said in version.translations.items()
    }
    session.flush()
    make_entries(session, version)

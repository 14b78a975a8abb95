"""Loading a course folder as a version, giving the folder back, and rendering pages anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from sqlalchemy.orm import Session

from courses.catalogue import queries
from courses.catalogue.bundle import Bundle, facts, parse
from courses.catalogue.check import problems_of
from courses.catalogue.course_file import CourseSpec
from courses.catalogue.folder import Folder, misplaced
from courses.catalogue.glossary import Word
from courses.catalogue.models import Asset, Course, CourseFile, CourseVersion, Lesson, Module
from courses.catalogue.pages import PAGE, render, words_as_data
from courses.catalogue.pictures import media_type
from courses.events import CourseVersionPublished
from courses.ports import LoadedVersion, StoredPicture, question_bundles
from lms import audit, ids, storage
from lms.errors import NotFound, RuleBroken


@dataclass(frozen=True)
class Loading:
    """The version that holds the folder's content, and whether it was made just now."""

    version: CourseVersion
    is_new: bool


def load_course(session: Session, bundle: Bundle, *, actor_id: int | None, now: datetime) -> Loading:
    """Publish the folder as the newest version; the same content again changes nothing, a faulty folder is refused."""
    found = problems_of(bundle)
    spec = bundle.course
    if found or spec is None:
        raise RuleBroken(f"The course folder has {len(found)} problems and was not loaded. The first: {found[0]}")
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
    _tell(session, version, bundle, spec, pictures, actor_id=actor_id, now=now)
    return Loading(version, is_new=True)


def _tell(
    session: Session,
    version: CourseVersion,
    bundle: Bundle,
    spec: CourseSpec,
    pictures: Mapping[str, StoredPicture],
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
        pictures=pictures,
    )
    for questions in question_bundles.all():
        questions.load(session, bundle.files, loaded, actor_id=actor_id, now=now)
    subject = f"course:{version.course_id}"
    happened = CourseVersionPublished(subject=subject, actor_id=actor_id, at=now, no=version.no, hash=version.hash)
    audit.record(session, happened)


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
        words=[],
        hash=content,
        loaded_at=now,
        loaded_by_id=actor_id,
        published_at=now,
    )
    session.add(version)
    session.flush()
    return version


def _keep_files(session: Session, version: CourseVersion, bundle: Bundle) -> dict[str, StoredPicture]:
    """Keep every file as it is; answers where pages find the pictures."""
    pictures: dict[str, StoredPicture] = {}
    for path, data in sorted(bundle.files.items()):
        key = storage.put(data, PurePosixPath(path).suffix)
        session.add(CourseFile(course_version_id=version.id, path=path, key=key))
        name = PurePosixPath(path).name
        if path.startswith("figures/"):
            size = bundle.figures[name]
            session.add(
                Asset(
                    course_version_id=version.id,
                    name=name,
                    key=key,
                    media_type=media_type(name),
                    width=size.width,
                    height=size.height,
                )
            )
            pictures[name] = queries.stored_picture(key, size.width, size.height)
    return pictures


def _keep_lessons(
    session: Session,
    version: CourseVersion,
    bundle: Bundle,
    spec: CourseSpec,
    pictures: Mapping[str, StoredPicture],
) -> None:
    """Write modules and lessons in order, each page rendered once."""
    no = 0
    used: list[Word] = []
    for module_no, module in enumerate(spec.modules, 1):
        row = Module(
            course_version_id=version.id,
            no=module_no,
            slug=module.slug,
            title=module.title,
            aim=module.aim,
            checkpoint=module.checkpoint,
        )
        session.add(row)
        session.flush()
        for slug in module.lessons:
            no += 1
            lesson = bundle.lessons[slug]
            page = render(lesson, spec.slug, bundle.glossary, pictures)
            used.extend(page.words)
            front = lesson.front.value
            session.add(
                Lesson(
                    course_version_id=version.id,
                    module_id=row.id,
                    no=no,
                    slug=slug,
                    title=front["title"].strip(),
                    minutes=front["minutes"],
                    act=front["act"].strip(),
                    parts=page.parts,
                    words=words_as_data(page.words),
                    sources=[[code, bundle.sources[code]] for code in front["sources"]],
                    renderer=PAGE,
                )
            )
    version.words = words_as_data(used)


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
    pictures = queries.pictures_of_version(session, version.id)
    for lesson in queries.lessons_of_version(session, version.id):
        page = render(bundle.lessons[lesson.slug], bundle.course.slug, bundle.glossary, pictures)
        lesson.parts, lesson.words, lesson.renderer = page.parts, words_as_data(page.words), PAGE
    session.flush()

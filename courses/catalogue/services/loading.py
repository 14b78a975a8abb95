"""A course folder loaded as a version and published."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.catalogue import queries
from courses.catalogue.checking.course import problems_of
from courses.catalogue.course_folder.bundle import Bundle, facts
from courses.catalogue.course_folder.course_file import CourseSpec, ModuleSpec
from courses.catalogue.course_folder.files import apart
from courses.catalogue.course_folder.glossary import Word
from courses.catalogue.course_folder.pictures import media_type
from courses.catalogue.models import Asset, Course, CourseFile, CourseVersion, Lesson, Module
from courses.catalogue.rendering.lesson_html import PAGE, render, words_as_data
from courses.catalogue.rendering.search_entries import make_entries
from courses.catalogue.rendering.stored_claims import claims_as_data, sources_as_data
from courses.catalogue.review.queries import version_under_review
from courses.catalogue.review.services.keeping import keep_pieces
from courses.catalogue.review.services.publishing import lacking, tell_published
from courses.catalogue.services.corrections import correction_problems
from courses.catalogue.services.rendering import Pictures, content_of, heading_of, pictures_by_language
from courses.events import CourseVersionWaits
from courses.ports.assessments import ASSESSMENTS
from courses.ports.questions import LoadedVersion, Translated
from lms import events, ids, storage
from lms.errors import RuleBroken
from lms.inserts import insert_missing
from lms.text.problems import Problem


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

    Where the course needs signatures that are not there, the version waits, and is published once they are. It is
    checked here and nowhere before, as on `today`, or else on the day of `now`.
    """
    found = problems_of(bundle, today or now.date())
    spec = bundle.course
    if found or spec is None:
        raise FolderRefused(found)
    course = _locked_course(session, spec.slug)
    newest = queries.newest_version(session, course.id)
    last = version_under_review(session, course.id)
    same = queries.version_of_content(session, course.id, bundle.hash)
    if same is not None:
        if newest is not None and last is not None and same.id not in (newest.id, last.id):
            words = f"This is the content of version {same.no}, and version {last.no} came after it."
            raise RuleBroken(f"{words} To publish it again, give it another “version” in course.yaml.")
        return Loading(same, is_new=False)
    refused = correction_problems(session, bundle, spec, newest)
    if refused:
        raise FolderRefused(refused)
    no = last.no + 1 if last else 1
    version = _new_version(session, course.id, no, bundle.hash, spec, actor_id=actor_id, now=now)
    pictures = _keep_files(session, version, bundle)
    _keep_lessons(session, version, bundle, spec, pictures)
    keep_pieces(session, version, bundle)
    waits = bool(lacking(session, version).count)
    version.published_at = None if waits else now
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
    """Have the questions and exams kept with the version, and say that it is published, or waits."""
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
    if version.published_at is not None:
        tell_published(session, version, actor_id=actor_id, now=now)
        return
    subject = f"course:{version.course_id}"
    waits = CourseVersionWaits(subject=subject, actor_id=actor_id, at=now, no=version.no, hash=version.hash)
    events.publish(session, waits)


def _locked_course(session: Session, slug: str) -> Course:
    """The course of this name, new or known: of two who load it at once the second sees what the first has kept."""
    course = queries.course_of(session, slug)
    if course is None:
        insert_missing(session, Course, uuid=ids.new_uuid(), slug=slug)
        course = session.scalars(select(Course).where(Course.slug == slug)).one()
    queries.lock_course(session, course.id)
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
        final_opens=spec.final_opens,
        renewal_window_months=spec.renewal_window_months,
        correction=spec.correction,
        holders_open_cohorts=spec.holders_open_cohorts,
        card=asdict(spec.card),
        words=[],
        hash=content,
        loaded_at=now,
        loaded_by_id=actor_id,
        published_at=None,
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
    return pictures_by_language(session, version.id, bundle)


def _keep_lessons(
    session: Session, version: CourseVersion, bundle: Bundle, spec: CourseSpec, pictures: Pictures
) -> None:
    """Write modules and lessons in order, and the words that they use."""
    no = 0
    used: dict[str, list[Word]] = {language: [] for language in pictures}
    others = {language: _modules(other) for language, other in bundle.translations.items()}
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
                for language, modules in others.items()
            },
        )
        session.add(row)
        session.flush()
        for slug in module.lessons:
            no += 1
            kept = _lesson(bundle, slug, spec, pictures, used)
            session.add(Lesson(course_version_id=version.id, module_id=row.id, no=no, **kept))
    version.words = words_as_data(used[""])
    version.translations = {
        language: {
            "title": other.course.title,
            "summary": other.course.summary,
            "certifies": other.course.certifies,
            "correction": other.course.correction,
            "words": words_as_data(used[language]),
        }
        for language, other in bundle.translations.items()
        if other.course
    }


def _lesson(
    bundle: Bundle, slug: str, spec: CourseSpec, pictures: Pictures, used: dict[str, list[Word]]
) -> dict[str, Any]:
    """What is stored of a lesson, its page rendered once in each language; `used` gathers the words of each."""
    lesson = bundle.lessons[slug]
    page = render(lesson, spec.slug, bundle.glossary, pictures[""])
    used[""].extend(page.words)
    translations: dict[str, Any] = {}
    claims = {"": claims_as_data(lesson, page.words)}
    for language, other in bundle.translations.items():
        there = render(other.lessons[slug], spec.slug, other.glossary, pictures[language])
        used[language].extend(there.words)
        translations[language] = heading_of(other, slug) | content_of(there)
        claims[language] = claims_as_data(other.lessons[slug], there.words)
    return {
        "slug": slug,
        "minutes": lesson.front.value["minutes"],
        "sources": sources_as_data(bundle, lesson, page.words),
        "claims": claims,
        "renderer": PAGE,
        "translations": translations,
        **heading_of(bundle, slug),
        **content_of(page),
    }


def _modules(bundle: Bundle) -> dict[str, ModuleSpec]:
    return {module.slug: module for module in bundle.course.modules} if bundle.course else {}

"""The texts of versions, known by the files from which they were made, and what was done in earlier versions."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.catalogue.course_folder.files import apart
from courses.catalogue.models import CourseFile, CourseVersion, is_published
from courses.catalogue.queries import said
from courses.learning.models import DoneBefore, Enrolment, LessonRead, StepDone
from courses.learning.rules.progress import Run
from courses.learning.versions.rules import Done, Texts, is_same
from lms.batch import Ids, among

LESSONS = "lessons"  # the folder in which they lie, in each language


@dataclass(frozen=True)
class NewerVersion:
    """A published version that came after another."""

    id: int
    no: int
    correction: str | None  # what it mends in the one before; none: an ordinary version


def newer_versions(session: Session, course_id: int, than: int, language: str = "") -> list[NewerVersion]:
    """The published versions of a course after this number, in order; the last is the newest."""
    rows = session.execute(
        select(
            CourseVersion.id,
            CourseVersion.no,
            said(CourseVersion.correction, CourseVersion.translations, language),
        )
        .where(CourseVersion.course_id == course_id, CourseVersion.no > than, is_published())
        .order_by(CourseVersion.no)
    )
    return [NewerVersion(*row) for row in rows]


def version_numbers(session: Session, version_ids: Collection[int]) -> dict[int, int]:
    """The number of each version in its course."""
    rows = session.execute(select(CourseVersion.id, CourseVersion.no).where(CourseVersion.id.in_(version_ids)))
    return dict(rows.all())


def lesson_texts(session: Session, version_ids: Collection[int]) -> dict[int, Texts]:
    """The text of every lesson of these versions in each language, as the hash of its file; one query."""
    rows = session.execute(
        select(CourseFile.course_version_id, CourseFile.path, CourseFile.key).where(
            CourseFile.course_version_id.in_(version_ids), CourseFile.path.endswith(".md")
        )
    )
    found: dict[int, dict[str, dict[str, str]]] = {version_id: defaultdict(dict) for version_id in version_ids}
    for version_id, path, key in rows:
        language, inside = apart(PurePosixPath(path))
        if inside.parts[0] == LESSONS:
            found[version_id][inside.stem][language] = key
    return {version_id: dict(texts) for version_id, texts in found.items()}


def changed_since(session: Session, run: Run, uuids: Collection[str]) -> dict[str, dict[str, int]]:
    """Of each version of the course by its public id, the lessons whose text is another one in the version of this run.

    Each with the version that it was in; of what is no version of this course nothing is known. Two queries.
    """
    rows = session.execute(
        select(CourseVersion.uuid, CourseVersion.id).where(
            CourseVersion.uuid.in_(uuids), CourseVersion.course_id == run.course_id
        )
    )
    known = dict(rows.all())
    texts = lesson_texts(session, [*known.values(), run.version_id])
    after = texts[run.version_id]
    return {
        uuid: {slug: version_id for slug, text in texts[version_id].items() if not is_same(text, after.get(slug))}
        for uuid, version_id in known.items()
    }


def read_in(session: Session, runs: Ids) -> dict[int, list[Done]]:
    """What was read in each of these runs, and before it as far as it is kept there; two queries."""
    found: dict[int, list[Done]] = defaultdict(list)
    rows = session.execute(
        select(Enrolment.id, LessonRead.lesson, LessonRead.at, Enrolment.course_version_id, LessonRead.read_in_id)
        .join(Enrolment, Enrolment.id == LessonRead.enrolment_id)
        .where(among(LessonRead.enrolment_id, runs))
    )
    for run_id, lesson, at, version_id, read_in_id in rows:
        found[run_id].append(Done(lesson, at, version_id, read_in_id or run_id))
    for row in session.scalars(select(DoneBefore).where(among(DoneBefore.enrolment_id, runs))):
        found[row.enrolment_id].append(Done(row.step, row.at, row.course_version_id, row.done_in_id))
    return found


def steps_in(session: Session, runs: Ids) -> dict[int, list[Done]]:
    """The quizzes and exams that were done in each of these runs; one query."""
    found: dict[int, list[Done]] = defaultdict(list)
    rows = session.execute(
        select(Enrolment.id, StepDone.step, StepDone.at, Enrolment.course_version_id)
        .join(Enrolment, Enrolment.id == StepDone.enrolment_id)
        .where(among(StepDone.enrolment_id, runs))
    )
    for run_id, step, at, version_id in rows:
        found[run_id].append(Done(step, at, version_id, run_id))
    return found


def finals_passed(session: Session, runs: Ids) -> set[int]:
    """Those of these runs in which the final exam of their version is passed."""
    return set(
        session.scalars(
            select(Enrolment.id)
            .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
            .join(StepDone, (StepDone.enrolment_id == Enrolment.id) & (StepDone.step == CourseVersion.final))
            .where(among(Enrolment.id, runs))
        )
    )


def published_versions(session: Session, course_id: int) -> list[tuple[int, bool]]:
    """The published versions of a course in order, each with whether it is a correction of the one before."""
    rows = session.execute(
        select(CourseVersion.id, CourseVersion.correction.is_not(None))
        .where(CourseVersion.course_id == course_id, is_published())
        .order_by(CourseVersion.no)
    )
    return [(version_id, bool(is_correction)) for version_id, is_correction in rows]

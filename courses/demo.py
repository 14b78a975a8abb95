"""The part of courses in the demonstration: the shipped courses, and people under way in the first."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from courses.catalogue.course_folder.bundle import parse, read_bundle
from courses.catalogue.course_folder.files import read_folder
from courses.catalogue.models import CourseVersion
from courses.catalogue.queries import lesson_titles
from courses.catalogue.services.loading import load_course
from courses.learning import services
from courses.learning.rules.progress import Run
from lms.db import Session, transaction

CONTENT = Path(__file__).resolve().parent / "content"
SHIPPED = CONTENT / "identifying-wildlife-products"
MORE = ("legal-instruments", "risk-management")
LOOKED_AT = date(2026, 11, 26)  # the demonstration loads in any year: an exam whose dates are over waits, and says so
PUBLISHED_BEFORE = timedelta(days=400)
LATELY = timedelta(days=29)  # the version that a report of a mistake brought about
MINUTES = re.compile(rb"^minutes: (\d+)", re.MULTILINE)
BEGAN_BEFORE = timedelta(days=30)
LESSON_EVERY = timedelta(days=1, hours=3)
ALL = 99
READ = (5, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, 9, 3, 0, 1)  # lessons read, one learner after the other


def load(world: dict[str, Any], now: datetime) -> None:
    """Publish the shipped courses, and enrol the people of the demonstration who learn in the first."""
    with transaction() as session:
        publish_earlier(session, CONTENT / MORE[-1], now=now - PUBLISHED_BEFORE)
        for name in MORE:
            publish(session, CONTENT / name, now=now - (LATELY if name == MORE[-1] else PUBLISHED_BEFORE))
        version = publish(session, SHIPPED, now=now - PUBLISHED_BEFORE)
        lessons = list(lesson_titles(session, version.id))
        finished = []
        for n, person_id in enumerate(learners(world)):
            count = READ[n % len(READ)]
            run = services.enrol(session, person_id, version.id, now=now - BEGAN_BEFORE)
            read_some(session, run, lessons, count, now=now)
            if count >= len(lessons):
                finished.append(person_id)
        world["course"] = {
            "id": version.course_id,
            "version_id": version.id,
            "slug": SHIPPED.name,
            "all_lessons_read_by": finished,
        }


def publish(session: Session, folder: Path, *, now: datetime) -> CourseVersion:
    """The version of a shipped course, loaded as on the day on which it was last looked at."""
    return load_course(session, read_bundle(folder), actor_id=None, now=now, today=LOOKED_AT).version


def publish_earlier(session: Session, folder: Path, *, now: datetime) -> None:
    """A version before the one that is shipped, with a mistake that somebody reported: how long its lessons take."""
    read = read_folder(folder)
    for lessons in ("lessons", *(f"{language}/lessons" for language in read.languages)):
        for path in read.names(lessons):
            doubled = MINUTES.sub(lambda found: b"minutes: %d" % (int(found[1]) * 2), read.files[path], count=1)
            read.files[path] = doubled
    load_course(session, parse(read), actor_id=None, now=now, today=LOOKED_AT)


def learners(world: dict[str, Any]) -> list[int]:
    """The ids of the people who learn: all but the staff among those who can sign in, and the classes of last year."""
    past = {key for each in world.get("classes", {}).values() for key in each}
    staff = past | {key for words, key, _password in world.get("passwords", []) if not words.startswith("officer")}
    people: dict[str, int] = world.get("people", {})
    return [person_id for key, person_id in people.items() if key not in staff]


def read_some(session: Session, run: Run, lessons: list[str], count: int, *, now: datetime) -> None:
    """Have the first lessons read, about one a day; the place is the one that comes next."""
    begun = now - BEGAN_BEFORE
    for n, lesson in enumerate(lessons[:count]):
        services.record_read(session, run.person_id, run.course_id, lesson, now=begun + LESSON_EVERY * n)
    if count:
        place = min(count, len(lessons) - 1)
        services.record_position(session, run.id, lessons[place], now=begun + LESSON_EVERY * place)

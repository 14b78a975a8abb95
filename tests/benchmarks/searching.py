"""How long a page of found lessons takes among a thousand, in a database of its own with made-up lessons."""

import itertools
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from config import Settings
from courses.catalogue.models import Course, CourseVersion, Lesson, Module
from courses.catalogue.rendering.lesson_html import PAGE
from courses.catalogue.rendering.search_entries import make_entries
from lms import clock, ids, schema
from lms.app import create_app
from lms.db import database, transaction
from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.people import Taught, make_learners
from tests.benchmarks.queries import browser
from tests.benchmarks.site import postgres, sqlite

COURSES, LESSONS = 20, 50  # of each course
WORDS = 700  # of a lesson, as those of the shipped course
VOCABULARY = 6000
GLOSSARY = 100  # words of each course
TIMES = 15
SYLLABLES = [a + b for a in "bcdfglmnprstvz" for b in ("a", "e", "i", "o", "u", "é", "an", "or")]


class Language:
    """Made-up words, few of them frequent and most of them rare, as words are."""

    def __init__(self, chance: Random) -> None:
        """The words are the same in every run."""
        self.chance = chance
        made = (("".join(chance.choices(SYLLABLES, k=chance.randint(1, 4)))) for _ in itertools.count())
        self.words = list(itertools.islice(dict.fromkeys(itertools.islice(made, 4 * VOCABULARY)), VOCABULARY))
        self.weights = [1 / (rank + 3) for rank in range(len(self.words))]

    def text(self, count: int) -> str:
        """A text of this many words."""
        return " ".join(self.chance.choices(self.words, self.weights, k=count))

    def questions(self) -> list[str]:
        """What people type: frequent words, rare ones, several, a beginning, and what is nowhere."""
        frequent, usual, rare = self.words[0], self.words[400], self.words[-1]
        return [
            frequent, usual, rare, f"{frequent} {self.words[1]} {self.words[2]}", f"{usual} {rare}", usual[:3],
            f"{frequent} {usual[:4]}", f"{frequent} xyzzy", "xyzzy",
        ]  # fmt: skip


@contextmanager
def installation(*, pg: bool) -> Iterator[Flask]:
    """An application on an empty database; everything of it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="spoor-bench-search-"))
    try:
        with postgres() if pg else sqlite() as url:
            app = create_app(Settings(INSTANCE_PATH=str(folder), DATABASE_URL=url))
            with app.app_context():
                found = database()
            schema.upgrade(found.engine, found.url)
            yield app
            found.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fill(app: Flask, language: Language) -> Taught:
    """A thousand lessons; answers the course that the learner takes."""
    first: Taught | None = None
    with app.app_context():
        for n in range(COURSES):
            with transaction() as session:
                version = course(session, n, language)
                make_entries(session, version)
                first = first or Taught(f"course-{n}", version.id, ())
        if database().engine.dialect.name == "postgresql":
            with transaction() as session:
                session.execute(text("ANALYZE search_entry"))  # as its server does by itself within a minute
    assert first is not None
    return first


def course(session: Session, n: int, language: Language) -> CourseVersion:
    """One course with one module."""
    now = clock.now()
    row = Course(uuid=ids.new_uuid(), slug=f"course-{n}")
    session.add(row)
    session.flush()
    version = CourseVersion(
        uuid=ids.new_uuid(), course_id=row.id, no=1, label="1.0", title=f"Course {n}", summary=language.text(20),
        certifies="", language="en", licence="CC-BY-4.0", hash=str(n), loaded_at=now, published_at=now, translations={},
        words=[{"id": f"w{k}", "term": language.text(2), "meaning": language.text(15)} for k in range(GLOSSARY)],
    )  # fmt: skip
    session.add(version)
    session.flush()
    module = Module(course_version_id=version.id, no=1, slug="one", title="One", aim="Begin.", translations={})
    session.add(module)
    session.flush()
    session.add_all(
        Lesson(
            course_version_id=version.id, module_id=module.id, no=k + 1, slug=f"lesson-{k}", title=language.text(4),
            minutes=7, act="", parts=[{"html": f"<p>{language.text(WORDS)}</p>"}], words=[], sources=[],
            renderer=PAGE, translations={},
        )
        for k in range(LESSONS)
    )  # fmt: skip
    session.flush()
    return version


def measure(report: Report, *, pg: bool) -> None:
    """The whole page in this process; of each question the quickest of several times: what else runs only adds."""
    say("Measuring search")
    language = Language(Random(1966))
    with installation(pg=pg) as app:
        (learner,) = make_learners(app, [fill(app, language)], 1, "searches")
        client = browser(app, learner)
        took = {}
        for asked in language.questions():
            times = []
            for _ in range(TIMES):
                begun = time.perf_counter()
                assert client.get("/search", query_string={"q": asked}).status_code == 200
                times.append(time.perf_counter() - begun)
            took[asked] = 1000 * min(times)
            say(f"  {took[asked]:6.1f} ms  {asked}")
    name = f"search over {COURSES * LESSONS:,} lessons"
    report.add(name, median(took.values()), "ms", aim=at_most(50))
    report.add(f"{name}, slowest question", max(took.values()), "ms", aim=at_most(50))

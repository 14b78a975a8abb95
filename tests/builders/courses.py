"""Small course folders, and fakes of the packages above that know their questions and steps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from flask_wtf.csrf import generate_csrf
from sqlalchemy import Select

from courses.catalogue.claims.judging import Statement
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.models import CourseVersion
from courses.catalogue.services.loading import load_course
from courses.learning.models import LessonRead, StepDone
from courses.learning.queries.runs import all_lessons, all_steps
from courses.learning.rules.progress import Run
from courses.ports.questions import CheckAnswer, CheckBlocks, CheckPlace, CourseFacts, LoadedVersion, QuestionText
from courses.ports.steps import AfterFailing, ChangeKind, StepAttempt, StepChange, StepInfo, StepKind, StepState
from lms.batch import Ids, asked
from lms.db import Session
from lms.inserts import insert_new
from lms.text.problems import Problem
from tests.builders.sources import entry

COURSE = """slug: tiny-course
language: en
title: "Tiny course"
summary: "Three lessons."
certifies: "The holder can look twice."
version: "1.0"
licence: CC-BY-4.0
valid_months: 36
modules:
  - slug: one
    title: "Module one"
    aim: "Begin."
    lessons: [first, second]
    checkpoint: quiz-one
  - slug: two
    title: "Module two"
    aim: "End."
    lessons: [third]
    checkpoint: quiz-two
final: the-exam
"""
SOURCES = entry("S1", title="A source", date="2020") + entry("S2", title="Another source", date="2021")
GLOSSARY = '"term_en","term_fr","definition_en"\n"Scute","Ecaille","A horny plate"\n"Bone","Os","Hard, porous tissue"\n'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" width="640" height="300">\n'
    '<rect width="640" height="300" rx="10" fill="#f3efe6"/>\n'
    '<circle cx="320" cy="150" r="60" fill="#14463a"/>\n'
    "</svg>\n"
)
LESSON = """---
title: "Lesson {slug}"
minutes: 7
act: "Look at the {slug} end."
sources: [S1, S2]
---
After this lesson you know a [[scute]] when you see one.

## A heading

Read [the next lesson](lesson:{link}) too.

::: figure plate.svg
alt: A dark disc on a pale ground.
caption: Look at the disc. It is a [[Scute|plate]].
:::

::: check practice-{slug}-1
:::

::: case A bag at the gate (invented)
The bag is heavy. You hold it.
:::

::: counter
**At the counter.** Look first.
:::
"""
LESSONS = {"first": "second", "second": "third", "third": "first"}  # each with the lesson that it links to

FRENCH = {
    "language: en": "language: fr",
    '"Tiny course"': '"Petit cours"',
    '"Three lessons."': '"Trois leçons."',
    '"The holder can look twice."': '"Le titulaire sait regarder deux fois."',
    '"Module one"': '"Module un"',
}
GLOSSARY_IN_BOTH = (
    '"term_en","term_fr","definition_en","definition_fr"\n'
    '"Scute","Écaille","A horny plate","Une plaque cornée"\n'
    '"Bone","Os","Hard, porous tissue","Un tissu dur"\n'
)
LESSON_IN_FRENCH = (
    LESSON.replace('title: "Lesson {slug}"', 'title: "Leçon {slug}"')
    .replace("[[scute]]", "[[scute|écaille]]")
    .replace("## A heading", "## Un titre")
    .replace("you know", "vous reconnaissez")
    .replace("Look at the {slug} end.", "Regardez le bout {slug}.")
)


def write_course(folder: Path) -> Path:
    """A sound course folder of three lessons in two modules, with the glossary beside it."""
    root = folder / "tiny-course"
    for inside in ("lessons", "figures", "questions"):
        (root / inside).mkdir(parents=True)
    (root / "course.yaml").write_text(COURSE)
    (root / "sources.yaml").write_text(SOURCES)
    (root / "exams.yaml").write_text("[]\n")
    (root / "questions" / "practice.yaml").write_text("[]\n")
    (root / "figures" / "plate.svg").write_text(SVG)
    (folder / "glossary.csv").write_text(GLOSSARY)
    for slug, link in LESSONS.items():
        (root / "lessons" / f"{slug}.md").write_text(LESSON.format(slug=slug, link=link))
    return root


def write_french(root: Path) -> Path:
    """The same course in French, inside its folder."""
    (root.parent / "glossary.csv").write_text(GLOSSARY_IN_BOTH)
    (root / "fr" / "lessons").mkdir(parents=True)
    (root / "fr" / "questions").mkdir()
    course = COURSE
    for english, french in FRENCH.items():
        course = course.replace(english, french)
    (root / "fr" / "course.yaml").write_text(course)
    (root / "fr" / "exams.yaml").write_text("[]\n")
    (root / "fr" / "questions" / "practice.yaml").write_text("[]\n")
    for slug, link in LESSONS.items():
        (root / "fr" / "lessons" / f"{slug}.md").write_text(LESSON_IN_FRENCH.format(slug=slug, link=link))
    return root


def read_and_pass(session: Session, runs: Iterable[Run], now: datetime) -> None:
    """Every lesson of these runs is read and every checkpoint quiz done, so that the final exam is open."""
    by_version: dict[int, list[Run]] = {}
    for run in runs:
        by_version.setdefault(run.version_id, []).append(run)
    for version_id, each in by_version.items():
        final = session.get_one(CourseVersion, version_id).final
        lessons = all_lessons(session, version_id)
        quizzes = [step for step in all_steps(session, version_id) if step not in (*lessons, final)]
        read = [{"enrolment_id": run.id, "lesson": lesson, "at": now} for run in each for lesson in lessons]
        done = [{"enrolment_id": run.id, "step": quiz, "at": now} for run in each for quiz in quizzes]
        insert_new(session, LessonRead, read)
        insert_new(session, StepDone, done)


def load(session: Session, root: Path, now: datetime) -> CourseVersion:
    """The version of a folder that was loaded."""
    version = load_course(session, read_bundle(root), actor_id=None, now=now).version
    session.flush()
    return version


class FakeQuestions:
    """Knows the practice question of every lesson; remembers what was loaded."""

    def __init__(self) -> None:
        self.loaded: list[LoadedVersion] = []
        self.actors: list[int | None] = []
        self.advised: list[str] = []  # what it advises
        self.kept_out: list[str] = []  # what it says of questions that new papers do not ask

    def check(self, files: Mapping[str, bytes], facts: CourseFacts, today) -> list[Problem]:
        """Whether lessons use checks that nobody wrote."""
        known = {f"practice-{slug}-1" for slug in LESSONS}
        return [Problem(c.file, c.line, f"unknown check {c.name}") for c in facts.checks if c.name not in known]

    def advice(self, files: Mapping[str, bytes], facts: CourseFacts) -> list[str]:
        return self.advised

    def compare(self, files: Mapping[str, bytes], translated: Mapping[str, bytes]) -> list[Problem]:
        return []

    def statements(self, files: Mapping[str, bytes], facts: CourseFacts) -> list[Statement]:
        return []

    def texts(self, files: Mapping[str, bytes]) -> list[QuestionText]:
        if not any(path.startswith("questions/") for path in files):
            return []
        return [
            QuestionText(f"practice-{slug}-1", slug, f"Look at {slug}?", (f"Look at {slug}?", "true"), ("S1:p. 4",), {})
            for slug in LESSONS
        ]

    def load(
        self,
        session: Session,
        files: Mapping[str, bytes],
        version: LoadedVersion,
        *,
        actor_id: int | None,
        now: datetime,
    ) -> None:
        """Remember the version, and who is said to have loaded it."""
        self.loaded.append(version)
        self.actors.append(actor_id)

    def withdrawn(self, session: Session, course_id: int, now: datetime) -> list[str]:
        return self.kept_out


def fake_blocks(
    session: Session, course_version_id: int, places: Sequence[CheckPlace], answer: CheckAnswer | None
) -> CheckBlocks:
    """A part of the form for each check, with what was answered."""
    return CheckBlocks(
        {
            place.id: f'<div data-form="{generate_csrf()}"><p>Try {place.id}</p>'
            f'<button formaction="{place.action}"></button>'
            + (f"<p>You said {answer.form['answer'][0]}</p>" if answer and answer.check == place.id else "")
            + "</div>"
            for place in places
        },
        judges=("app.js",) if places else (),
        outcome={"b": "right", "c": "partly"}.get(answer.form.get("answer", [""])[0], "wrong") if answer else "",
    )


class FakeSteps:
    """Two quizzes and an exam in every version."""

    def __init__(self) -> None:
        self.answers: dict[str, StepState] = {}
        self.tried: list[StepAttempt] = []
        self.changed: dict[str, StepChange] = {}
        self.sitting: set[int] = set()  # runs in which an attempt is under way
        self.after = AfterFailing()

    def steps(
        self, session: Session, course_version_ids: Collection[int], language: str = ""
    ) -> Mapping[int, Sequence[StepInfo]]:
        """The same for each."""
        made = [
            StepInfo("quiz-one", StepKind.QUIZ, "Quiz one", "/quizzes/one"),
            StepInfo("quiz-two", StepKind.QUIZ, "Quiz two", "/quizzes/two"),
            StepInfo("the-exam", StepKind.EXAM, "The exam", "/exams/the-exam", minutes=40),
        ]
        return dict.fromkeys(course_version_ids, made)

    def states(self, session: Session, runs: Ids, now: datetime) -> Mapping[int, Mapping[str, StepState]]:
        """What the test set; one query where the runs are not named one by one."""
        return dict.fromkeys(session.scalars(runs) if isinstance(runs, Select) else runs, self.answers)

    def after_failing(
        self, session: Session, run: Run, slug: str, lessons: Sequence[str], now: datetime
    ) -> AfterFailing:
        """What the test set."""
        return self.after

    def attempts(self, session: Session, runs: Ids) -> Mapping[int, Sequence[StepAttempt]]:
        """What the test set."""
        return dict.fromkeys(asked(runs), self.tried)

    def changes(self, session: Session, before: int, after: int, language: str = "") -> Sequence[StepChange]:
        """The same in every version, but for what the test set."""
        infos = self.steps(session, [after])[after]
        return [
            self.changed.get(one.slug, StepChange(one.slug, one.title, one.kind, ChangeKind.SAME, stands=True))
            for one in infos
        ]

    def under_way(self, session: Session, runs: Ids) -> Collection[int]:
        """Those that the test set."""
        return self.sitting & set(asked(runs))

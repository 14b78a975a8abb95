"""The course that comes with the product: sound, whole, and in the words that were agreed."""

import re
from collections import Counter

import pytest

from courses.catalogue.blocks import Case, Check, Figure, Text, markdown_of
from courses.catalogue.bundle import read_bundle
from courses.catalogue.check import problems_of
from courses.catalogue.glossary import TERM
from courses.demo import SHIPPED, load
from courses.learning import queries
from courses.public import lesson_titles
from lms.access import Role
from tests.builders.people import person


@pytest.fixture(scope="module")
def bundle():
    return read_bundle(SHIPPED)


@pytest.fixture(autouse=True)
def fakes(questions, steps, monkeypatch):
    """Its questions are checked where questions are understood."""
    monkeypatch.setattr(questions, "check", lambda files, facts: [])


LESSONS = sorted(path.stem for path in (SHIPPED / "lessons").glob("*.md"))


def words_of(lesson):
    texts = [text[0] for block in lesson.blocks if (text := markdown_of(block))]
    texts += [block.caption for block in lesson.blocks if isinstance(block, Figure)]
    texts += [block.title for block in lesson.blocks if isinstance(block, Case)]
    plain = TERM.sub(lambda found: found["shown"] or found["term"], " ".join(texts))
    return re.findall(r"[\w’'-]+", re.sub(r"\]\([^)]*\)|[|*#>`_]", " ", plain))


def test_nothing_is_wrong_with_it(bundle):
    assert problems_of(bundle) == []


def test_it_has_at_least_12_lessons_in_4_modules_each_with_its_quiz(bundle):
    assert len(bundle.course.lessons) >= 12
    assert len(bundle.course.modules) == 4
    assert all(module.checkpoint for module in bundle.course.modules)
    assert bundle.course.final


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_has_600_to_1000_words(bundle, slug):
    assert 600 <= len(words_of(bundle.lessons[slug])) <= 1000


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_holds_checks(bundle, slug):
    assert sum(isinstance(block, Check) for block in bundle.lessons[slug].blocks) >= 1


def test_lessons_show_at_least_14_drawings(bundle):
    used = {block.name for lesson in bundle.lessons.values() for block in lesson.blocks if isinstance(block, Figure)}
    assert len([name for name in used if name.endswith(".svg")]) >= 14


def test_no_two_pictures_are_the_same_drawing(bundle):
    drawn = Counter(data for path, data in bundle.files.items() if path.startswith("figures/"))
    assert drawn.most_common(1)[0][1] == 1


def test_every_lesson_begins_with_text(bundle):
    assert all(isinstance(lesson.blocks[0], Text) for lesson in bundle.lessons.values())


def test_the_demonstration_publishes_it_and_people_are_under_way(app, session, now):
    people = {f"person{n}": person(session, f"Person {n}", Role.OFFICER).id for n in range(4)}
    session.commit()
    world = {"people": people, "passwords": [("officer", "person0", "x"), ("trainer", "person3", "y")]}
    load(world, now)
    lessons = list(lesson_titles(session, world["course"]["version_id"]))
    course_id = world["course"]["id"]
    read = [len(queries.done_by(session, one, [course_id])[course_id]) for one in people.values()]
    assert read == [5, len(lessons), len(lessons), 0]
    assert world["course"]["all_lessons_read_by"] == [people["person1"], people["person2"]]
    assert queries.taken_by(session, people["person0"])[0].stopped_at == lessons[5]
    assert queries.taken_by(session, people["person3"]) == []

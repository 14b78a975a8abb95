"""The courses that come with the product: sound, whole, and in the words that were agreed."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from assessments.items.content.bundle import Surroundings, read_items
from assessments.items.item import AuthoredItem, Use
from config import Testing as Settings
from courses.catalogue.checking.course import problems_of
from courses.catalogue.course_folder.blocks import Case, CheckFence, Figure, Text, markdown_of
from courses.catalogue.course_folder.bundle import Bundle, read_bundle
from courses.catalogue.course_folder.glossary import TERM
from courses.demo import CONTENT, LOOKED_AT, MORE, SHIPPED
from lms.app import create_app
from lms.web.security.headers import wire_size
from tests.builders.folders import files_of
from tests.every_case import every_case

NAMES = [SHIPPED.name, *MORE]
LEAST = {SHIPPED.name: (12, 4, 14)}  # lessons, modules, drawings; of the others (10, 3, 10)
ITEMS, EXAM_ITEMS = 80, 60
MEAN, LONGEST = 15, 30  # words of a sentence
TRANSLATIONS = [(name, "fr") for name in NAMES]
REFERENCE = re.compile(r"\[\^[^\]]*\]")  # to a source, behind a statement; people do not see it


@pytest.fixture(scope="module")
def bundles(tmp_path_factory) -> Iterator[dict[str, Bundle]]:
    """Every course, as it is read; an application, which asks no database, has told who understands questions."""
    folder = tmp_path_factory.mktemp("instance")
    made = create_app(
        Settings(
            INSTANCE_PATH=str(folder), DATABASE_URL=f"sqlite:///{folder}/none.db", SITE_URL="http://127.0.0.1:8000"
        )
    )
    with made.app_context():
        yield {name: read_bundle(CONTENT / name) for name in NAMES}


@cache
def items_of(name: str) -> list[AuthoredItem]:
    """Every item of a course that is without fault."""
    return read_items(files_of(CONTENT / name), Surroundings({}))[0]


def lessons_of(name: str) -> list[str]:
    return sorted(path.stem for path in (CONTENT / name / "lessons").glob("*.md"))


every_lesson = every_case("name, slug", lambda: [(name, slug) for name in NAMES for slug in lessons_of(name)])


def texts_of(lesson) -> list[str]:
    """What a lesson says in words, piece by piece: text, cases, captions."""
    texts = [text[0] for block in lesson.blocks if (text := markdown_of(block))]
    texts += [block.caption for block in lesson.blocks if isinstance(block, Figure)]
    texts += [block.title for block in lesson.blocks if isinstance(block, Case)]
    return [TERM.sub(lambda found: found["shown"] or found["term"], REFERENCE.sub("", text)) for text in texts]


def words_of(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", re.sub(r"\]\([^)]*\)|[|*#>`_]", " ", text))


def sentences_of(lesson) -> list[str]:
    """The sentences of a lesson; tables and headings hold none, a point of a list is one of its own."""
    found = []
    for text in texts_of(lesson):
        lines = [line for line in text.split("\n") if not re.match(r"\s*(\||#)", line)]
        plain = re.sub(r"\n\s*(?:[-*]|\d+\.)\s", "\n\n", "\n" + "\n".join(lines))
        for paragraph in re.split(r"\n\s*\n", plain):
            found += re.split(r"(?<=[.!?:])[\s*”»\"]+(?=[A-ZÀ-Ý“«\"*])", " ".join(paragraph.split()))
    return [one for one in found if len(words_of(one)) > 2]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong_with_a_course_and_its_questions(bundles, name):
    assert problems_of(bundles[name], LOOKED_AT) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_course_is_as_large_as_was_agreed(bundles, name):
    lessons, modules, drawings = LEAST.get(name, (10, 3, 10))
    bundle = bundles[name]
    assert len(bundle.course.lessons) >= lessons
    assert len(bundle.course.modules) >= modules
    assert all(module.checkpoint for module in bundle.course.modules)
    assert bundle.course.final
    used = {block.name for one in bundle.lessons.values() for block in one.blocks if isinstance(block, Figure)}
    assert len([one for one in used if one.endswith(".svg")]) >= drawings


@pytest.mark.parametrize("name", NAMES)
def test_a_bank_has_80_items_beside_practice_and_60_for_the_final_exam_alone(name):
    uses = Counter(item.use for item in items_of(name))
    assert uses[Use.EXAM] + uses[Use.CHECKPOINT] >= ITEMS
    assert uses[Use.EXAM] >= EXAM_ITEMS


def test_no_item_stands_in_two_courses():
    stems = Counter()
    for name in NAMES:
        stems.update({(item.kind, item.stem, item.option_ids and item.texts) for item in items_of(name)})
    assert [one for one, times in stems.items() if times > 1] == []


@every_lesson
def test_a_lesson_has_600_to_1000_words_begins_with_text_and_holds_a_check(bundles, name, slug):
    lesson = bundles[name].lessons[slug]
    assert 600 <= len(words_of(" ".join(texts_of(lesson)))) <= 1000
    assert isinstance(lesson.blocks[0], Text)
    assert any(isinstance(block, CheckFence) for block in lesson.blocks)


@every_lesson
def test_sentences_are_short(bundles, name, slug):
    lengths = [len(words_of(one)) for one in sentences_of(bundles[name].lessons[slug])]
    assert mean(lengths) <= MEAN
    assert max(lengths) <= LONGEST


@every_lesson
def test_sentences_are_short_in_french_too(bundles, name, slug):
    lengths = [len(words_of(one)) for one in sentences_of(bundles[name].translations["fr"].lessons[slug])]
    assert mean(lengths) <= MEAN


@every_lesson
def test_every_source_that_a_question_rests_on_stands_at_the_end_of_its_lesson(name, slug, bundles):
    """What is asked was said there, and who wants to look it up finds where."""
    named = set(bundles[name].lessons[slug].front.value["sources"])
    asked = {(item.id, code) for item in items_of(name) if item.lesson == slug for code in item.codes}
    assert [one for one in sorted(asked) if one[1] not in named] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_source_is_used_and_no_two_pictures_are_the_same_drawing(bundles, name):
    bundle = bundles[name]
    used = {code for one in bundle.lessons.values() for code in one.front.value["sources"]}
    used |= {code for item in items_of(name) for code in item.codes}
    assert set(bundle.sources) - used == set()
    drawn = Counter(data for path, data in bundle.files.items() if path.startswith("figures/"))
    assert drawn.most_common(1)[0][1] == 1


@pytest.mark.parametrize(("name", "language"), TRANSLATIONS)
def test_a_translation_is_whole_and_says_something_else_than_the_course(bundles, name, language):
    bundle = bundles[name]
    other = bundle.translations[language]
    assert set(other.lessons) == set(bundle.lessons)
    for slug, lesson in bundle.lessons.items():
        own, theirs = texts_of(lesson), texts_of(other.lessons[slug])
        assert [one for one in theirs if one in own and len(words_of(one)) > 3] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_course_fits_where_it_is_read(name):
    """A drawing is small, in every language: it is fetched on a phone."""
    drawings = {path: wire_size(path.read_bytes(), "image/svg+xml") for path in Path(CONTENT / name).rglob("*.svg")}
    assert len(drawings) > 20
    assert {path.name: size for path, size in drawings.items() if size > 10 * 1024} == {}


def test_every_question_on_national_law_that_a_paper_may_ask_is_dated():
    national = [item for item in items_of("legal-instruments") if item.topic == "national"]
    asked = [item for item in national if item.use is not Use.PRACTICE]
    assert len(asked) == 7
    assert all(item.until for item in asked)

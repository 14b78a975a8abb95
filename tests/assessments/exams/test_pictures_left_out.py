"""The picture of a practice question in a lesson: fetched and weighed, or left out with what it costs."""

from __future__ import annotations

import pytest

from tests.builders import assessments as make
from tests.builders.kind_names import KindName

LESSON = "/courses/tiny-course/lessons/first"
PRACTICE = "/courses/tiny-course/modules/1/practice"
PLAN = "/courses/tiny-course/modules/1/plan"


@pytest.fixture
def reader(signed_in, session, tmp_path, now):
    """The browser of an officer whose first lesson has a picture of its own, and another in its question."""
    root = make.write_exam_course(tmp_path)
    file = root / "questions" / "practice.yaml"
    _first, *others = file.read_text().split("- id: ")[1:]
    spot = make.item("practice", KindName.SPOT, 1).replace("practice-spot-1", "practice-first-1")
    spot = spot.replace("file: plate.svg", "file: other.svg")
    (root / "figures" / "other.svg").write_text((root / "figures" / "plate.svg").read_text() + "<!-- another -->\n")
    file.write_text(spot + "".join(f"- id: {text}" for text in others))
    version = make.load_folder(session, root, now)
    return signed_in(make.learner(session, version, now))


def pictures(plan):
    return [url for url in plan["sizes"] if url.startswith("/media/")]


def test_both_pictures_of_a_lesson_are_fetched_and_weighed(reader):
    page, quiz = reader.get(LESSON).text, reader.get(PRACTICE).text
    found = pictures(reader.get(PLAN).json)
    assert len(found) == page.count("<img") == 2
    assert all(f'src="{url}"' in page for url in found)
    assert quiz.count("<img") == 1


def test_without_pictures_both_stand_as_their_words_and_what_they_cost(reader):
    reader.get("/pictures/off")
    for path, many in ((LESSON, 2), (PRACTICE, 1)):
        page = reader.get(path).text
        assert (page.count("<img"), page.count("data-picture="), page.count("Show the picture (")) == (0, many, many)
        assert 'data-spot="' in page
    assert pictures(reader.get(PLAN).json) == []
    answered = reader.post(f"{LESSON}/checks/practice-first-1", data={"points": "320 150"}).text
    assert (answered.count("<img"), answered.count("data-picture=")) == (0, 3)  # the result shows it once more
    reader.get("/pictures/on")
    answered = reader.post(f"{LESSON}/checks/practice-first-1", data={"points": "320 150"}).text
    assert (answered.count("<img"), answered.count("data-picture=")) == (3, 0)

"""The figure of a lesson stands for it in lists: it is carried by the outline, and asks the database nothing more."""

from courses.learning import services
from courses.learning.outline import outlines
from courses.learning.queries.runs import course_taken
from tests.builders.courses import LESSON, SVG, load, write_french


def outline_of(session, person_id, language=""):
    taken = course_taken(session, person_id, "tiny-course", language)
    return outlines(session, [taken], language)[taken.version_id]


def test_each_lesson_carries_its_first_figure_and_a_course_the_first_of_all(session, folder, officer, now):
    (folder / "figures" / "other.svg").write_text(SVG.replace("60", "61"))
    second = "\n::: figure other.svg\nalt: Again.\ncaption: Again.\n:::\n"
    (folder / "lessons" / "first.md").write_text(LESSON.format(slug="first", link="second") + second)
    lesson = LESSON.format(slug="second", link="first")
    (folder / "lessons" / "second.md").write_text(lesson.replace("plate.svg", "other.svg"))
    version = load(session, folder, now)
    services.enrol(session, officer.id, version.id, now=now)
    outline = outline_of(session, officer.id)
    one, other, third = (step.figure for step in outline.lessons)
    assert one == third == outline.figure
    assert one.url.startswith("/media/")
    assert (one.width, one.height) == (640, 300)
    assert other.url != one.url


def test_quizzes_and_a_lesson_without_a_figure_have_none(session, folder, officer, now):
    for file in (folder / "lessons").glob("*.md"):
        before, _, rest = file.read_text().partition("::: figure")
        file.write_text(before + rest.split(":::\n", 1)[1])
    version = load(session, folder, now)
    services.enrol(session, officer.id, version.id, now=now)
    outline = outline_of(session, officer.id)
    assert [step.figure for step in outline.steps] == [None] * 6
    assert outline.figure is None


def test_a_translation_shows_its_own_figure(session, folder, officer, now):
    write_french(folder)
    (folder / "fr" / "figures").mkdir()
    (folder / "fr" / "figures" / "plate.svg").write_text(SVG.replace("60", "61"))
    version = load(session, folder, now)
    services.enrol(session, officer.id, version.id, now=now)
    own, french = (outline_of(session, officer.id, language).figure.url for language in ("en", "fr"))
    assert own != french


def test_the_outline_costs_as_many_queries_as_before_and_none_once_it_is_remembered(session, enrolled, counting):
    taken = course_taken(session, enrolled.id, "tiny-course")
    with counting() as first:
        outlines(session, [taken], "")
    with counting() as again:
        outlines(session, [taken], "")
    assert (len(first), len(again)) == (1, 0)  # the modules; the steps are those of the fakes

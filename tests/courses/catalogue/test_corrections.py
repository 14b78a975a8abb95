"""What a course file says of its exam, its certificate and its versions is kept; a correction keeps the outline."""

import pytest

from courses.catalogue import legacy
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.queries import newest_version
from courses.catalogue.rules import FinalOpens, renewal_window
from courses.catalogue.services.loading import FolderRefused, load_course
from tests.builders.courses import load, write_french

SAID = 'correction: "Question 7 had a wrong key."\n'


def change(folder, old, new):
    file = folder / "course.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))


def add(folder, lines):
    file = folder / "course.yaml"
    file.write_text(file.read_text() + lines)


def refused(session, folder, now):
    with pytest.raises(FolderRefused) as caught:
        load_course(session, read_bundle(folder), actor_id=None, now=now)
    (problem,) = caught.value.problems
    return problem.file, problem.line, problem.message


def test_a_folder_that_says_nothing_means_what_it_meant(session, version):
    assert (version.final_opens, version.renewal_window_months) == (FinalOpens.ALWAYS, None)
    assert (version.correction, version.holders_open_cohorts) == (None, False)


def test_what_a_folder_says_stands_in_the_version(session, folder, now):
    add(folder, "final_opens: checkpoints\nrenewal_window_months: 3\nholders_open_cohorts: true\n")
    version = load(session, folder, now)
    assert (version.final_opens, version.renewal_window_months) == (FinalOpens.CHECKPOINTS, 3)
    assert version.holders_open_cohorts


def test_the_renewal_window_is_six_months_unless_the_course_says_otherwise():
    assert (renewal_window(None), renewal_window(1)) == (6, 1)


def test_a_correction_of_the_same_outline_is_a_version_that_says_what_was_wrong(session, folder, version, now):
    add(folder, SAID)
    corrected = load(session, folder, now)
    assert (corrected.no, corrected.correction) == (2, "Question 7 had a wrong key.")
    assert newest_version(session, version.course_id) == corrected


def test_a_correction_says_in_each_language_what_was_wrong(session, folder, version, now):
    add(write_french(folder), SAID)
    add(folder / "fr", 'correction: "La question 7 avait une mauvaise clé."\n')
    corrected = load(session, folder, now)
    assert corrected.translations["fr"]["correction"] == "La question 7 avait une mauvaise clé."


def test_a_first_version_corrects_nothing(session, folder, now):
    add(folder, SAID)
    file, line, words = refused(session, folder, now)
    assert (file, line) == ("course.yaml", 21)
    assert "this course has none" in words


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("slug: two", "slug: last", 15, "the module last stands in the place of two"),
        ("[first, second]", "[second, first]", 13, "the module one has other lessons"),
        ("    checkpoint: quiz-two\n", "", 15, "the module two has another checkpoint"),
        ("final: the-exam", "final: an-exam", 20, "the final exam has another name"),
    ],
)
def test_a_correction_with_another_outline_is_refused_where_it_differs(
    session, folder, version, now, old, new, line, word
):
    third = folder / "lessons" / "third.md"
    if "fourth" in new:
        (folder / "lessons" / "fourth.md").write_text(
            third.read_text().replace("::: check practice-third-1\n:::\n", "")
        )
    change(folder, old, new)
    add(folder, SAID)
    file, where, words = refused(session, folder, now)
    assert (file, where) == ("course.yaml", line)
    assert word in words
    assert "take “correction” out" in words
    assert newest_version(session, version.course_id) == version


def test_a_correction_that_adds_a_module_is_refused(session, folder, version, now):
    third = (folder / "lessons" / "third.md").read_text()
    (folder / "lessons" / "fourth.md").write_text(third.replace("::: check practice-third-1\n:::\n", ""))
    change(folder, "final:", '  - {slug: three, title: "Three", aim: "More.", lessons: [fourth]}\nfinal:')
    add(folder, SAID)
    assert "the module three is new" in refused(session, folder, now)[2]


def test_a_correction_that_leaves_a_module_out_is_refused(session, folder, version, now):
    text = (folder / "course.yaml").read_text()
    start, end = text.index("  - slug: two"), text.index("final:")
    (folder / "course.yaml").write_text(text[:start] + text[end:] + SAID)
    (folder / "lessons" / "third.md").unlink()
    for name in ("second", "first"):
        lesson = folder / "lessons" / f"{name}.md"
        lesson.write_text(lesson.read_text().replace("lesson:third", "lesson:first"))
    assert "the module two is missing" in refused(session, folder, now)[2]


def test_a_version_of_0_1_means_what_it_meant():
    old = {"id": 1, "final": "the-exam"}
    new = legacy.version(old)
    assert set(new) - set(old) == legacy.NEW_OF_VERSION
    assert (new["final_opens"], new["correction"], new["holders_open_cohorts"]) == ("always", None, False)

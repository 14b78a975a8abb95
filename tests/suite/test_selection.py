"""Which tests a run takes: by what changed, by a list, and by lot."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.suite.changes import ROOT, Change, lines_of
from tests.suite.selecting import LATER
from tests.suite.selection import (
    Cover,
    Drawn,
    asks_both,
    in_a_browser,
    is_later,
    near,
    of_many,
    on_postgres,
    one_a_file,
)

HERE, ELSEWHERE = "tests/courses/cohorts/test_board.py::test_it", "tests/certificates/panels/test_panels.py::test_it"
EMPTY = Cover(frozenset(), fits=True)
NAMES = [f"tests/courses/catalogue/test_reading.py::test_{n}" for n in range(4000)]


def changed(*files: str) -> Change:
    return Change(frozenset(files))


def drawn(change: Change, cover: Cover = EMPTY, commit: str = "abc") -> set[str]:
    return {name for name in NAMES if on_postgres(name, set(), cover, change, commit)}


def test_what_is_about_races_scripts_search_and_jobs_is_always_asked_of_both_databases():
    for name in ("test_races", "test_room_races", "test_migrations", "test_search", "test_outages", "test_time_zones"):
        assert asks_both(f"tests/courses/catalogue/{name}.py::test_it", set(), EMPTY), name
    assert asks_both("tests/lms/queue/test_rules.py::test_it", set(), EMPTY)
    assert not asks_both(HERE, set(), EMPTY)


def test_what_bears_both_or_stands_in_the_list_asks_both_databases():
    assert asks_both(HERE, {"both"}, EMPTY)
    assert asks_both(HERE, set(), Cover(frozenset({HERE}), fits=True))


def test_an_area_that_changed_is_asked_whole_on_postgresql():
    assert len(drawn(changed("courses/catalogue/rules/claims.py"))) == len(NAMES)
    assert len(drawn(changed("tests/courses/catalogue/test_reading.py"))) == len(NAMES)


def test_of_the_rest_an_eighth_is_drawn_and_a_quarter_where_the_ground_or_the_list_changed():
    assert 400 < len(drawn(changed("courses/cohorts/rules/board.py"))) < 600
    assert 850 < len(drawn(changed("lms/db.py"))) < 1150
    assert 850 < len(drawn(changed(), Cover(frozenset(), fits=False))) < 1150


def test_all_tests_of_the_demonstration_are_drawn_or_none():
    names = [f"tests/demonstration/test_{n}.py::test_it" for n in range(20)]
    for commit in "abcdefgh":
        assert len({on_postgres(name, set(), EMPTY, changed(), commit) for name in names}) == 1


def test_another_commit_draws_others_and_eight_commits_draw_two_thirds():
    seen = set().union(*(drawn(changed(), commit=f"{n}") for n in range(8)))
    assert 0.6 < len(seen) / len(NAMES) < 0.72


@given(st.text(), st.integers(1, 50))
def test_a_lot_is_the_same_for_everybody_who_draws_it(name, of):
    assert Drawn("commit", of).holds(name) == Drawn("commit", of).holds(name)
    assert Drawn("commit", 1).holds(name)


def test_all_browser_tests_run_where_a_page_may_look_otherwise():
    quiet = [name for name in NAMES if in_a_browser(name, changed("certificates/panels/rules.py"), "abc")]
    assert 850 < len(quiet) < 1150
    for file in (
        "courses/cohorts/templates/board.html",
        "lms/web/static/a.css",
        "lms/db.py",
        "certificates/x/views.py",
    ):
        assert all(in_a_browser(name, changed(file), "abc") for name in NAMES), file
    assert all(in_a_browser(name, Change(frozenset(), "no record"), "abc") for name in NAMES)


def test_of_many_tests_of_a_kind_all_run_where_a_page_may_answer_otherwise_and_else_a_quarter():
    names = [f"tests/access_matrix/test_what_is_said.py::test_it[{n}]" for n in range(4000)]
    assert 850 < sum(of_many(name, changed("certificates/panels/rules.py"), "abc") for name in names) < 1150
    for file in ("courses/cohorts/views/board.py", "courses/cohorts/forms.py", "lms/db.py"):
        assert all(of_many(name, changed(file), "abc") for name in names), file


def test_browser_tests_of_a_package_that_changed_and_of_those_above_are_never_left_to_the_lot():
    change = changed("assessments/exams/rules/points.py")
    assert all(in_a_browser(f"{ELSEWHERE}{n}", change, "abc") for n in range(50))
    assert not all(in_a_browser(f"{HERE}{n}", change, "abc") for n in range(50))


def test_slow_tests_run_in_ci_where_what_they_are_about_changed_or_what_it_stands_on_and_a_quarter_elsewhere():
    shown = changed("assessments/exams/templates/exam.html")
    for name in ("assessments/statistics/test_command.py::test_it", "certificates/panels/test_slow.py::test_it"):
        assert near(f"tests/{name}", shown, "abc"), name
    assert 850 < sum(near(name, shown, "abc") for name in NAMES) < 1150
    assert near("tests/docs/test_worked_examples.py::test_it", changed("docs/api.md"), "x")
    assert all(near(name, changed("lms/db.py"), "abc") for name in NAMES)


def test_the_journeys_of_a_file_go_on_from_each_other_and_are_drawn_as_one():
    names = [f"tests/journeys/test_pathway.py::test_{n}" for n in range(30)]
    change = changed("certificates/panels/rules.py")
    drawn_by = {commit: {near(name, change, commit) for name in names} for commit in map(str, range(20))}
    assert {len(answers) for answers in drawn_by.values()} == {1}
    assert set.union(*drawn_by.values()) == {True, False}


def test_a_journey_of_each_kind_is_the_first_of_its_file():
    names = ["tests/journeys/test_a.py::test_1", "tests/journeys/test_a.py::test_2", "tests/journeys/test_b.py::test_3"]
    assert one_a_file(names) == {names[0], names[2]}


def test_what_is_left_to_ci_is_named_by_folder_file_or_test():
    later = ("tests/durability/", "tests/lms/mail/test_killed.py", "tests/docs/test_links.py::test_slow")
    for name in (
        "durability/test_kill.py::test_it",
        "lms/mail/test_killed.py::test_a",
        "docs/test_links.py::test_slow[1]",
    ):
        assert is_later(f"tests/{name}", later), name
    for name in (
        "lms/mail/test_waiting.py::test_it",
        "docs/test_links.py::test_quick",
        "lms/test_durability.py::test_it",
    ):
        assert not is_later(f"tests/{name}", later), name


def test_what_is_left_to_ci_is_there_and_is_none_of_rules_services_access_and_certificates():
    later = lines_of(LATER.read_text())
    assert all((ROOT / name.partition("::")[0]).exists() for name in later)
    assert len(later) == len(set(later)) > 10
    protected = re.compile(
        r"^tests/(certificates|access_matrix|separation_of_duties|one_part_each)/|rules|service|access"
    )
    assert [name for name in later if protected.search(name)] == []

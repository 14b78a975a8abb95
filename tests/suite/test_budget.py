"""What a run may cost, and what it says where it costs more."""

from tests.suite.budget import BUDGET, Budget, Measured, name_of, over_budget, package_of

ONE, OTHER = "tests/courses/cohorts/test_board.py::test_it[phone]", "tests/lms/test_db.py::test_it"
SAID = Budget(
    {
        "yardstick": 0.05,
        "test": 1.0,
        "browser": 3.0,
        "slack": 2.0,
        "packages": {"sqlite": {"tests/courses/cohorts": 10, "tests/lms": 1}},
        "longer": {"tests/courses/cohorts/test_board.py::test_it": {"seconds": 4, "why": "twelve seeds"}},
    }
)


def measured(**seconds: float) -> Measured:
    found = Measured()
    for name, used in seconds.items():
        found.add({"one": ONE, "other": OTHER}[name], used, 0)
    return found


def test_a_test_over_its_second_is_told_and_one_that_may_take_longer_is_not():
    assert over_budget(SAID, measured(one=7.9, other=1.9), "browsers", 0.05) == []
    assert over_budget(SAID, measured(one=8.1, other=2.1), "browsers", 0.05) == [
        f"{ONE} took 8.1 s of processor time, 4 are allowed",
        f"{OTHER} took 2.1 s of processor time, 1 are allowed",
    ]


def test_a_test_in_chromium_may_take_longer():
    found = Measured()
    found.add("tests/lms/test_gallery.py::test_it[chromium-wide]", 5.9, 0)
    found.add("tests/lms/test_gallery.py::test_it[chromium-narrow]", 6.1, 0)
    assert over_budget(SAID, found, "browsers", 0.05) == [
        "tests/lms/test_gallery.py::test_it[chromium-narrow] took 6.1 s of processor time, 3 are allowed"
    ]


def test_a_slower_machine_gets_more_in_proportion_and_a_quicker_one_no_less():
    assert over_budget(SAID, measured(other=3.9), "browsers", 0.1) == []
    assert over_budget(SAID, measured(other=1.9), "browsers", 0.01) == []


def test_a_machine_that_is_quick_half_the_time_counts_as_what_it_did_in_both():
    assert SAID.speed([0.025, 0.05]) == 1.5
    assert SAID.speed([]) == 1


def test_a_package_is_held_to_the_sum_of_its_tests_and_of_what_they_share():
    found = Measured()
    for n in range(30):
        found.add(f"tests/courses/cohorts/test_board.py::test_{n}", 0.5, 0.2)
    assert over_budget(SAID, found, "sqlite", 0.05) == [
        "tests/courses/cohorts took 21 s of processor time, 10 are allowed"
    ]


def test_a_package_without_a_line_is_told():
    found = Measured()
    found.add("tests/newcomers/test_it.py::test_it", 0.1, 0)
    assert over_budget(SAID, found, "sqlite", 0.05) == [
        "tests/newcomers has no line in budget.toml under [packages.sqlite]"
    ]


def test_what_is_done_is_weighed_by_what_each_package_may_take():
    expected = [f"tests/lms/test_db.py::test_{n}" for n in range(10)] + [
        f"tests/courses/cohorts/test_board.py::test_{n}" for n in range(10)
    ]
    found = Measured()
    assert SAID.share_done(found, expected, "sqlite") == 0
    for nodeid in expected[:15]:
        found.add(nodeid, 1, 0)
    assert SAID.share_done(found, expected, "sqlite") == (1 + 5) / 11
    assert SAID.share_done(found, expected, "browsers") == 15 / 20
    assert SAID.share_done(found, [], "sqlite") == 0


def test_the_package_of_a_test_is_two_folders_deep_and_its_name_has_no_case():
    assert (package_of(ONE), package_of(OTHER), package_of("tests/test_docs.py::test_it")) == (
        "tests/courses/cohorts", "tests/lms", "tests",
    )  # fmt: skip
    assert name_of(ONE) == "tests/courses/cohorts/test_board.py::test_it"


def test_every_test_that_may_take_longer_says_why_and_is_there():
    from tests.suite.changes import ROOT

    for name, entry in BUDGET.data["longer"].items():
        file, _colons, test = name.partition("::")
        assert entry["why"], name
        assert f"def {test}(" in (ROOT / file).read_text(), name

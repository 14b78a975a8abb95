"""The tool that measures tests: where it puts faults, how it puts them in, and what it answers."""

import ast
import builtins
import gc
import importlib.util
import inspect
import sys
from pathlib import Path

import pytest

from tests.mutants import faults, report, sites, swapping
from tests.mutants.functions import ROOT
from tests.mutants.reach import Known, Reach
from tests.mutants.running import Job, Judged, Runner
from tests.mutants.tracing import NAME, bits, traced

pytest_plugins = ["pytester"]
OPTIONS = ("-p", "no:cacheprovider", "-p", "no:playwright")  # what asks for browsers knows no test inside a test

PLANTED = '''
import functools

def passes(mark, cut, strict=False):
    """The cut passes."""
    return mark >= cut and not strict

def unread(mark):
    return mark + 0

def endless(number):
    while number > 0:
        number = number - 1
    return number

def outer(least):
    def inner(mark, most):
        return mark > least and mark < most
    return inner

def twice(function):
    @functools.wraps(function)
    def doubled(*args):
        return function(*args) * 2
    return doubled

@twice
def decorated(number):
    return number + 1

@functools.cache
def remembered(number):
    return number + 1

class Paper:
    @property
    def is_long(self):
        return len(self.pages) > 2

    @classmethod
    def empty(cls):
        return True
'''


def found_in(text):
    """What may be changed, by the name of the function and the change, and the number of each."""
    of = sites.sites_in(ast.parse(text))
    return {(name, site.change.what): number for name, many in of.items() for number, site in enumerate(many)}


@pytest.mark.parametrize(
    ("line", "whats"),
    [
        ("return a < b", {"< is <=", "None returned"}),
        ("x = a is not b", {"is not is is"}),
        ("x = a not in b", {"not in is in"}),
        ("x = a and b", {"and is or", "dropped: a", "dropped: b"}),
        ("x = not a", {"not removed"}),
        ("x = a - b", {"- is +"}),
        ("x = 5", {"5 is 6"}),
        ("x = True", {"True is False"}),
        ("if a: b()", {"condition is True", "condition is False", "call removed"}),
        ("x = [b for b in c if b]", {"condition is True", "condition is False"}),
        ("raise Refused", {"raise removed"}),
        ("x = q.where(a, b)", {"dropped: a", "dropped: b"}),
        ("x = or_(a, b)", {"dropped: a", "dropped: b"}),
        ("return None", set()),
        ("while a: pass", set()),
        ("x = a + 'text'", set()),
        ("x = _('%(n)s of', n=1)", set()),
        ("log.info('said', n=1)", set()),
        ("session.flush()", set()),
        ("self.session.flush()", set()),
        ("file.flush()", {"call removed"}),
        ("x = f'{a + 1}'", set()),
        ("assert a > b", set()),
        ("x = zip(a, b, strict=True)", set()),
        ("x: 'a | 1' = a", set()),
        ("if (x := a) and b: pass", {"and is or", "dropped: b"}),
    ],
)
def test_each_line_has_its_small_faults(line, whats):
    assert {what for _name, what in found_in(f"def f(a, b, c=1):\n    '''1'''\n    {line}\n")} == whats


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    path = tmp_path_factory.mktemp("planted") / "planted.py"
    path.write_text(PLANTED)
    spec = importlib.util.spec_from_file_location("planted", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.kept = module.outer(1)
    was = gc.get_freeze_count()
    module.existing = swapping.Existing([path])
    if not was:
        gc.unfreeze()
    return module


@pytest.mark.parametrize(
    ("function", "what", "asked", "before", "after"),
    [
        ("passes", ">= is >", lambda it: it.passes(5, 5), True, False),
        ("outer", "dropped: mark > least", lambda it: it.kept(1, 3), False, True),
        ("decorated", "+ is -", lambda it: it.decorated(1), 4, 0),
        ("remembered", "1 is 2", lambda it: (it.existing.forget(), it.remembered.__wrapped__(1))[1], 2, 3),
        ("Paper.is_long", "> is >=", lambda it: type("Two", (it.Paper,), {"pages": "ab"})().is_long, False, True),
        ("Paper.empty", "True is False", lambda it: it.Paper.empty(), True, False),
    ],
)
def test_a_fault_is_met_in_what_is_nested_decorated_remembered_or_bound(planted, function, what, asked, before, after):
    assert asked(planted) == before
    assert planted.existing.put(Path(planted.__spec__.origin), function, found_in(PLANTED)[function, what])
    assert asked(planted) == after


def test_lines_stay_where_they_are_in_a_mutant_and_in_a_traced_module(monkeypatch, tmp_path):
    reached = bytearray(2)
    monkeypatch.setattr(builtins, NAME, reached, raising=False)
    space = {}
    exec(traced(PLANTED.encode(), str(tmp_path / "it.py"), {"it.py::passes": 0, "it.py::outer": 1}, tmp_path), space)
    assert space["passes"](5, 5)
    assert (space["passes"].__doc__, space["passes"].__code__.co_firstlineno) == ("The cut passes.", 4)
    assert list(inspect.signature(space["passes"]).parameters) == ["mark", "cut", "strict"]
    assert (list(reached), bits(bytes(reached))) == ([1, 0], "1")
    inner = space["outer"](1)
    reached[:] = bytes(2)
    inner(1, 2)
    assert (list(reached), bits(bytes(reached))) == ([0, 1], "2")


def test_a_run_tells_who_kills_what_lives_what_hangs_and_which_test_fails_anyhow(pytester, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(pytester.path), *sys.path])
    path = pytester.makepyfile(judging=PLANTED)
    pytester.makepyfile(
        test_it="from judging import *\ndef test_broken(): assert passes(5, 6)\ndef test_cut(): assert passes(5, 5)\n"
        "def test_unread(): unread(1)\ndef test_end(): assert endless(2) == 0\n"
    )
    tests = [f"test_it.py::test_{name}" for name in ("broken", "unread", "end", "cut")]
    wanted = [("passes", ">= is >"), ("unread", "+ is -"), ("endless", "- is +"), ("passes", ">= is >")]
    asked = [(tests, []), (tests[1:], []), (tests[1:], []), (tests[1:2], tests[3:])]

    def jobs():
        existing, found = swapping.Existing([path]), found_in(PLANTED)
        puts = [lambda one=one: existing.put(path, one[0], found[one]) for one in wanted]
        return [Job(put, within, outside) for put, (within, outside) in zip(puts, asked, strict=True)]

    told = dict[int, Judged]()
    pytester.inline_run(*OPTIONS, plugins=[Runner(jobs, 2, told.__setitem__)])
    assert [(told[n].killer, told[n].over, told[n].outside) for n in range(4)] == [
        (tests[3], "", False), ("", "", False), (tests[2], "processor", False), (tests[3], "", True),
    ]  # fmt: skip
    assert told[0].unfit == tests[:1]
    assert told[1].ran == 3


def test_the_nearest_and_cheapest_is_asked_first_the_slow_and_what_fixtures_reach_last():
    def known(file, name, seconds=0.1, own=1, wide=0):
        return Known(f"tests/{file}::{name}", seconds, own, wide)

    tests = [
        known("lms/test_far.py", "far"), known("courses/x/test_it.py", "slow", 2), known("courses/x/test_it.py", "b"),
        known("courses/x/test_it.py", "a", 0.01), known("courses/test_up.py", "up", own=0, wide=1),
        known("courses/x/test_other.py", "no", own=2),
    ]  # fmt: skip
    reach = Reach("now", {"courses/x/rules.py::f": 0, "courses/x/rules.py::g": 1}, tests)
    assert [one.id.partition("::")[2] for one in reach.tests_of("courses/x/rules.py::f")] == [
        *"ab",
        "far",
        "slow",
        "up",
    ]
    assert {one.id.partition("::")[2] for one in reach.tests_of("courses/x/rules.py::new")} == {*"ab", "no", "slow"}


def test_a_seed_draws_the_same_and_no_function_twice_while_others_are_left():
    first = sites.drawn(["lms.audit"], 1, 20)
    assert first == sites.drawn(["lms.audit"], 1, 20) != sites.drawn(["lms.audit"], 2, 20)
    assert len({one.name for one in first}) == 20


def test_what_differs_is_told_by_function_and_of_a_template_by_file():
    text = (ROOT / "tests/mutants/functions.py").read_text().splitlines()
    line = next(number for number, one in enumerate(text, 1) if "whole.hexdigest" in one)
    diff = "diff --git a/{0} b/{0}\n--- a/{0}\n+++ b/{0}\n@@ -{1} +{1} @@\n-a\n+b\n"
    both = diff.format("tests/mutants/functions.py", line) + diff.format("lms/web/templates/base.html", 3)
    assert faults.touched(both) == ["tests/mutants/functions.py::digest", "lms/web/templates/base.html"]


def test_equal_mutants_and_old_faults_that_are_listed_are_still_in_the_program():
    for one in report.equal_ones():
        found = sites.sites_in(ast.parse((ROOT / one["file"]).read_bytes()))[one["function"]]
        every = [sites.mutant(one["file"], one["function"], number, site) for number, site in enumerate(found)]
        assert any(report.is_equal(each, [one]) for each in every), one
    assert not [file for fault in faults.listed() for file in fault["files"] if not (ROOT / file).is_file()]


def test_the_table_counts_and_shows_what_lives():
    mutant = sites.Mutant("a.py", "f", 0, 3, "| is &", "x = a | b", "x = a & b")
    rows = [
        report.row(mutant, Judged(), 2),
        report.row(mutant, Judged("t::a", ran=1), 2),
        report.untried(mutant, "equal"),
    ]
    table = report.as_table(rows)
    assert "| a.py:3 | `f`: \\| is & | alive |  | 0 of 2 | 0 |" in table
    assert "- 1 killed: a test fails" in table
    assert table.count("- x = a | b\n+ x = a & b") == 1

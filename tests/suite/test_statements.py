"""The list of tests that together send every statement."""

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.suite import statements
from tests.suite.statements import HEAD, fewest, parts, read_list, shape, write_list

SENT = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.sets(st.integers(0, 20).map(str)), max_size=12)


@given(SENT)
def test_the_tests_of_the_list_send_every_statement_and_none_of_them_is_idle(sent):
    chosen = fewest(sent, {})
    covered = set().union(*(sent[name] for name in chosen)) if chosen else set()
    assert covered == (set().union(*sent.values()) if sent else set())
    assert all(sent[name] for name in chosen)


def test_a_quick_test_is_preferred_to_a_slow_one_that_sends_the_same():
    assert fewest({"slow": {"a", "b"}, "quick": {"a", "b"}}, {"slow": 3.0, "quick": 0.1}) == ["quick"]


def test_how_many_values_a_list_has_makes_no_other_statement():
    one = "SELECT id FROM person WHERE id IN (%(id_1_1)s::BIGINT) AND name = %(name_1)s::VARCHAR"
    two = "SELECT id FROM person WHERE id IN (%(id_1_1)s::BIGINT, %(id_1_2)s::BIGINT) AND name = %(name_1)s::VARCHAR"
    assert shape(one) == shape(two)
    assert shape(one) != shape(one.replace("name =", "name <>"))


def test_a_column_that_is_written_counts_by_itself_whichever_others_are_written_with_it():
    name, both = (
        "INSERT INTO person (id, name) VALUES (%s, %s)",
        "INSERT INTO person (id, name, born) VALUES (%s, %s, %s)",
    )
    assert parts(name) < parts(both)
    assert parts(both) - parts(name) == {"INSERT person born"}
    one, two = (
        "UPDATE person SET name=%(n)s WHERE person.id = %(i)s",
        "UPDATE person SET born=%(b)s WHERE person.id = %(i)s",
    )
    assert parts(one) & parts(two) == {"UPDATE person: WHERE person.id = %"}
    assert parts(one) != parts(one.replace("person.id =", "person.id <"))
    assert len(parts("SELECT person.id FROM person WHERE person.name = %s")) == 1


def test_a_list_fits_only_what_it_was_made_on():
    text = HEAD.format(digest="abc") + "tests/lms/test_db.py::test_it\n"
    assert read_list(text, "abc") == read_list(text, "abc")
    assert (read_list(text, "abc").fits, read_list(text, "other").fits) == (True, False)
    assert read_list(text, "abc").tests == {"tests/lms/test_db.py::test_it"}


def test_what_is_drawn_as_one_is_not_in_the_list_and_of_two_workers_both_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(statements, "LIST", tmp_path / "list.txt")
    lines = {
        "gw0": [["tests/demonstration/test_a.py::test_1", 1, ["a", "b"]], ["tests/lms/test_b.py::test_2", 1, ["a"]]],
        "gw1": [["tests/lms/test_b.py::test_3", 1, ["c"]]],
    }
    for worker, kept in lines.items():
        (tmp_path / f"statements-{worker}.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in kept))
    assert write_list(tmp_path) == 2
    assert read_list((tmp_path / "list.txt").read_text(), "").tests == {
        "tests/lms/test_b.py::test_2", "tests/lms/test_b.py::test_3",
    }  # fmt: skip

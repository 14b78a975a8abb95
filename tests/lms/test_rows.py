"""Rows of another question in one column: the same values in the same order, in both databases."""

from datetime import timedelta

from sqlalchemy import func, select, true

from lms.access import Role
from lms.people.models import Person
from lms.rows import rows_of
from tests.builders.people import NOW, person

WANTED = (
    select(
        Person.id, Person.name, Person.created_at, Person.demonstration, Person.name_checked_at, Person.has_signed_in
    )
    .where(Person.name.in_(("Ann “A”", "Bo, the second", "Chị Hai")))
    .order_by(Person.name.desc())
)


def test_every_value_is_as_its_own_column_gives_it(session):
    for name in ("Ann “A”", "Bo, the second", "Chị Hai"):
        person(session, name, Role.OFFICER, created_at=NOW - timedelta(microseconds=7), name_checked_at=None)
    rows = [tuple(row) for row in session.execute(WANTED)]
    assert len(rows) == 3
    asked = select(rows_of(WANTED), select(Person.id).exists(), rows_of(WANTED.limit(1)))
    assert [tuple(one) for one in session.execute(asked)] == [(rows, True, rows[:1])]


def test_nothing_found_is_an_empty_list(session):
    assert session.scalars(select(rows_of(WANTED.where(~true())))).one() == []


def test_a_moment_out_of_a_sum_is_a_moment(session):
    person(session, "Ann “A”", Role.OFFICER, created_at=NOW)
    newest = select(func.count(), func.max(Person.created_at)).where(Person.name == "Ann “A”")
    assert session.scalars(select(rows_of(newest))).one() == [(1, NOW)]

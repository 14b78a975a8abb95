"""Rows of a class in a room: lessons on a projector and on paper."""

from __future__ import annotations

from tests.access_matrix.rows.of_cohorts import LEAD, home
from tests.access_matrix.rows.of_courses import READERS, REST, TAKERS, lesson, module
from tests.access_matrix.table import Row

READ_ANY = READERS - TAKERS

ROWS = {
    "GET cohorts.room": Row(LEAD, home),
    "GET learning.projected": Row(READ_ANY, lesson),
    "POST learning.answer_projected": Row(
        READ_ANY,
        lambda t: {**lesson(t), "check": "practice-first-1"},
        send=lambda t: {"practice-first-1.answer": "true"},
        form="learning.projected",
        answers=200,
    ),
    "GET learning.handout": Row(READERS, module, led=REST - READERS),
}

"""Papers of the shipped course, drawn until they have asked every question: before its result no page tells a key.

PostgreSQL holds the whole of the demonstration for `test_figures.py`; what pages tell is read once.
"""

from __future__ import annotations

from html import unescape

import pytest
from sqlalchemy import select

from assessments.exams.models import AttemptItem
from assessments.items.item import Use
from assessments.items.models import CourseItem, ItemVersion
from courses.learning.services import enrol
from lms.access import Role
from tests.assessments.exams.test_secrecy import TAG, leaks, papers, shown
from tests.builders import assessments as make
from tests.builders.clocks import standing_clock
from tests.builders.courses import read_and_pass
from tests.builders.people import NOW, browser, person, sign_in

pytestmark = pytest.mark.once


def plain(explain):
    return " ".join(unescape(TAG.sub(" ", explain)).split())


def rows_of(session, version_id, use):
    """The questions of this use in the course, by number."""
    numbers = select(CourseItem.item_version_id).where(
        CourseItem.course_version_id == version_id, CourseItem.use == use
    )
    return {row.id: row for row in session.scalars(select(ItemVersion).where(ItemVersion.id.in_(numbers)))}


def laid_before(app, session, world, exam, paper):
    """The page of an open attempt whose paper is this one."""
    officer = person(session, None, Role.OFFICER)
    read_and_pass(session, [enrol(session, officer.id, world["course"]["version_id"], now=NOW)], NOW)
    attempt = make.start(session, exam, officer, NOW)
    for row in session.scalars(select(AttemptItem).where(AttemptItem.attempt_id == attempt.id)):
        one, number = paper[row.position - 1]
        row.item_version_id, row.option_order = number, list(one.option_order)
    here = browser(app)
    sign_in(here, session, officer)
    session.commit()
    return here.get(f"/attempts/{attempt.uuid}").text


@pytest.mark.parametrize(("use", "least"), [(Use.EXAM, 60), (Use.CHECKPOINT, 10)])
def test_no_open_paper_of_the_shipped_course_tells_its_key(app, session, world, monkeypatch, use, least):
    standing_clock(monkeypatch, NOW)
    rows = rows_of(session, world["course"]["version_id"], use)
    assert len(rows) >= least
    assert all(row.explain for row in rows.values())
    looked_at = set()
    exams = make.exam_queries.exams_of_version(session, world["course"]["version_id"])
    for exam in (one for one in exams if one.use == use):
        for paper in papers(session, exam):
            page = laid_before(app, session, world, exam, paper)
            for one, number in paper:
                assert leaks(shown(page, one.position), rows[number], plain(rows[number].explain)) == [], one.item
                looked_at.add(number)
    assert looked_at == set(rows)

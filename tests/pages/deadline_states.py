"""Deadlines of a cohort, as its trainers set and extend them, and as officers read them."""

from __future__ import annotations

from tests.pages import acts
from tests.pages.acts import fill
from tests.pages.state import State

LATE = "/cohorts/{class-late}"
DEADLINES = [
    State("cohorts.deadlines", "none", "trainer", "/cohorts/{class-empty}/deadlines"),
    State("cohorts.deadlines", "set and changed", "trainer", LATE + "/deadlines"),
    State("cohorts.deadlines", "a day outside", "trainer", LATE + "/deadlines", fill("Save", part_1="2031-01-01"), 422),
    State("cohorts.board", "with deadlines", "trainer", LATE + "/board"),
    State("cohorts.board", "who is late", "trainer", LATE + "/board?show=late"),
    State("cohorts.officer", "late, with more time", "trainer", LATE + "/officers/{late-uuid}"),
    State("cohorts.extend", "to fill", "trainer", LATE + "/extend"),
    State("cohorts.extend", "no day", "trainer", LATE + "/extend?show=late", acts.until_no_day, 422),
    State("cohorts.extend", "nothing to extend", "trainer", "/cohorts/{class-empty}/extend"),
    State("cohorts.own", "with deadlines", "behind", "/my-cohorts/{class-late}"),
    State("learning.course", "with deadlines", "behind", "/courses/{course}"),
]

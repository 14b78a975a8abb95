"""Rows of exports: whoever reads a list takes it as a file, with the same words in it; the record is told of names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tests.access_matrix.persons import ADMINISTRATOR, held
from tests.access_matrix.rows import (
    applications,
    ground_floor,
    of_assessments,
    of_certificates,
    of_cohorts,
    of_courses,
    of_programme,
    of_surveys,
)
from tests.access_matrix.table import Row, Values

PAGES = {
    **ground_floor.ROWS, **applications.ROWS, **of_courses.ROWS, **of_cohorts.ROWS, **of_surveys.ROWS,
    **of_programme.ROWS, **of_assessments.ROWS, **of_certificates.ROWS,
}  # fmt: skip
TOLD, UNTOLD = "audit_entry", ""


def csv_of(at: Values) -> Values:
    """The parts of the address of a page, and the form of the file."""
    return lambda things: {**at(things), "form": "csv"}


def as_page(page: str, changes: str) -> Row:
    """An export is open to those to whom its page is, and holds what the page lists."""
    row = PAGES[f"GET {page}"]
    return replace(row, at=csv_of(row.at), changes=changes)


READERS = Row(held(ADMINISTRATOR))
ROWS: Mapping[str, Row] = {
    "GET audit.record": READERS,
    "GET audit.export": replace(READERS, at=csv_of(READERS.at), changes=TOLD),
    "GET people.export": as_page("people.all_of_them", TOLD),
    "GET administrations.export": as_page("administrations.all_of_them", UNTOLD),
    "GET administrations.export_units": as_page("administrations.one", UNTOLD),
    "GET applications.export": as_page("applications.all_of_them", TOLD),
    "GET cohorts.export": as_page("cohorts.index", UNTOLD),
    "GET cohorts.export_officers": as_page("cohorts.one", TOLD),
    "GET surveys.export": as_page("surveys.running", UNTOLD),
    "GET surveys.export_requests": as_page("surveys.supervisors", TOLD),
    "GET programme.export_activities": as_page("programme.activities", UNTOLD),
    "GET programme.export_funds": as_page("programme.funds", UNTOLD),
    "GET programme.export_partners": as_page("programme.partners", UNTOLD),
    "GET programme.export_regions": as_page("programme.regions", UNTOLD),
    "GET programme.export_my_trainings": as_page("programme.my_trainings", UNTOLD),
    "GET programme.export_trainers": as_page("programme.trainers", TOLD),
    "GET programme.export_trainings": as_page("programme.trainer", UNTOLD),
    "GET programme.export_trained": as_page("programme.trained", TOLD),
    "GET openings.export": as_page("openings.waiting", TOLD),
    "GET openings.export_opened": replace(as_page("openings.waiting", TOLD), lists=frozenset()),
    "GET learning.export": as_page("learning.learn", UNTOLD),
    "GET exams.export_exams": replace(as_page("exams.manage", UNTOLD), lists=frozenset()),
    "GET exams.export_late": as_page("exams.manage", TOLD),
    "GET exams.export_attempts": as_page("exams.attempts", TOLD),
    "GET exams.export_cuts": replace(as_page("exams.manage_exam", UNTOLD), lists=frozenset()),
    "GET exams.export_withdrawn": replace(as_page("exams.manage_exam", UNTOLD), lists=frozenset()),
    "GET exams.export_time": as_page("exams.manage_exam", TOLD),
    "GET exams.export_more": replace(as_page("exams.manage_exam", TOLD), lists=frozenset()),
    "GET exams.export_questions": as_page("exams.questions", UNTOLD),
    "GET exams.export_hung": as_page("exams.hung_results", TOLD),
    "GET exams.export_mine": as_page("exams.mine", UNTOLD),
    "GET decisions.export": as_page("decisions.all_of_them", TOLD),
    "GET credentials.export": as_page("credentials.all_of_them", TOLD),
    "GET credentials.export_names": as_page("credentials.names", TOLD),
    "GET certificates.export_mine": as_page("certificates.mine", UNTOLD),
}

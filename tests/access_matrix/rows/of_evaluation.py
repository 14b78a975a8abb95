"""Rows of evaluation: who leads a cohort reads its sums, who runs forms those of the officers whom they reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.rows.of_cohorts import LEAD, home
from tests.access_matrix.rows.of_surveys import RUNNERS, course
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things


def file_of_cohort(things: Things) -> Mapping[str, Any]:
    return {**home(things), "form": "csv"}


def file_of_course(things: Things) -> Mapping[str, Any]:
    return {**course(things), "form": "csv"}


ROWS = {
    "GET evaluation.cohort": Row(LEAD, home),
    "GET evaluation.export_cohort": Row(LEAD, file_of_cohort),
    "GET evaluation.courses": Row(RUNNERS),
    "GET evaluation.course": Row(RUNNERS, course),
    "GET evaluation.export_course": Row(RUNNERS, file_of_course),
}

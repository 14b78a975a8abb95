"""Rows of imports: who leads the cohort, who makes the accounts it proposes, and who lets its trainers make them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import COORDINATOR, COVERING, LEADER, held
from tests.access_matrix.rows.ground_floor import KEEPERS
from tests.access_matrix.rows.of_cohorts import LEAD, home, second
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things
from tests.builders.imports import text_file

BY_PERMIT = frozenset({LEADER})
PERMITTERS = held(COORDINATOR, *COVERING)
JOINED = "audit_entry cohort_account_proposal cohort_import_person enrolment participant participant_state"
MADE = f"{JOINED} person placement processing_consent role_grant"


def checked(things: Things) -> Mapping[str, Any]:
    return {**home(things), "file": things.classes.imported.checked}


def applied(things: Things) -> Mapping[str, Any]:
    return {**home(things), "file": things.classes.imported.applied}


def waiting(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.classes.imported.waiting}


def made(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.classes.imported.made}


ROWS = {
    "GET cohorts.import_form": Row(LEAD, home),
    "POST cohorts.import_file": Row(
        LEAD,
        home,
        send=lambda t: {"file": text_file(("Lou List", ""))},
        form="cohorts.import_form",
        changes="cohort_import",
    ),
    "GET cohorts.import_one": Row(LEAD, checked),
    "GET cohorts.export_import": Row(LEAD, lambda t: {**checked(t), "form": "csv"}, changes="audit_entry"),
    "POST cohorts.import_answers": Row(
        LEAD, checked, send=lambda t: {"row-2": "corrected"}, form="cohorts.import_one", changes="cohort_import"
    ),
    "POST cohorts.import_apply": Row(LEAD, checked, form="cohorts.import_one", changes="cohort_import job"),
    "POST cohorts.import_discard": Row(LEAD, checked, form="cohorts.import_one", changes="cohort_import"),
    "POST cohorts.import_undone": Row(
        LEAD,
        applied,
        form="cohorts.import_one",
        changes="audit_entry cohort_account_proposal cohort_import enrolment participant_state",
    ),
    "GET cohorts.accounts": Row(KEEPERS, waiting),
    "POST cohorts.make": Row(KEEPERS, waiting, form="cohorts.accounts", changes=MADE),
    "POST cohorts.slips": Row(
        KEEPERS, made, form="cohorts.accounts", answers=200, changes="audit_entry one_time_secret"
    ),
    "POST cohorts.make_own": Row(
        BY_PERMIT,
        lambda t: {**home(t), "proposal": t.classes.imported.waiting, "file": t.classes.imported.applied},
        form="cohorts.import_one",
        changes=MADE,
    ),
    "POST cohorts.slips_own": Row(
        BY_PERMIT,
        lambda t: {**home(t), "proposal": t.classes.imported.made, "file": t.classes.imported.made_file},
        form="cohorts.import_one",
        answers=200,
        changes="audit_entry one_time_secret",
    ),
    "POST cohorts.give_permit": Row(
        PERMITTERS, second, form="cohorts.one", changes="audit_entry cohort_account_permit"
    ),
    "POST cohorts.end_permit": Row(PERMITTERS, home, form="cohorts.one", changes="audit_entry cohort_account_permit"),
}

"""Rows of complaints: anybody makes one, whoever has its link follows it, quality officers answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certificates.complaints.links import complaint_token
from tests.access_matrix.persons import ALL, QUALITY, held
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

OFFICERS = held(QUALITY)
STEP = "audit_entry complaint complaint_step"


def link(things: Things) -> Mapping[str, Any]:
    return {"token": complaint_token(things.complaint.uuid)}


def one(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.complaint.uuid}


ROWS = {
    "GET complaints.complain": Row(ALL),
    "POST complaints.complain": Row(
        ALL,
        send=lambda _t: {"topic": "training", "words": "The trainer never came to the second meeting."},
        form="complaints.complain",
        changes="audit_entry complaint rate_limit_try",
    ),
    "GET complaints.own": Row(ALL, link, is_open=True),
    "POST complaints.add": Row(
        ALL,
        link,
        send=lambda _t: {"words": "It happened again."},
        form="complaints.own",
        changes=f"{STEP} rate_limit_try",
        is_open=True,
    ),
    "GET complaints.all_of_them": Row(OFFICERS),
    "GET complaints.export": Row(OFFICERS, lambda _t: {"form": "csv"}),
    "GET complaints.one": Row(OFFICERS, one, is_open=True),
    "POST complaints.handle": Row(
        OFFICERS,
        one,
        send=lambda _t: {"words": "We look into it.", "acknowledge": "1"},
        form="complaints.one",
        changes=f"{STEP} job",
        is_open=True,
    ),
    "POST complaints.concerned": Row(
        OFFICERS,
        one,
        send=lambda t: {"person": t.spent.username},
        form="complaints.one",
        changes="audit_entry complaint_concern",
        is_open=True,
    ),
}
